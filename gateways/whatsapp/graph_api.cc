#include "gateways/whatsapp/graph_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateways/json_reading.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::whatsapp {
namespace {

using std::chrono::seconds;

// https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
constexpr std::array kAuthCodes{0, 3, 10, 190, 131005, 131031, 368};  // token, permission, account locked
constexpr std::array kAccountLimits{4, 80007, 130429, 133016};
constexpr int kPeerLimit = 131056;
constexpr std::array kPassing{1, 2, 131000, 131016, 133004};  // Meta's own trouble: nothing was sent
constexpr std::array kRefusesUs{131050, 131026, 130403};      // stopped by the citizen, cannot be reached

template <std::size_t kSize>
bool Has(const std::array<int, kSize>& codes, int code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

GraphAnswer ReadAnswer(const absl::StatusOr<HttpAnswer>& answer) {
  GraphAnswer read;
  if (!answer.ok()) {
    read.transport = answer.status();
    return read;
  }
  read.status = answer->status;
  read.body = nlohmann::json::parse(answer->body, nullptr, false);
  if (!read.body.is_object()) {
    // Not Meta but something before it. Below 500 the request was turned away.
    const std::string why = fmt::format("HTTP {} without an answer of the Graph API", answer->status);
    read.transport =
        answer->status >= 400 && answer->status < 500 ? absl::UnavailableError(why) : absl::UnknownError(why);
    return read;
  }
  if (read.ok()) return read;
  read.code = static_cast<int>(NumberAt(ObjectAt(read.body, "error"), "code").value_or(-1));
  read.retry_after = RetryAfter(*answer).value_or(seconds(0));
  return read;
}

GraphAnswer GraphApi::Call(HttpRequest request, const std::stop_token& stop) {
  request.url = base_url_ + request.url;
  request.headers.push_back(authorization_);
  return ReadAnswer(http_.Send(request, stop));
}

GraphAnswer GraphApi::Get(const std::string& path, const std::stop_token& stop) {
  HttpRequest request;
  request.url = path;
  request.timeout = seconds(15);
  return Call(std::move(request), stop);
}

GraphAnswer GraphApi::Post(const std::string& path, const nlohmann::json& body, std::chrono::milliseconds timeout) {
  return Call(JsonRequest("POST", path, Dump(body), timeout), {});
}

GraphAnswer GraphApi::Upload(const std::string& path, const File& file) {
  HttpRequest request;
  request.method = "POST";
  request.url = path;
  request.timeout = seconds(30);
  const auto field = [](std::string name, std::string content) {
    return FormPart{.name = std::move(name), .content = std::move(content), .file_name = "", .media_type = ""};
  };
  // Calendar files are not among the types that WhatsApp takes; as plain text they keep their name and open the same.
  const std::string type = file.media_type().starts_with("text/calendar") ? "text/plain" : file.media_type();
  request.form = {field("messaging_product", "whatsapp"),
                  field("type", type),
                  {.name = "file", .content = file.content(), .file_name = file.name(), .media_type = type}};
  return Call(std::move(request), {});
}

SendOutcome OutcomeOf(const GraphAnswer& answer) {
  SendOutcome outcome;
  if (!answer.transport.ok()) {
    outcome.outcome = absl::IsUnavailable(answer.transport) ? SendClass::kRetry : SendClass::kUnknown;
    outcome.reason = rpc::ToString(answer.transport.message());
    return outcome;
  }
  if (answer.ok()) {
    const auto& messages = ArrayAt(answer.body, "messages");
    if (!messages.empty()) outcome.reference = TextAt(messages[0], "id");
    return outcome;
  }
  outcome.reason = fmt::format("{} {}", answer.status, answer.code);
  if (answer.code == kWindowClosed) {
    outcome.outcome = SendClass::kWindowClosed;
  } else if (answer.code == kPeerLimit) {
    outcome.outcome = SendClass::kRetry;  // the caller backs off
    outcome.retry_after = std::max(answer.retry_after, seconds(4));
  } else if (Has(kAccountLimits, answer.code) || answer.status == 429) {
    outcome.outcome = SendClass::kRetry;
    outcome.whole_account = true;
    outcome.retry_after = std::max(answer.retry_after, seconds(1));
  } else if (Has(kAuthCodes, answer.code) || answer.status == 401) {
    outcome.outcome = SendClass::kAuthBroken;
  } else if (Has(kRefusesUs, answer.code)) {
    outcome.outcome = SendClass::kBlocked;
  } else if (Has(kPassing, answer.code)) {
    outcome.outcome = SendClass::kRetry;
  } else {
    outcome.outcome = answer.status >= 500 ? SendClass::kUnknown : SendClass::kPermanent;
  }
  return outcome;
}

absl::Status StatusOf(const GraphAnswer& answer) {
  if (!answer.transport.ok()) return answer.transport;
  if (answer.ok()) return absl::OkStatus();
  const std::string why = fmt::format("{} {}", answer.status, answer.code);
  if (OutcomeOf(answer).outcome == SendClass::kAuthBroken) return absl::UnauthenticatedError(why);
  return answer.status == 429 || answer.status >= 500 ? absl::UnavailableError(why) : absl::InvalidArgumentError(why);
}

}  // namespace amtslotse::gateways::whatsapp
