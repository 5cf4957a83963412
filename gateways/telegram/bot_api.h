// Calls of the Bot API and what their failures mean.
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <string_view>

#include "gateways/channel.h"
#include "gateways/http_client.h"

namespace amtslotse::gateways::telegram {

struct BotAnswer {
  absl::Status transport;   // not OK: no answer of the Bot API
  int code = 200;           // error_code
  std::string description;  // Telegram's words; neither secrets nor citizens' text
  std::chrono::seconds retry_after{0};
  std::string migrate_to;
  nlohmann::json result;
  bool ok() const { return transport.ok() && code == 200; }
};

// Thread-safe.
class BotApi {
 public:
  // `base_url` without a slash at its end.
  BotApi(HttpClient& http, std::string base_url, std::string token)
      : http_(http), prefix_(std::move(base_url) + "/bot" + std::move(token) + "/") {}

  BotAnswer Call(std::string_view method, const nlohmann::json& fields,
                 std::chrono::milliseconds timeout = std::chrono::seconds(15), const std::stop_token& stop = {});
  // multipart/form-data: the fields, and a file under `name`.
  BotAnswer Upload(std::string_view method, const nlohmann::json& fields, std::string name, const File& file);

 private:
  HttpClient& http_;
  const std::string prefix_;  // holds the token
};

BotAnswer ReadAnswer(const absl::StatusOr<HttpAnswer>& answer);
SendOutcome OutcomeOf(const BotAnswer& answer);
absl::Status StatusOf(const BotAnswer& answer);

}  // namespace amtslotse::gateways::telegram
