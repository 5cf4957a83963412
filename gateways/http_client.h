// HTTP out, through libcurl.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::gateways {

struct FormPart {
  std::string name;
  std::string content;
  std::string file_name;  // empty: a plain field
  std::string media_type;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;                   // may hold secrets: never logged
  std::vector<std::string> headers;  // "Name: value"
  std::string body;
  std::vector<FormPart> form;  // multipart/form-data instead of the body
  std::chrono::milliseconds timeout{10000};
  std::chrono::milliseconds connect_timeout{5000};
  // Gets the body as it comes instead of keeping it; false ends the transfer.
  std::function<bool(std::string_view)> on_body;
};

// `json` as its body.
HttpRequest JsonRequest(std::string method, std::string url, std::string json,
                        std::chrono::milliseconds timeout = std::chrono::seconds(15));

struct HttpAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

// Thread-safe; keeps connections open for the next request. Follows no redirects, speaks http and https only, takes at
// most 8 MiB. An answer with any status is an answer. Errors name neither the address nor what was sent:
// UNAVAILABLE when the request did not leave, so that it may be repeated; UNKNOWN when it may have been carried out;
// CANCELLED when stopped.
class HttpClient {
 public:
  explicit HttpClient(std::string ca_file = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  absl::StatusOr<HttpAnswer> Send(const HttpRequest& request, const std::stop_token& stop = {});

 private:
  struct Connection;
  std::unique_ptr<Connection> Take();
  void GiveBack(std::unique_ptr<Connection> connection);

  std::string ca_file_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

// "30", or nothing. Dates are not read.
std::optional<std::chrono::seconds> RetryAfter(const HttpAnswer& answer);
// For query strings and form bodies.
std::string PercentEncoded(std::string_view text);

}  // namespace amtslotse::gateways
