#include "gateways/telegram/bot_api.h"

#include <fmt/format.h>

#include "gateways/json_reading.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::telegram {

using nlohmann::json;

BotAnswer ReadAnswer(const absl::StatusOr<HttpAnswer>& answer) {
  BotAnswer read;
  if (!answer.ok()) {
    read.transport = answer.status();
    return read;
  }
  const json body = json::parse(answer->body, nullptr, false);
  const bool is_answer = body.is_object() && body.contains("ok") && body["ok"].is_boolean();
  if (!is_answer) {
    // Not Telegram but something before it. Below 500 the request was turned away.
    read.transport =
        answer->status >= 400 && answer->status < 500
            ? absl::UnavailableError(fmt::format("HTTP {} without an answer of the Bot API", answer->status))
            : absl::UnknownError(fmt::format("HTTP {} without an answer of the Bot API", answer->status));
    return read;
  }
  if (body["ok"].get<bool>()) {
    if (body.contains("result")) read.result = body["result"];
    return read;
  }
  const json code = body.value("error_code", json());
  read.code = code.is_number_integer() && code.get<int>() != 200 ? code.get<int>() : answer->status;
  const json description = body.value("description", json());
  if (description.is_string()) read.description = description.get<std::string>().substr(0, 200);
  const json parameters = body.value("parameters", json());
  if (!parameters.is_object()) return read;
  const json retry = parameters.value("retry_after", json());
  if (retry.is_number_integer())
    read.retry_after = std::chrono::seconds(std::clamp<std::int64_t>(retry.get<std::int64_t>(), 0, 86400));
  const json migrate = parameters.value("migrate_to_chat_id", json());
  if (migrate.is_number_integer()) read.migrate_to = std::to_string(migrate.get<std::int64_t>());
  return read;
}

BotAnswer BotApi::Call(std::string_view method, const json& fields, std::chrono::milliseconds timeout,
                       const std::stop_token& stop) {
  return ReadAnswer(http_.Send(JsonRequest("POST", prefix_ + std::string(method), Dump(fields), timeout), stop));
}

BotAnswer BotApi::Upload(std::string_view method, const json& fields, std::string name, const File& file) {
  HttpRequest request;
  request.method = "POST";
  request.url = prefix_ + std::string(method);
  request.timeout = std::chrono::seconds(30);
  for (const auto& [key, value] : fields.items())
    request.form.push_back({.name = key,
                            .content = value.is_string() ? value.get<std::string>() : Dump(value),
                            .file_name = "",
                            .media_type = ""});
  request.form.push_back(
      {.name = std::move(name), .content = file.content(), .file_name = file.name(), .media_type = file.media_type()});
  return ReadAnswer(http_.Send(request));
}

SendOutcome OutcomeOf(const BotAnswer& answer) {
  SendOutcome outcome;
  if (!answer.transport.ok()) {
    outcome.outcome = absl::IsUnavailable(answer.transport) ? SendClass::kRetry : SendClass::kUnknown;
    outcome.reason = rpc::ToString(answer.transport.message());
    return outcome;
  }
  if (answer.ok()) {
    const json id = answer.result.is_object() ? answer.result.value("message_id", json()) : json();
    if (id.is_number_integer()) outcome.reference = std::to_string(id.get<std::int64_t>());
    return outcome;
  }
  outcome.reason = fmt::format("{} {}", answer.code, answer.description);
  if (answer.code == 429) {
    outcome.outcome = SendClass::kRetry;
    outcome.retry_after = std::max(answer.retry_after, std::chrono::seconds(1));
  } else if (!answer.migrate_to.empty()) {
    outcome.outcome = SendClass::kRetry;
    outcome.moved_to = answer.migrate_to;
  } else if (answer.code == 401 || answer.code == 404) {
    outcome.outcome = SendClass::kAuthBroken;  // an unknown token's methods do not exist
  } else if (answer.code == 403) {
    outcome.outcome = SendClass::kBlocked;
  } else if (answer.code >= 500) {
    outcome.outcome = SendClass::kUnknown;
  } else {
    outcome.outcome = SendClass::kPermanent;
  }
  return outcome;
}

absl::Status StatusOf(const BotAnswer& answer) {
  if (!answer.transport.ok()) return answer.transport;
  if (answer.ok()) return absl::OkStatus();
  const std::string why = fmt::format("{} {}", answer.code, answer.description);
  if (answer.code == 401 || answer.code == 404) return absl::UnauthenticatedError(why);
  if (answer.code == 409) return absl::AbortedError(why);
  return answer.code == 429 || answer.code >= 500 ? absl::UnavailableError(why) : absl::InvalidArgumentError(why);
}

}  // namespace amtslotse::gateways::telegram
