#include "services/knowledge/fetch.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <memory>
#include <mutex>

namespace amtslotse::knowledge {
namespace {

constexpr std::uint64_t kLargest = std::uint64_t{1} << 30;
constexpr std::size_t kLongestHeader = 300;

struct Free {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, Free>;

struct Transfer {
  std::ofstream file;
  std::uint64_t bytes = 0;
  bool too_large = false;
  Fetched result;
  const std::function<bool()>* alive = nullptr;
};

std::size_t TakeBody(char* bytes, std::size_t, std::size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  transfer.bytes += count;
  transfer.too_large = transfer.bytes > kLargest;
  if (transfer.too_large) return 0;  // ends the transfer
  transfer.file.write(bytes, static_cast<std::streamsize>(count));
  return transfer.file ? count : 0;
}

// The value of "Name: value", when it is that header.
bool Is(std::string_view line, std::string_view name, std::string& value) {
  if (line.size() <= name.size() || line[name.size()] != ':') return false;
  const bool same = std::equal(name.begin(), name.end(), line.begin(), [](char a, char b) {
    return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
  });
  if (!same) return false;
  line.remove_prefix(name.size() + 1);
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n' || line.back() == ' ')) line.remove_suffix(1);
  if (line.size() > kLongestHeader) return false;
  value = std::string(line);
  return true;
}

std::size_t TakeHeader(char* bytes, std::size_t, std::size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  const std::string_view line(bytes, count);
  if (line.starts_with("HTTP/")) transfer.result = {};  // after a redirect the last answer counts
  if (!Is(line, "etag", transfer.result.etag)) Is(line, "last-modified", transfer.result.last_modified);
  return count;
}

int Watch(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return (*static_cast<Transfer*>(data)->alive)() ? 0 : 1;
}

Headers HeadersOf(const FetchRequest& request) {
  curl_slist* list = curl_slist_append(nullptr, "Accept: application/xml, application/json, text/csv, */*;q=0.1");
  if (!request.etag.empty()) list = curl_slist_append(list, ("If-None-Match: " + request.etag).c_str());
  if (!request.last_modified.empty())
    list = curl_slist_append(list, ("If-Modified-Since: " + request.last_modified).c_str());
  return Headers(list);
}

void SetUp(CURL* handle, const FetchRequest& request, const curl_slist* headers, Transfer& transfer) {
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(handle, option, value); };
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 1L);
  set(CURLOPT_MAXREDIRS, 5L);
  set(CURLOPT_CONNECTTIMEOUT, 10L);
  set(CURLOPT_TIMEOUT, 900L);
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, 60L);
  set(CURLOPT_ACCEPT_ENCODING, "");
  set(CURLOPT_USERAGENT, "Amtslotse");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_HTTPHEADER, headers);
  set(CURLOPT_WRITEFUNCTION, &TakeBody);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
  set(CURLOPT_HEADERFUNCTION, &TakeHeader);
  set(CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &Watch);
  set(CURLOPT_XFERINFODATA, static_cast<void*>(&transfer));
}

// For staff; the rest in the library's words.
const char* WhyNot(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return "Diesen Server gibt es nicht.";
    case CURLE_COULDNT_CONNECT: return "Der Server nimmt keine Verbindung an.";
    case CURLE_OPERATION_TIMEDOUT: return "Es dauerte zu lange.";
    case CURLE_TOO_MANY_REDIRECTS: return "Sie leitet immer weiter.";
    case CURLE_PEER_FAILED_VERIFICATION: return "Das Zertifikat des Servers ist nicht gültig.";
    default: return curl_easy_strerror(code);
  }
}

absl::StatusOr<Fetched> Run(const FetchRequest& request, const std::function<bool()>& alive) {
  const std::unique_ptr<CURL, Free> handle(curl_easy_init());
  if (!handle) return absl::UnavailableError("Der Abruf lässt sich nicht beginnen.");
  Transfer transfer;
  transfer.alive = &alive;
  transfer.file.open(request.path, std::ios::binary | std::ios::trunc);
  if (!transfer.file) return absl::ResourceExhaustedError("Für die Datei ist kein Platz.");
  const Headers headers = HeadersOf(request);
  SetUp(handle.get(), request, headers.get(), transfer);
  const CURLcode code = curl_easy_perform(handle.get());
  if (transfer.too_large) return absl::ResourceExhaustedError("Die Datei ist größer als 1 GiB.");
  if (code == CURLE_WRITE_ERROR) return absl::ResourceExhaustedError("Für die Datei ist kein Platz.");
  if (code == CURLE_ABORTED_BY_CALLBACK) return absl::CancelledError("Der Abruf wurde abgebrochen.");
  if (code != CURLE_OK) return absl::UnavailableError(fmt::format("Die Adresse antwortet nicht: {}", WhyNot(code)));
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  transfer.file.close();
  if (status == 304) {
    transfer.result.not_modified = true;
  } else if (status != 200) {
    return absl::UnavailableError(fmt::format("Die Adresse antwortet mit Status {}.", status));
  }
  return transfer.result;
}

}  // namespace

Fetch CurlFetch(std::function<bool()> alive) {
  static std::once_flag started;
  std::call_once(started, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return [alive = std::move(alive)](const FetchRequest& request) { return Run(request, alive); };
}

}  // namespace amtslotse::knowledge
