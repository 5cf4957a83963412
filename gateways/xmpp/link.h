// A component's connection to its server (XEP-0114): TCP, written to by many, read by one.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "gateways/xmpp/stanza.h"

namespace amtslotse::gateways::xmpp {

// Thread-safe but for Read, which one thread calls.
class Link {
 public:
  // Connects and shakes hands. UNAUTHENTICATED: the server does not know the secret or the domain.
  static absl::StatusOr<std::shared_ptr<Link>> Open(const std::string& host, const std::string& port, const Self& self,
                                                    const std::string& secret, const std::stop_token& stop);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // Stanzas as they come, answers to our own queries excluded. OK when stopped.
  absl::Status Read(const std::stop_token& stop, const std::function<void(std::vector<Element>)>& take);

  // UNAVAILABLE: nothing left. UNKNOWN: a part may have.
  absl::Status Write(const std::string& xml);
  // Writes and waits for the stanza of that id: an answer, or a refusal of the message. UNKNOWN when none came.
  absl::StatusOr<Element> Ask(const std::string& id, const std::string& xml, std::chrono::milliseconds limit);
  // A message, then an echo behind it: so the server has dealt with the message when the echo is back. The refusal of
  // the message, if one came before.
  absl::StatusOr<std::optional<Element>> Deliver(const std::string& message_id, const std::string& message,
                                                 std::chrono::milliseconds limit);

 private:
  explicit Link(int socket, Self self) : socket_(socket), self_(std::move(self)) {}
  absl::Status ShakeHands(const std::string& secret, const std::stop_token& stop);
  // More bytes into the reader. OK with nothing new after the timeout.
  absl::Status Receive(std::chrono::milliseconds timeout, const std::stop_token& stop);
  absl::Status Wait(int events, std::chrono::milliseconds timeout, const std::stop_token& stop, bool* ready);
  // Whether someone waited for it.
  bool Settle(const Element& stanza);
  void Break();

  const int socket_;
  const Self self_;
  StreamReader reader_;
  std::mutex write_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool broken_ = false;
  std::map<std::string, std::optional<Element>> awaited_;  // by id
};

}  // namespace amtslotse::gateways::xmpp
