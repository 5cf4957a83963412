// Calls of Matrix's client-server API and what their failures mean.
#pragma once

#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>

#include "gateways/channel.h"
#include "gateways/http_client.h"

namespace amtslotse::gateways::matrix {

struct ApiAnswer {
  absl::Status transport;  // not OK: no answer
  int status = 0;
  std::string code;  // M_FORBIDDEN …
  std::chrono::milliseconds retry_after{0};
  nlohmann::json body;
  bool ok() const { return transport.ok() && status == 200; }
};

// Thread-safe.
class ClientApi {
 public:
  ClientApi(HttpClient& http, std::string base_url, const std::string& access_token)
      : http_(http), base_url_(std::move(base_url)), authorization_("Authorization: Bearer " + access_token) {}

  // `path` behind /_matrix, parts of it percent-encoded, with its query.
  ApiAnswer Get(const std::string& path, std::chrono::milliseconds timeout = std::chrono::seconds(15),
                const std::stop_token& stop = {});
  ApiAnswer Put(const std::string& path, const nlohmann::json& body,
                std::chrono::milliseconds timeout = std::chrono::seconds(15));
  ApiAnswer Post(const std::string& path, const nlohmann::json& body, const std::stop_token& stop = {});
  ApiAnswer Upload(const File& file);

 private:
  ApiAnswer Call(HttpRequest request, const std::stop_token& stop);

  HttpClient& http_;
  const std::string base_url_;
  const std::string authorization_;
};

ApiAnswer ReadAnswer(const absl::StatusOr<HttpAnswer>& answer);
SendOutcome OutcomeOf(const ApiAnswer& answer);
absl::Status StatusOf(const ApiAnswer& answer);

}  // namespace amtslotse::gateways::matrix
