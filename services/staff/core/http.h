// Outbound HTTP, as far as a provider needs it.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <string>

namespace amtslotse::staff {

struct HttpRequest {
  std::string url;
  std::string form;  // application/x-www-form-urlencoded; empty: GET
  std::string user;  // with `password`: Basic; empty: none
  std::string password;
};
struct HttpResponse {
  long status = 0;
  std::string body;
};
// UNAVAILABLE when there is no answer in time or the answer is too large.
using HttpClient = std::function<absl::StatusOr<HttpResponse>(const HttpRequest&)>;

}  // namespace amtslotse::staff
