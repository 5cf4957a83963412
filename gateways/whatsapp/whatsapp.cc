#include "gateways/whatsapp/whatsapp.h"

#include <fmt/format.h>
#include <sodium.h>

#include <condition_variable>
#include <mutex>
#include <unordered_map>

#include "gateways/json_reading.h"
#include "gateways/whatsapp/capabilities.h"
#include "gateways/whatsapp/graph_api.h"
#include "gateways/whatsapp/requests.h"
#include "gateways/whatsapp/webhook.h"

namespace amtslotse::gateways::whatsapp {
namespace {

using nlohmann::json;

constexpr char kApiUrl[] = "https://graph.facebook.com/v23.0";
constexpr std::size_t kTypingKnown = 4096;

struct Options {
  std::string phone_number_id, template_name, template_language = "de";
};

bool SameSecret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string At(const std::map<std::string, std::string>& values, const char* name) {
  const auto found = values.find(name);
  return found == values.end() ? std::string() : found->second;
}

class WhatsApp final : public Adapter {
 public:
  WhatsApp(const AccountSettings& settings, Options options, HttpClient& http)
      : api_(http, settings.base_url.empty() ? kApiUrl : settings.base_url, settings.secrets.at("access_token")),
        app_secret_(settings.secrets.at("app_secret")),
        verify_token_(settings.secrets.at("verify_token")),
        options_(std::move(options)),
        messages_("/" + options_.phone_number_id + "/messages") {}

  const Capabilities& capabilities() const override { return kCapabilities; }

  // The webhook is entered at Meta by hand; here only the credentials are tried.
  absl::Status Run(Receiver& receiver, const std::stop_token& stop) override {
    if (auto status = StatusOf(api_.Get("/" + options_.phone_number_id + "?fields=id", stop)); !status.ok())
      return status;
    receiver.Connected();
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait(lock, stop, [] { return false; });
    return absl::OkStatus();
  }

  WebhookAnswer OnWebhook(const WebhookCall& call, Receiver& receiver) override {
    if (call.method == "GET") return ShakeHands(call);
    if (call.method != "POST") return {.status = 405, .body = ""};
    if (!IsSigned(call.body, At(call.headers, "x-hub-signature-256"), app_secret_)) return {.status = 401, .body = ""};
    const json body = json::parse(call.body, nullptr, false);
    if (!body.is_object()) return {.status = 400, .body = ""};
    NoteForTyping(body);
    const std::vector<Inbound> events = ParseWebhook(body, options_.phone_number_id);
    const bool recorded = events.empty() || receiver.Receive(events, "").ok();
    return recorded ? WebhookAnswer{} : WebhookAnswer{.status = 503, .body = ""};
  }

  SendOutcome Send(const std::string& peer, const Piece& piece, const std::string&) override {
    if (piece.outside_window) return SendOutside(peer, piece);
    if (!piece.file) return OutcomeOf(api_.Post(messages_, SendMessage(peer, piece)));
    const GraphAnswer uploaded = api_.Upload("/" + options_.phone_number_id + "/media", *piece.file);
    if (!uploaded.ok()) {
      SendOutcome outcome = OutcomeOf(uploaded);
      if (outcome.outcome == SendClass::kUnknown) outcome.outcome = SendClass::kRetry;  // nobody has seen it
      return outcome;
    }
    return OutcomeOf(api_.Post(messages_, SendDocument(peer, TextAt(uploaded.body, "id"), *piece.file, piece.text)));
  }

  void ShowTyping(const std::string& peer) override {
    std::string message;
    {
      const std::lock_guard lock(mutex_);
      const auto last = last_message_.find(peer);
      if (last != last_message_.end()) message = last->second;
    }
    if (!message.empty()) (void)api_.Post(messages_, whatsapp::ShowTyping(message), std::chrono::seconds(5));
  }

 private:
  WebhookAnswer ShakeHands(const WebhookCall& call) const {
    const bool good =
        At(call.query, "hub.mode") == "subscribe" && SameSecret(At(call.query, "hub.verify_token"), verify_token_);
    return good ? WebhookAnswer{.status = 200, .body = At(call.query, "hub.challenge").substr(0, 200)}
                : WebhookAnswer{.status = 403, .body = ""};
  }

  SendOutcome SendOutside(const std::string& peer, const Piece& piece) {
    if (options_.template_name.empty() || piece.text.empty())
      return {.outcome = SendClass::kWindowClosed, .reason = "24 hours have passed and there is no template"};
    return OutcomeOf(
        api_.Post(messages_, SendTemplate(peer, options_.template_name, options_.template_language, piece.text)));
  }

  // Typing is shown by naming the message that is being answered.
  void NoteForTyping(const json& body) {
    for (const json& entry : ArrayAt(body, "entry")) {
      for (const json& change : ArrayAt(entry, "changes")) {
        for (const json& message : ArrayAt(ObjectAt(change, "value"), "messages")) {
          const std::string peer = PeerOf(message, ArrayAt(ObjectAt(change, "value"), "contacts"));
          const std::lock_guard lock(mutex_);
          if (last_message_.size() >= kTypingKnown) last_message_.clear();
          if (!peer.empty()) last_message_[peer] = TextAt(message, "id");
        }
      }
    }
  }

  GraphApi api_;
  const std::string app_secret_;
  const std::string verify_token_;
  const Options options_;
  const std::string messages_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::string> last_message_;  // by peer
};

}  // namespace

absl::StatusOr<std::unique_ptr<Adapter>> Open(const AccountSettings& settings, HttpClient& http) {
  for (const char* name : {"access_token", "app_secret", "verify_token"}) {
    const std::string secret = At(settings.secrets, name);
    if (secret.empty() || secret.find_first_of(" \r\n") != std::string::npos)
      return absl::InvalidArgumentError(fmt::format("{}: expected a secret without blanks", name));
  }
  if (!settings.webhook) return absl::InvalidArgumentError("receive: WhatsApp only knows webhook");
  Options options;
  for (const auto& [name, value] : settings.options) {
    if (name == "phone_number_id") {
      options.phone_number_id = value;
    } else if (name == "template") {
      options.template_name = value;
    } else if (name == "template_language") {
      options.template_language = value;
    } else {
      return absl::InvalidArgumentError(name + ": the options are phone_number_id, template, template_language");
    }
  }
  if (options.phone_number_id.empty() || options.phone_number_id.find_first_not_of("0123456789") != std::string::npos)
    return absl::InvalidArgumentError("phone_number_id: expected digits");
  return std::make_unique<WhatsApp>(settings, std::move(options), http);
}

}  // namespace amtslotse::gateways::whatsapp
