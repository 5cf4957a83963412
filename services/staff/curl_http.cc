#include "services/staff/curl_http.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>
#include <mutex>

namespace amtslotse::staff {
namespace {

constexpr std::size_t kLargest = 256 << 10;
constexpr long kMilliseconds = 5000;

struct Free {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t Append(char* bytes, std::size_t, std::size_t count, void* body) {
  auto& text = *static_cast<std::string*>(body);
  if (text.size() + count > kLargest) return 0;  // ends the transfer
  text.append(bytes, count);
  return count;
}

absl::StatusOr<HttpResponse> Fetch(const HttpRequest& request, const std::string& certificates) {
  const std::unique_ptr<CURL, Free> handle(curl_easy_init());
  if (!handle) return absl::UnavailableError("libcurl does not start");
  const std::unique_ptr<curl_slist, Free> headers(curl_slist_append(nullptr, "Accept: application/json"));
  HttpResponse response;
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(handle.get(), option, value); };
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_TIMEOUT_MS, kMilliseconds);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_WRITEFUNCTION, &Append);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&response.body));
  if (!certificates.empty()) set(CURLOPT_CAINFO, certificates.c_str());
  if (!request.form.empty()) set(CURLOPT_POSTFIELDS, request.form.c_str());
  if (!request.user.empty()) {
    set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    set(CURLOPT_USERNAME, request.user.c_str());
    set(CURLOPT_PASSWORD, request.password.c_str());
  }
  if (const CURLcode code = curl_easy_perform(handle.get()); code != CURLE_OK)
    return absl::UnavailableError(fmt::format("{}: {}", request.url, curl_easy_strerror(code)));
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &response.status);
  return response;
}

}  // namespace

HttpClient CurlHttp(std::string certificates) {
  static std::once_flag started;
  std::call_once(started, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return [certificates = std::move(certificates)](const HttpRequest& request) { return Fetch(request, certificates); };
}

}  // namespace amtslotse::staff
