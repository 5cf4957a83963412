#include "gateways/threema/threema.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <unordered_map>

#include "gateways/commands.h"
#include "gateways/json_reading.h"
#include "gateways/threema/capabilities.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::threema {
namespace {

using Form = std::map<std::string, std::string>;

constexpr char kApiUrl[] = "https://msgapi.threema.ch";
constexpr std::size_t kKnownKeys = 10000;
constexpr std::int64_t kOldestSeconds = 15LL * 24 * 3600;  // the server keeps messages for 14 days
constexpr std::int64_t kFutureSeconds = 3600;

std::string At(const Form& form, const char* name) {
  const auto found = form.find(name);
  return found == form.end() ? std::string() : found->second;
}

bool IsIdentity(const std::string& id) {
  return id.size() == 8 && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '*';
         });
}

std::string RandomNonce() {
  std::string nonce(kNonceBytes, '\0');
  randombytes_buf(nonce.data(), nonce.size());
  return nonce;
}

std::int64_t Now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// What the gateway's status means. Its texts may repeat the request and are not kept.
SendOutcome OutcomeOf(const absl::StatusOr<HttpAnswer>& answer) {
  SendOutcome outcome;
  if (!answer.ok()) {
    outcome.outcome = absl::IsUnavailable(answer.status()) ? SendClass::kRetry : SendClass::kUnknown;
    outcome.reason = rpc::ToString(answer.status().message());
    return outcome;
  }
  outcome.reason = fmt::format("HTTP {}", answer->status);
  switch (answer->status) {
    case 200:
      outcome.reference = answer->body.substr(0, 64);
      outcome.reason.clear();
      break;
    case 401: outcome.outcome = SendClass::kAuthBroken; break;
    case 402:
      outcome.outcome = SendClass::kAuthBroken;
      outcome.reason = "no credit left";
      break;
    case 429:
      outcome.outcome = SendClass::kRetry;
      outcome.retry_after = RetryAfter(*answer).value_or(std::chrono::seconds(1));
      break;
    default: outcome.outcome = answer->status >= 500 ? SendClass::kUnknown : SendClass::kPermanent;
  }
  return outcome;
}

class Threema final : public Adapter {
 public:
  Threema(std::string base_url, std::string id, std::string secret, std::string private_key, HttpClient& http)
      : base_url_(std::move(base_url)),
        id_(std::move(id)),
        secret_(std::move(secret)),
        private_key_(std::move(private_key)),
        http_(http) {}
  ~Threema() override { sodium_memzero(private_key_.data(), private_key_.size()); }

  const Capabilities& capabilities() const override { return kCapabilities; }

  // The callback is entered at Threema by hand; here only the credentials are tried, and that there is credit.
  absl::Status Run(Receiver& receiver, const std::stop_token& stop) override {
    const auto answer = Get("/credits", stop);
    if (!answer.ok()) return answer.status();
    if (answer->status == 401) return absl::UnauthenticatedError("401");
    if (answer->status != 200) return absl::UnavailableError(fmt::format("credits: HTTP {}", answer->status));
    if (answer->body == "0") return absl::UnauthenticatedError("no credit left");
    receiver.Connected();
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait(lock, stop, [] { return false; });
    return absl::OkStatus();
  }

  WebhookAnswer OnWebhook(const WebhookCall& call, Receiver& receiver) override {
    if (call.method != "POST") return {.status = 405, .body = ""};
    const auto form = ParseForm(call.body);
    if (!form || !IsAuthentic(*form, secret_)) return {.status = 401, .body = ""};
    const std::string from = At(*form, "from");
    if (At(*form, "to") != id_ || !IsIdentity(from) || !Recent(At(*form, "date"))) return {.status = 400, .body = ""};
    const auto key = PublicKeyOf(from);
    if (!key.ok()) return {.status = absl::IsNotFound(key.status()) ? 400 : 503, .body = ""};
    const auto box = FromHex(At(*form, "box"));
    const auto nonce = FromHex(At(*form, "nonce"));
    const auto opened = box && nonce ? OpenBox(*box, *nonce, *key, private_key_) : std::nullopt;
    if (!opened) {
      // It will not get better by coming again.
      rpc::LogWarning("threema_box_refused", {{"why", "cannot be opened"}});
      return {};
    }
    auto content = ContentOf(*opened);
    if (!content) return {};
    const Inbound event{EventId("th", from + At(*form, "messageId")), from, "", *std::move(content)};
    return receiver.Receive({event}, "").ok() ? WebhookAnswer{} : WebhookAnswer{.status = 503, .body = ""};
  }

  SendOutcome Send(const std::string& peer, const Piece& piece, const std::string&) override {
    const auto key = PublicKeyOf(peer);
    if (!key.ok()) {
      const bool gone = absl::IsNotFound(key.status());
      const bool refused = absl::IsUnauthenticated(key.status());
      return {.outcome = gone      ? SendClass::kPermanent
                         : refused ? SendClass::kAuthBroken
                                   : SendClass::kRetry,
              .reason = rpc::ToString(key.status().message())};
    }
    Plain message{kText, piece.text};
    if (piece.file) {
      const auto described = Upload(*piece.file);
      if (!described.ok()) return {.outcome = SendClass::kRetry, .reason = rpc::ToString(described.status().message())};
      message = {kFile, *described};
    }
    const std::string nonce = RandomNonce();
    const std::string box = SealBox(message, nonce, *key, private_key_);
    HttpRequest request;
    request.method = "POST";
    request.url = base_url_ + "/send_e2e";
    request.headers = {"Content-Type: application/x-www-form-urlencoded"};
    request.body = fmt::format("from={}&to={}&nonce={}&box={}&secret={}", PercentEncoded(id_), PercentEncoded(peer),
                               ToHex(nonce), ToHex(box), PercentEncoded(secret_));
    return OutcomeOf(http_.Send(request));
  }

 private:
  absl::StatusOr<HttpAnswer> Get(const std::string& path, const std::stop_token& stop = {}) {
    HttpRequest request;
    request.url = fmt::format("{}{}?from={}&secret={}", base_url_, path, PercentEncoded(id_),
                              PercentEncoded(secret_));  // never logged
    return http_.Send(request, stop);
  }

  // NOT_FOUND: there is no such identity. Keys never change.
  absl::StatusOr<std::string> PublicKeyOf(const std::string& identity) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto known = keys_.find(identity); known != keys_.end()) return known->second;
    }
    const auto answer = Get("/pubkeys/" + PercentEncoded(identity));
    if (!answer.ok()) return absl::UnavailableError(answer.status().message());
    if (answer->status == 404) return absl::NotFoundError("no such identity");
    if (answer->status == 401) return absl::UnauthenticatedError("pubkeys: HTTP 401");
    const auto key = answer->status == 200 ? FromHex(answer->body) : std::nullopt;
    if (!key || key->size() != kKeyBytes)
      return absl::UnavailableError(fmt::format("pubkeys: HTTP {}", answer->status));
    const std::lock_guard lock(mutex_);
    if (keys_.size() >= kKnownKeys) keys_.clear();
    keys_[identity] = *key;
    return *key;
  }

  static bool Recent(const std::string& date) {
    if (date.empty() || date.size() > 12 || date.find_first_not_of("0123456789") != std::string::npos) return false;
    const std::int64_t sent = std::stoll(date);
    return sent > Now() - kOldestSeconds && sent < Now() + kFutureSeconds;
  }

  // Encrypts under a key of its own, uploads, and describes it for the message.
  absl::StatusOr<std::string> Upload(const File& file) {
    std::string key(crypto_secretbox_KEYBYTES, '\0');
    randombytes_buf(key.data(), key.size());
    std::string nonce(crypto_secretbox_NONCEBYTES, '\0');
    nonce.back() = 1;  // fixed by the protocol: the key is used once
    std::string blob(file.content().size() + crypto_secretbox_MACBYTES, '\0');
    const auto bytes = [](const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); };
    crypto_secretbox_easy(reinterpret_cast<unsigned char*>(blob.data()), bytes(file.content()), file.content().size(),
                          bytes(nonce), bytes(key));
    HttpRequest request;
    request.method = "POST";
    request.url =
        fmt::format("{}/upload_blob?from={}&secret={}", base_url_, PercentEncoded(id_), PercentEncoded(secret_));
    request.form = {{.name = "blob", .content = blob, .file_name = "blob", .media_type = "application/octet-stream"}};
    const auto answer = http_.Send(request);
    if (!answer.ok()) return answer.status();
    const auto id = FromHex(answer->body);
    if (answer->status != 200 || !id || id->size() != 16)
      return absl::UnavailableError(fmt::format("upload_blob: HTTP {}", answer->status));
    return Dump({{"b", answer->body},
                 {"k", ToHex(key)},
                 {"m", file.media_type()},
                 {"n", file.name()},
                 {"s", file.content().size()},
                 {"j", 0},
                 {"i", 0}});
  }

  const std::string base_url_, id_, secret_;
  std::string private_key_;
  HttpClient& http_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::string> keys_;  // public ones, by identity
};

}  // namespace

std::optional<Content> ContentOf(const Plain& message) {
  switch (message.type) {
    case kText: return ReadText(message.body);
    case kDeliveryReceipt:
    case kTyping: return std::nullopt;
    case kFile: return SentUnsupported{"file"};
    case kLocation: return SentUnsupported{"location"};
    default: break;
  }
  // Of a group we know only who writes: they are told in private. Calls, polls and what is yet to come get a stated
  // answer.
  if (message.type == kGroupText) return SpokeInGroup{};
  if (message.type > kGroupText && message.type <= 0x5f) return std::nullopt;
  if (message.type > 0x7f) return std::nullopt;
  return SentUnsupported{"unknown"};
}

absl::StatusOr<std::unique_ptr<Adapter>> Open(const AccountSettings& settings, HttpClient& http) {
  const std::string secret = At(settings.secrets, "secret");
  if (secret.empty()) return absl::InvalidArgumentError("secret: expected the gateway's secret");
  const auto key = FromHex(At(settings.secrets, "private_key"));
  if (!key || key->size() != kKeyBytes)
    return absl::InvalidArgumentError("private_key: expected 64 hexadecimal digits");
  if (!settings.webhook) return absl::InvalidArgumentError("receive: Threema only knows webhook");
  const std::string id = At(settings.options, "id");
  if (!IsIdentity(id) || id[0] != '*' || settings.options.size() != 1)
    return absl::InvalidArgumentError("options: expected id, the gateway's like *ABCDEFG");
  if (sodium_init() < 0) return absl::InternalError("libsodium does not start");
  return std::make_unique<Threema>(settings.base_url.empty() ? kApiUrl : settings.base_url, id, secret, *key, http);
}

}  // namespace amtslotse::gateways::threema
