// Calls of the Graph API and what their failures mean.
#pragma once

#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>

#include "gateways/channel.h"
#include "gateways/http_client.h"

namespace amtslotse::gateways::whatsapp {

inline constexpr int kWindowClosed = 131047;

struct GraphAnswer {
  absl::Status transport;  // not OK: no answer of the Graph API
  int status = 0;
  int code = 0;  // error.code
  std::chrono::seconds retry_after{0};
  nlohmann::json body;
  bool ok() const { return transport.ok() && status / 100 == 2; }
};

// Thread-safe.
class GraphApi {
 public:
  // `base_url` with the version, without a slash at its end.
  GraphApi(HttpClient& http, std::string base_url, const std::string& access_token)
      : http_(http), base_url_(std::move(base_url)), authorization_("Authorization: Bearer " + access_token) {}

  GraphAnswer Get(const std::string& path, const std::stop_token& stop);
  GraphAnswer Post(const std::string& path, const nlohmann::json& body,
                   std::chrono::milliseconds timeout = std::chrono::seconds(15));
  GraphAnswer Upload(const std::string& path, const File& file);

 private:
  GraphAnswer Call(HttpRequest request, const std::stop_token& stop);

  HttpClient& http_;
  const std::string base_url_;
  const std::string authorization_;
};

GraphAnswer ReadAnswer(const absl::StatusOr<HttpAnswer>& answer);
SendOutcome OutcomeOf(const GraphAnswer& answer);
absl::Status StatusOf(const GraphAnswer& answer);

}  // namespace amtslotse::gateways::whatsapp
