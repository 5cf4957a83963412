#include "gateways/http_client.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace amtslotse::gateways {
namespace {

constexpr std::size_t kMaxBody = 8 * 1024 * 1024;
constexpr std::size_t kKeptIdle = 64;

struct Transfer {
  const HttpRequest* request;
  HttpAnswer answer;
  bool refused = false;       // by on_body, or too long
  std::size_t body_read = 0;  // of the request
};

// libcurl repeats a request by itself when a kept connection closes before an answer; that would be a second send which
// nobody counts. A body that cannot be rewound is sent once.
std::size_t ReadBody(char* into, std::size_t size, std::size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  const std::string& body = transfer.request->body;
  const std::size_t part = std::min(size * count, body.size() - transfer.body_read);
  body.copy(into, part, transfer.body_read);
  transfer.body_read += part;
  return part;
}
int RefuseRewind(void*, curl_off_t, int) { return CURL_SEEKFUNC_FAIL; }

// A form's field, read once for the same reason.
struct FieldReader {
  const std::string* content;
  std::size_t read = 0;
};
std::size_t ReadField(char* into, std::size_t size, std::size_t count, void* context) {
  auto& field = *static_cast<FieldReader*>(context);
  const std::size_t part = std::min(size * count, field.content->size() - field.read);
  field.content->copy(into, part, field.read);
  field.read += part;
  return part;
}

std::size_t OnBody(char* bytes, std::size_t size, std::size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  const std::string_view part(bytes, size * count);
  if (transfer.request->on_body) {
    transfer.refused = !transfer.request->on_body(part);
  } else {
    transfer.refused = transfer.answer.body.size() + part.size() > kMaxBody;
    if (!transfer.refused) transfer.answer.body += part;
  }
  return transfer.refused ? 0 : part.size();
}

std::size_t OnHeader(char* bytes, std::size_t size, std::size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  const std::string_view line(bytes, size * count);
  if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto begin = line.find_first_not_of(" \t", colon + 1);
    const auto end = line.find_last_not_of(" \t\r\n");
    transfer.answer.headers[name] =
        begin == std::string_view::npos || end < begin ? "" : std::string(line.substr(begin, end - begin + 1));
  }
  return line.size();
}

// Failures before the request left.
bool NotSent(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT: return true;
    default: return false;
  }
}

// What a transfer borrows while it runs.
struct Parts {
  curl_slist* headers = nullptr;
  curl_mime* form = nullptr;
  std::vector<std::unique_ptr<FieldReader>> readers{};
  Parts() = default;
  Parts(Parts&& other) noexcept
      : headers(std::exchange(other.headers, nullptr)),
        form(std::exchange(other.form, nullptr)),
        readers(std::move(other.readers)) {}
  Parts& operator=(Parts&&) = delete;
  ~Parts() {
    curl_mime_free(form);
    curl_slist_free_all(headers);
  }
};

void AddForm(CURL* easy, const HttpRequest& request, Parts& parts) {
  parts.form = curl_mime_init(easy);
  for (const FormPart& field : request.form) {
    curl_mimepart* part = curl_mime_addpart(parts.form);
    curl_mime_name(part, field.name.c_str());
    parts.readers.push_back(std::make_unique<FieldReader>(FieldReader{&field.content}));
    curl_mime_data_cb(part, static_cast<curl_off_t>(field.content.size()), &ReadField, nullptr, nullptr,
                      parts.readers.back().get());
    if (!field.file_name.empty()) curl_mime_filename(part, field.file_name.c_str());
    if (!field.media_type.empty()) curl_mime_type(part, field.media_type.c_str());
  }
  curl_easy_setopt(easy, CURLOPT_MIMEPOST, parts.form);
}

Parts Prepare(CURL* easy, Transfer& transfer, const std::string& ca_file) {
  const HttpRequest& request = *transfer.request;
  Parts parts;
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &OnHeader);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  if (!ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file.c_str());
  parts.headers = curl_slist_append(nullptr, "Expect:");
  for (const std::string& header : request.headers) parts.headers = curl_slist_append(parts.headers, header.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, parts.headers);
  if (!request.form.empty()) {
    AddForm(easy, request, parts);
  } else if (request.method != "GET") {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, &ReadBody);
    curl_easy_setopt(easy, CURLOPT_READDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, &RefuseRewind);
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  return parts;
}

}  // namespace

struct HttpClient::Connection {
  Connection() : easy(curl_easy_init()), multi(curl_multi_init()) {}
  ~Connection() {
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Like curl_easy_perform, but a stop wakes it at once. Nothing when stopped.
  std::optional<CURLcode> Perform(const std::stop_token& stop) {
    curl_multi_add_handle(multi, easy);
    const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi); });
    std::optional<CURLcode> result;
    int running = 1;
    while (!result && !stop.stop_requested()) {
      if (curl_multi_perform(multi, &running) != CURLM_OK) break;
      int left = 0;
      while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
        if (message->msg == CURLMSG_DONE) result = message->data.result;
      }
      if (!result) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
    }
    curl_multi_remove_handle(multi, easy);
    return result;
  }

  CURL* easy;
  CURLM* multi;
};

HttpClient::HttpClient(std::string ca_file) : ca_file_(std::move(ca_file)) {
  static const CURLcode started [[maybe_unused]] = curl_global_init(CURL_GLOBAL_DEFAULT);
}
HttpClient::~HttpClient() = default;

std::unique_ptr<HttpClient::Connection> HttpClient::Take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Connection>();
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void HttpClient::GiveBack(std::unique_ptr<Connection> connection) {
  curl_easy_reset(connection->easy);  // keeps the connection, forgets the request
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kKeptIdle) idle_.push_back(std::move(connection));
}

absl::StatusOr<HttpAnswer> HttpClient::Send(const HttpRequest& request, const std::stop_token& stop) {
  std::unique_ptr<Connection> connection = Take();
  Transfer transfer{.request = &request, .answer = {}};
  const Parts parts = Prepare(connection->easy, transfer, ca_file_);
  const std::optional<CURLcode> result = connection->Perform(stop);
  long status = 0;
  curl_easy_getinfo(connection->easy, CURLINFO_RESPONSE_CODE, &status);
  if (!result) return absl::CancelledError("stopped");  // its connection is not used again
  GiveBack(std::move(connection));
  transfer.answer.status = static_cast<int>(status);
  if (*result == CURLE_OK || (transfer.refused && request.on_body)) return std::move(transfer.answer);
  const std::string why = fmt::format("http: {}", transfer.refused ? "answer too long" : curl_easy_strerror(*result));
  return NotSent(*result) ? absl::UnavailableError(why) : absl::UnknownError(why);
}

HttpRequest JsonRequest(std::string method, std::string url, std::string json, std::chrono::milliseconds timeout) {
  HttpRequest request;
  request.method = std::move(method);
  request.url = std::move(url);
  request.headers = {"Content-Type: application/json"};
  request.body = std::move(json);
  request.timeout = timeout;
  return request;
}

std::optional<std::chrono::seconds> RetryAfter(const HttpAnswer& answer) {
  const auto header = answer.headers.find("retry-after");
  if (header == answer.headers.end()) return std::nullopt;
  long seconds = 0;
  const std::string& text = header->second;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || seconds < 0) return std::nullopt;
  return std::chrono::seconds(std::min(seconds, 86400L));
}

std::string PercentEncoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x80 && std::isalnum(byte) != 0) || c == '-' || c == '_' || c == '.' || c == '~') {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", byte);
    }
  }
  return encoded;
}

}  // namespace amtslotse::gateways
