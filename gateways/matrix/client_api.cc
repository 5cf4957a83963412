#include "gateways/matrix/client_api.h"

#include <fmt/format.h>

#include <algorithm>

#include "gateways/json_reading.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::matrix {

ApiAnswer ReadAnswer(const absl::StatusOr<HttpAnswer>& answer) {
  ApiAnswer read;
  if (!answer.ok()) {
    read.transport = answer.status();
    return read;
  }
  read.status = answer->status;
  read.body = nlohmann::json::parse(answer->body, nullptr, false);
  if (!read.body.is_object()) {
    read.transport = absl::UnknownError(fmt::format("HTTP {} without an answer of Matrix", answer->status));
    return read;
  }
  if (read.status == 200) return read;
  read.code = TextAt(read.body, "errcode").substr(0, 64);
  if (const auto header = RetryAfter(*answer)) {
    read.retry_after = *header;
  } else if (const auto member = NumberAt(read.body, "retry_after_ms")) {  // deprecated, still sent
    read.retry_after = std::chrono::milliseconds(std::clamp<std::int64_t>(*member, 0, 86400000));
  }
  return read;
}

ApiAnswer ClientApi::Call(HttpRequest request, const std::stop_token& stop) {
  request.url = base_url_ + "/_matrix" + request.url;
  request.headers.push_back(authorization_);
  return ReadAnswer(http_.Send(request, stop));
}

ApiAnswer ClientApi::Get(const std::string& path, std::chrono::milliseconds timeout, const std::stop_token& stop) {
  HttpRequest request;
  request.url = path;
  request.timeout = timeout;
  return Call(std::move(request), stop);
}

ApiAnswer ClientApi::Put(const std::string& path, const nlohmann::json& body, std::chrono::milliseconds timeout) {
  return Call(JsonRequest("PUT", path, Dump(body), timeout), {});
}

ApiAnswer ClientApi::Post(const std::string& path, const nlohmann::json& body, const std::stop_token& stop) {
  return Call(JsonRequest("POST", path, Dump(body)), stop);
}

ApiAnswer ClientApi::Upload(const File& file) {
  HttpRequest request;
  request.method = "POST";
  request.url = "/media/v3/upload?filename=" + PercentEncoded(file.name());
  request.headers = {"Content-Type: " + file.media_type()};
  request.body = file.content();
  request.timeout = std::chrono::seconds(30);
  return Call(std::move(request), {});
}

SendOutcome OutcomeOf(const ApiAnswer& answer) {
  SendOutcome outcome;
  if (!answer.transport.ok()) {
    outcome.outcome = absl::IsUnavailable(answer.transport) ? SendClass::kRetry : SendClass::kUnknown;
    outcome.reason = rpc::ToString(answer.transport.message());
    return outcome;
  }
  if (answer.ok()) {
    outcome.reference = TextAt(answer.body, "event_id");
    return outcome;
  }
  outcome.reason = fmt::format("{} {}", answer.status, answer.code);
  if (answer.status == 429) {
    outcome.outcome = SendClass::kRetry;
    outcome.retry_after = std::max(answer.retry_after, std::chrono::milliseconds(500));
  } else if (answer.status == 401) {
    outcome.outcome = SendClass::kAuthBroken;
  } else if (answer.status == 403) {
    outcome.outcome = SendClass::kBlocked;  // not, or no longer, in the room
  } else if (answer.status >= 500) {
    outcome.outcome = SendClass::kUnknown;
  } else {
    outcome.outcome = SendClass::kPermanent;
  }
  return outcome;
}

absl::Status StatusOf(const ApiAnswer& answer) {
  if (!answer.transport.ok()) return answer.transport;
  if (answer.ok()) return absl::OkStatus();
  const std::string why = fmt::format("{} {}", answer.status, answer.code);
  if (answer.status == 401) return absl::UnauthenticatedError(why);
  return answer.status == 429 || answer.status >= 500 ? absl::UnavailableError(why) : absl::InvalidArgumentError(why);
}

}  // namespace amtslotse::gateways::matrix
