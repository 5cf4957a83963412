// One account at work: its connection to the channel, what came in, what goes out.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "services/messengers/answering.h"
#include "services/messengers/sending.h"

namespace amtslotse::messengers {

class Station final : public gateways::Receiver {
 public:
  // Everything but the account and the adapter is borrowed.
  Station(Account account, std::unique_ptr<gateways::Adapter> adapter, Store& store,
          dialogue::v1::Dialogue::StubInterface& dialogue, rpc::Metrics& metrics);
  ~Station() override;

  // Takes up what waits in the store and connects.
  absl::Status Start();
  // Disconnects and lets running steps end.
  void Stop();

  const Account& account() const { return account_; }
  gateways::WebhookAnswer OnWebhook(const gateways::WebhookCall& call) { return adapter_->OnWebhook(call, *this); }
  // Something new is in the outbox.
  void WakeOutgoing(const PeerKey& key) { outgoing_.Wake(key.Lane()); }
  // Old things are forgotten.
  void Tidy();

  // gateways::Receiver
  absl::Status Receive(const std::vector<gateways::Inbound>& events, std::string_view position) override;
  std::string Position() override;
  void Connected() override;

 private:
  void Hold(const std::stop_token& stop);
  void Broken(const std::string& why);
  void WakeAll();

  const Account account_;
  const std::string key_;
  const std::unique_ptr<gateways::Adapter> adapter_;
  Store& store_;
  Counters counters_;
  Hints hints_;
  Answering answering_;
  Sending sending_;
  Lanes outgoing_;
  Lanes incoming_;
  std::atomic<bool> circuit_open_{false};
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::stop_source session_;  // of the present run of the adapter
  std::jthread connection_;
};

}  // namespace amtslotse::messengers
