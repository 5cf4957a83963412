#include "gateways/telegram/telegram.h"

#include <fmt/format.h>
#include <sodium.h>

#include <charconv>
#include <condition_variable>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "gateways/telegram/bot_api.h"
#include "gateways/telegram/capabilities.h"
#include "gateways/telegram/requests.h"
#include "gateways/telegram/update.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::telegram {
namespace {

using nlohmann::json;

constexpr char kApiUrl[] = "https://api.telegram.org";
constexpr int kPollSeconds = 50;

// "12345 1764000000": the next update to ask for, and when it was learnt. Updates are kept for a day, and after a week
// of silence their numbers begin anew anywhere: an old offset would then throw new updates away unseen.
constexpr std::int64_t kOffsetHoldsSeconds = 3 * 86400;

std::int64_t Now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::int64_t OffsetOf(const std::string& position, std::int64_t now) {
  std::int64_t offset = 0;
  std::int64_t learnt = 0;
  const char* end = position.data() + position.size();
  const auto first = std::from_chars(position.data(), end, offset);
  if (first.ec != std::errc() || first.ptr == end) return 0;
  const auto second = std::from_chars(first.ptr + 1, end, learnt);
  return second.ec == std::errc() && now - learnt < kOffsetHoldsSeconds ? offset : 0;
}

bool SameSecret(const std::string& a, const std::string& b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

class Telegram final : public Adapter {
 public:
  Telegram(const AccountSettings& settings, HttpClient& http, int poll_seconds)
      : api_(http, settings.base_url.empty() ? kApiUrl : settings.base_url, settings.secrets.at("token")),
        webhook_(settings.webhook),
        webhook_url_(settings.public_url),
        webhook_secret_(settings.webhook ? settings.secrets.at("webhook_secret") : ""),
        poll_seconds_(poll_seconds) {}

  const Capabilities& capabilities() const override { return kCapabilities; }

  absl::Status Run(Receiver& receiver, const std::stop_token& stop) override {
    if (auto status = StatusOf(api_.Call("getMe", json::object(), kSetUpTimeout, stop)); !status.ok()) return status;
    // The menu is a convenience: an API server without it serves as well.
    if (auto status = StatusOf(api_.Call("setMyCommands", SetMyCommands(), kSetUpTimeout, stop)); !status.ok())
      rpc::LogWarning("telegram_menu_not_set", {{"why", rpc::ToString(status.message())}});
    return webhook_ ? HoldWebhook(receiver, stop) : Poll(receiver, stop);
  }

  WebhookAnswer OnWebhook(const WebhookCall& call, Receiver& receiver) override {
    if (!webhook_) return {.status = 404, .body = ""};
    const auto secret = call.headers.find("x-telegram-bot-api-secret-token");
    if (secret == call.headers.end() || !SameSecret(secret->second, webhook_secret_))
      return {.status = 401, .body = ""};
    if (call.method != "POST") return {.status = 405, .body = ""};
    const auto update = ParseUpdate(json::parse(call.body, nullptr, false));
    if (!update) return {.status = 400, .body = ""};
    if (!update->event) return {};
    const absl::Status recorded = receiver.Receive({*update->event}, "");
    return recorded.ok() ? WebhookAnswer{} : WebhookAnswer{.status = 503, .body = ""};
  }

  SendOutcome Send(const std::string& peer, const Piece& piece, const std::string&) override {
    if (!piece.file) return OutcomeOf(api_.Call("sendMessage", SendMessage(peer, piece)));
    return OutcomeOf(api_.Upload("sendDocument", SendDocument(peer, piece), "document", *piece.file));
  }

  void ShowTyping(const std::string& peer) override {
    (void)api_.Call("sendChatAction", SendTyping(peer), kHintTimeout);
  }

  void AcknowledgeTap(const Chose& tap, std::string_view text) override {
    if (!tap.tap.empty()) (void)api_.Call("answerCallbackQuery", AnswerCallbackQuery(tap.tap, text), kHintTimeout);
  }

  void RetireChoices(const std::string& peer, const std::string& prompt, const std::string& chosen) override {
    const json message = ChatId(prompt);
    if (!message.is_number_integer() || !IsToRetire(peer + "|" + prompt, !chosen.empty())) return;
    (void)api_.Call("editMessageReplyMarkup", RetireKeyboard(peer, message.get<std::int64_t>(), chosen), kHintTimeout);
  }

 private:
  static constexpr std::chrono::seconds kSetUpTimeout{15};
  static constexpr std::chrono::seconds kHintTimeout{5};
  static constexpr std::size_t kMostRetired = 4096;

  // Who taps faster than the send was noted lets a keyboard be retired twice; Telegram refuses to change nothing. What
  // was chosen stays shown.
  bool IsToRetire(const std::string& keyboard, bool shows_choice) {
    const std::lock_guard lock(mutex_);
    if (retired_.size() >= kMostRetired) retired_.clear();
    const auto [entry, fresh] = retired_.try_emplace(keyboard, shows_choice);
    if (fresh) return true;
    return shows_choice && !std::exchange(entry->second, true);
  }

  absl::Status HoldWebhook(Receiver& receiver, const std::stop_token& stop) {
    if (auto status = StatusOf(api_.Call("setWebhook", SetWebhook(webhook_url_, webhook_secret_), kSetUpTimeout, stop));
        !status.ok())
      return status;
    receiver.Connected();
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait(lock, stop, [] { return false; });
    return absl::OkStatus();
  }

  absl::Status Poll(Receiver& receiver, const std::stop_token& stop) {
    if (auto status = StatusOf(api_.Call("deleteWebhook", {{"drop_pending_updates", false}}, kSetUpTimeout, stop));
        !status.ok())
      return status;
    receiver.Connected();
    while (!stop.stop_requested()) {
      const std::int64_t offset = OffsetOf(receiver.Position(), Now());
      const auto timeout = std::chrono::seconds(poll_seconds_ + 10);
      const auto asked = std::chrono::steady_clock::now();
      const BotAnswer answer = api_.Call("getUpdates", GetUpdates(offset, poll_seconds_), timeout, stop);
      if (stop.stop_requested()) break;
      if (!answer.ok()) return StatusOf(answer);
      if (!answer.result.is_array()) return absl::UnavailableError("getUpdates: no list of updates");
      if (auto status = Record(answer.result, receiver); !status.ok()) return status;
      if (answer.result.empty()) Pause(asked, stop);
    }
    return absl::OkStatus();
  }

  // A server that does not wait for updates is not asked without pause.
  static void Pause(std::chrono::steady_clock::time_point asked, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wait;
    std::unique_lock lock(mutex);
    wait.wait_until(lock, stop, asked + std::chrono::milliseconds(100), [] { return false; });
  }

  static absl::Status Record(const json& updates, Receiver& receiver) {
    if (updates.empty()) return absl::OkStatus();
    std::vector<Inbound> events;
    std::int64_t next = 0;
    for (const json& update : updates) {
      auto parsed = ParseUpdate(update);
      if (!parsed) continue;
      next = std::max(next, parsed->id + 1);
      if (parsed->event) events.push_back(*std::move(parsed->event));
    }
    if (next == 0) return absl::UnavailableError("getUpdates: updates without numbers");
    return receiver.Receive(events, fmt::format("{} {}", next, Now()));
  }

  BotApi api_;
  const bool webhook_;
  const std::string webhook_url_;
  const std::string webhook_secret_;
  const int poll_seconds_;
  std::mutex mutex_;
  std::unordered_map<std::string, bool> retired_;  // keyboards, whether they show what was chosen
};

absl::Status CheckSecret(const std::string& secret) {
  const bool good =
      !secret.empty() && secret.size() <= 256 &&
      secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
  return good ? absl::OkStatus() : absl::InvalidArgumentError("webhook_secret: expected 1 to 256 of A-Z a-z 0-9 _ -");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Adapter>> Open(const AccountSettings& settings, HttpClient& http) {
  const auto token = settings.secrets.find("token");
  if (token == settings.secrets.end() || token->second.find(':') == std::string::npos ||
      token->second.find_first_of("/ ?#\n") != std::string::npos)
    return absl::InvalidArgumentError("token: expected what BotFather gave, like 123456:ABC…");
  if (settings.webhook) {
    const auto secret = settings.secrets.find("webhook_secret");
    if (auto status = CheckSecret(secret == settings.secrets.end() ? "" : secret->second); !status.ok()) return status;
    if (!settings.public_url.starts_with("http"))
      return absl::InvalidArgumentError("public_url: expected the webhook's address");
  }
  int poll_seconds = kPollSeconds;
  for (const auto& [name, value] : settings.options) {
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), poll_seconds);
    if (name != "poll_seconds" || parsed.ec != std::errc() || poll_seconds < 0 || poll_seconds > kPollSeconds)
      return absl::InvalidArgumentError(fmt::format("{}: the only option is poll_seconds, 0..50", name));
  }
  return std::make_unique<Telegram>(settings, http, poll_seconds);
}

}  // namespace amtslotse::gateways::telegram
