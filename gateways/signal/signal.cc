#include "gateways/signal/signal.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <atomic>

#include "gateways/json_reading.h"
#include "gateways/signal/capabilities.h"
#include "gateways/signal/events.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::signal {
namespace {

using nlohmann::json;
using std::chrono::seconds;

constexpr std::chrono::hours kStreamLife{1};  // then it is opened anew

std::string Base64(const std::string& bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

json To(const std::string& peer) {
  if (peer.starts_with(kGroupPrefix)) return {{"groupId", peer.substr(sizeof(kGroupPrefix) - 1)}};
  return {{"recipient", json::array({peer})}};
}

class Signal final : public Adapter {
 public:
  Signal(std::string base_url, std::string number, HttpClient& http)
      : base_url_(std::move(base_url)), number_(std::move(number)), http_(http) {}

  const Capabilities& capabilities() const override { return kCapabilities; }

  absl::Status Run(Receiver& receiver, const std::stop_token& stop) override {
    if (auto status = FindAccount(stop); !status.ok()) return status;
    receiver.Connected();
    EventStream stream;
    absl::Status taken;
    HttpRequest request;
    request.url = base_url_ + "/api/v1/events?account=" + PercentEncoded(number_);
    request.headers = {"Accept: text/event-stream"};
    request.timeout = kStreamLife;
    request.on_body = [&](std::string_view bytes) {
      if (!stream.Feed(bytes)) taken = absl::UnavailableError("events: too long");
      if (taken.ok()) taken = Record(stream.Take(), receiver);
      return taken.ok();
    };
    const auto ended = http_.Send(request, stop);
    if (stop.stop_requested()) return absl::OkStatus();
    if (!taken.ok()) return taken;
    if (!ended.ok()) return ended.status();
    return absl::UnavailableError(fmt::format("events: HTTP {}, the stream ended", ended->status));
  }

  SendOutcome Send(const std::string& peer, const Piece& piece, const std::string&) override {
    json parameters = To(peer);
    parameters["message"] = piece.text;
    if (piece.file)
      parameters["attachments"] = json::array({fmt::format(
          "data:{};filename={};base64,{}", piece.file->media_type().substr(0, piece.file->media_type().find(';')),
          PercentEncoded(piece.file->name()), Base64(piece.file->content()))});
    const auto answer = Call("send", std::move(parameters), seconds(30));
    if (answer.ok()) return OutcomeOf(*answer);
    return {.outcome = absl::IsUnavailable(answer.status()) ? SendClass::kRetry : SendClass::kUnknown,
            .reason = rpc::ToString(answer.status().message())};
  }

  void ShowTyping(const std::string& peer) override { (void)Call("sendTyping", To(peer), seconds(5)); }

 private:
  // Someone who may not use the account is told by its absence: the daemon knows no credentials.
  absl::Status FindAccount(const std::stop_token& stop) {
    const auto answer = Call("listAccounts", json::object(), seconds(15), stop, false);
    if (!answer.ok()) return answer.status();
    for (const json& account : ArrayAt(*answer, "result")) {
      if (TextAt(account, "number") == number_) return absl::OkStatus();
    }
    return absl::UnauthenticatedError("signal-cli has no such account (any more)");
  }

  absl::StatusOr<json> Call(const char* method, json parameters, std::chrono::milliseconds timeout,
                            const std::stop_token& stop = {}, bool of_account = true) {
    if (of_account) parameters["account"] = number_;
    const json call{
        {"jsonrpc", "2.0"}, {"id", std::to_string(++last_id_)}, {"method", method}, {"params", std::move(parameters)}};
    const auto answer = http_.Send(JsonRequest("POST", base_url_ + "/api/v1/rpc", Dump(call), timeout), stop);
    if (!answer.ok()) return answer.status();
    json body = json::parse(answer->body, nullptr, false);
    if (!body.is_object() || (!body.contains("result") && !body.contains("error")))
      return absl::UnknownError(fmt::format("{}: HTTP {} without an answer of signal-cli", method, answer->status));
    return body;
  }

  absl::Status Record(const std::vector<std::string>& datas, Receiver& receiver) const {
    std::vector<Inbound> events;
    for (const std::string& data : datas) {
      if (auto event = ParseEvent(json::parse(data, nullptr, false), number_)) events.push_back(*std::move(event));
    }
    return events.empty() ? absl::OkStatus() : receiver.Receive(events, "");
  }

  const std::string base_url_;
  const std::string number_;
  HttpClient& http_;
  std::atomic<std::uint64_t> last_id_{0};
};

// Per recipient; one here.
SendOutcome OutcomeOfResult(const json& result) {
  SendOutcome outcome;
  if (const auto timestamp = NumberAt(result, "timestamp")) outcome.reference = std::to_string(*timestamp);
  for (const json& each : ArrayAt(result, "results")) {
    const std::string type = TextAt(each, "type");
    outcome.reason = type;
    if (type == "SUCCESS" || type.empty()) return {.reference = outcome.reference};
    if (type == "RATE_LIMIT_FAILURE") {
      outcome.outcome = SendClass::kRetry;
      outcome.retry_after =
          seconds(std::clamp<std::int64_t>(NumberAt(each, "retryAfterSeconds").value_or(60), 1, 86400));
    } else if (type == "NETWORK_FAILURE") {
      outcome.outcome = SendClass::kRetry;
    } else {
      outcome.outcome = SendClass::kPermanent;  // UNREGISTERED_FAILURE, IDENTITY_FAILURE
    }
  }
  return outcome;
}

}  // namespace

SendOutcome OutcomeOf(const json& answer) {
  if (answer.contains("result")) return OutcomeOfResult(ObjectAt(answer, "result"));
  const json& error = ObjectAt(answer, "error");
  const auto code = NumberAt(error, "code").value_or(0);
  SendOutcome outcome{.outcome = SendClass::kPermanent, .reason = fmt::format("rpc {}", code)};
  const json& response = ObjectAt(ObjectAt(error, "data"), "response");
  switch (code) {
    case -3: outcome.outcome = SendClass::kUnknown; break;  // the daemon's own input or output
    case -5: {                                              // rate limit
      outcome.outcome = SendClass::kRetry;
      const SendOutcome told = OutcomeOfResult(response);
      outcome.retry_after = std::max<std::chrono::milliseconds>(told.retry_after, seconds(1));
      break;
    }
    case -6:
      outcome.outcome = SendClass::kAuthBroken;
      outcome.reason = "signal asks for a captcha";
      break;
    default: break;  // -1 user, -4 untrusted key
  }
  return outcome;
}

absl::StatusOr<std::unique_ptr<Adapter>> Open(const AccountSettings& settings, HttpClient& http) {
  const auto number = settings.options.find("number");
  if (number == settings.options.end() || settings.options.size() != 1 || !number->second.starts_with('+') ||
      number->second.find_first_not_of("0123456789", 1) != std::string::npos)
    return absl::InvalidArgumentError("options: expected number, like +4943210");
  if (settings.webhook) return absl::InvalidArgumentError("receive: Signal holds a connection");
  const std::string& url = settings.base_url;
  const bool here =
      url.starts_with("http://127.0.0.1:") || url.starts_with("http://[::1]:") || url.starts_with("http://localhost:");
  if (!here || url.find('@') != std::string::npos)
    return absl::InvalidArgumentError(
        "base_url: signal-cli asks for no password, so it must listen on this machine only (http://127.0.0.1:…)");
  return std::make_unique<Signal>(url, number->second, http);
}

}  // namespace amtslotse::gateways::signal
