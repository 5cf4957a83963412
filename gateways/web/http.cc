#include "gateways/web/http.h"

#include <httplib.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cctype>

#include "gateways/web/proxies.h"

namespace amtslotse::gateways::web {

const std::string& Request::Variable(std::string_view name) const {
  static const std::string kNone;
  const auto found =
      std::find_if(variables.begin(), variables.end(), [&](const auto& each) { return each.first == name; });
  return found == variables.end() ? kNone : found->second;
}

std::string Request::Header(const char* name) const { return http.get_header_value(name); }
bool Request::HasHeader(const char* name) const { return http.has_header(name); }
std::string Request::Query(const char* name) const { return http.get_param_value(name); }
const std::string& Request::Method() const { return http.method; }
const std::string& Request::Target() const { return http.target; }
const std::string& Request::Body() const { return http.body; }
const std::string& Request::RemoteAddress() const { return http.remote_addr; }
std::string Request::Subscriber() const { return SubscriberOf(http.remote_addr); }

std::vector<std::string> Request::Queries(const char* name) const {
  std::vector<std::string> values;
  const auto [begin, end] = http.params.equal_range(name);
  for (auto each = begin; each != end; ++each) values.push_back(each->second);
  return values;
}

std::string Request::Host() const {
  std::string host = http.get_header_value("Host");
  const auto bracket = host.rfind(']');  // [::1]:8080
  const auto colon = host.rfind(':');
  if (colon != std::string::npos && (bracket == std::string::npos || colon > bracket)) host.erase(colon);
  std::transform(host.begin(), host.end(), host.begin(), [](unsigned char c) { return std::tolower(c); });
  return host;
}

Reply JsonReply(std::string json, int status) {
  return {.status = status,
          .content_type = "application/json; charset=utf-8",
          .body = std::move(json),
          .headers = {},
          .stream = {}};
}

Reply HtmlReply(std::string html, int status) {
  return {.status = status,
          .content_type = "text/html; charset=utf-8",
          .body = std::move(html),
          .headers = {},
          .stream = {}};
}

Reply Redirect(const std::string& path) {
  return Reply{.status = 303, .content_type = {}, .body = {}, .headers = {}, .stream = {}}.With("Location", path);
}

std::size_t Characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

bool IsUtf8(std::string_view text) {
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < length;) {
    UChar32 character = 0;
    U8_NEXT(text.data(), at, length, character);
    if (character < 0) return false;
  }
  return true;
}

}  // namespace amtslotse::gateways::web
