// What a channel is: its limits in one table, and the adapter that speaks its protocol.
//
// A new channel is one folder with its table, its parser and its adapter, and one line in
// services/messengers/channels.cc.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "gateways/message.h"

namespace amtslotse::gateways {

// What a channel counts its limits in.
enum class Unit : std::uint8_t { kUtf16, kCodePoints, kUtf8Bytes };

struct Rate {
  double per_second = 0;  // 0: unlimited
  double burst = 1;
};

struct Capabilities {
  std::string_view channel;
  Unit unit = Unit::kCodePoints;
  std::size_t text = 4000;  // of one message
  std::size_t buttons = 0;  // per message; 0: the channel has none
  std::size_t button_label = 0;
  std::size_t text_with_buttons = 0;  // 0: as `text`
  std::size_t list_rows = 0;          // 0: the channel has no lists
  std::size_t list_label = 0;
  std::size_t list_description = 0;
  bool url_buttons = false;
  std::size_t file_bytes = 0;         // 0: files are described by their text only
  bool idempotent_sends = false;      // an unknown result may be repeated without a second message
  std::chrono::hours window{0};       // free messages only so long after the last inbound one; 0: always
  bool fails_later = false;           // a send that was accepted may be refused afterwards (SendFailedLater)
  std::chrono::hours redelivery{24};  // an event may come again within this
  Rate per_peer{};
  Rate per_account{};
  bool books_by_default = false;  // data level before anyone raised it
};

// One account of a town on a channel, as the accounts file has it.
struct AccountSettings {
  std::string municipality_id;
  std::string channel;
  std::string account;                         // 1..64 of a-z 0-9 - _ .
  std::string base_url;                        // of the channel's API; empty: the channel's own
  bool webhook = false;                        // receive by webhook instead of polling, where there are both
  std::string public_url;                      // of our webhook, where the channel must be told
  std::map<std::string, std::string> secrets;  // by name: token, webhook_secret …; never logged
  std::map<std::string, std::string> options;  // what only this channel has
};

// One HTTP request of a channel to us. The body is as it came, for signatures.
struct WebhookCall {
  std::string method;
  std::map<std::string, std::string> headers;  // names in lower case
  std::map<std::string, std::string> query;
  std::string body;
};
struct WebhookAnswer {
  int status = 200;
  std::string body;
  std::string media_type = "text/plain";
};

// Where events go. Thread-safe.
class Receiver {
 public:
  virtual ~Receiver() = default;
  // Records events and the position they lead to, both or nothing, durably; an event recorded before does nothing.
  // On failure nothing may be acknowledged to the channel.
  virtual absl::Status Receive(const std::vector<Inbound>& events, std::string_view position) = 0;
  // The position that was recorded last; empty: none.
  virtual std::string Position() = 0;
  // The channel accepted the account's credentials.
  virtual void Connected() = 0;
};

enum class SendClass : std::uint8_t {
  kSent,
  kRetry,         // not done, may be tried again after retry_after
  kWindowClosed,  // only templates may be sent now
  kBlocked,       // the citizen does not want messages
  kAuthBroken,    // the account's credentials do not work: nothing of this account goes out
  kPermanent,     // will never work
  kUnknown,       // may have been done
};
std::string_view NameOf(SendClass outcome);

struct SendOutcome {
  SendClass outcome = SendClass::kSent;
  std::string reference;                     // the channel's name of what was sent
  std::chrono::milliseconds retry_after{0};  // of kRetry; 0: as the caller likes
  bool whole_account = false;                // of kRetry: the limit is the account's, not the peer's
  std::string moved_to;                      // of kRetry: the peer's new address
  std::string reason;                        // for logs: neither secrets nor citizens' text nor addresses
};

// Thread-safe. Calls block and hold their own time limits.
class Adapter {
 public:
  virtual ~Adapter() = default;
  virtual const Capabilities& capabilities() const = 0;

  // Holds the account's connection until stopped: polls, or tells the channel where the webhook is and waits.
  // An error is tried again by the caller; UNAUTHENTICATED: the credentials do not work.
  virtual absl::Status Run(Receiver& receiver, const std::stop_token& stop) = 0;

  // A webhook's request: authenticates, parses, records, answers.
  virtual WebhookAnswer OnWebhook(const WebhookCall& call, Receiver& receiver);

  // `key` is the same when the same piece is sent again.
  virtual SendOutcome Send(const std::string& peer, const Piece& piece, const std::string& key) = 0;

  // Best effort, may do nothing, reports nothing.
  virtual void ShowTyping(const std::string& peer);
  // Tells the channel that a tap arrived, with a short text or none.
  virtual void AcknowledgeTap(const Chose& tap, std::string_view text);
  // The choices of an earlier message are used up; `chosen` is what was taken, empty when it was something else.
  virtual void RetireChoices(const std::string& peer, const std::string& prompt, const std::string& chosen);
};

}  // namespace amtslotse::gateways
