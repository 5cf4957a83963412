#include "services/rpc/setting_forms.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "services/rpc/actor.h"

namespace amtslotse::rpc {
namespace {

constexpr std::string_view kHostCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]%*";
constexpr std::string_view kSentinel = "sentinel:";

bool IsSocket(std::string_view text) { return text.starts_with("unix:/") && text.size() > 6; }

bool AreHostPorts(std::string_view list) {
  for (;;) {
    const auto end = std::min(list.find(','), list.size());
    if (!IsHostPort(list.substr(0, end))) return false;
    if (end == list.size()) return true;
    list.remove_prefix(end + 1);
  }
}

// Also gRPC's own names for several: "ipv4:10.0.0.2:50051,10.0.0.3:50051", "dns:///name:50051".
bool IsCalled(std::string_view text) {
  if (IsSocket(text)) return true;
  if (text.starts_with("tls:")) text.remove_prefix(4);
  if (text.starts_with("ipv4:") || text.starts_with("ipv6:")) return AreHostPorts(text.substr(5));
  if (text.starts_with("dns:")) text.remove_prefix(std::max(text.rfind('/') + 1, std::size_t{4}));
  return IsHostPort(text);
}

bool IsRedis(std::string_view text) {
  if (!text.starts_with(kSentinel)) return IsSocket(text) || IsHostPort(text);
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == kSentinel.size()) return false;
  return AreHostPorts(text.substr(at + 1));
}

// scheme://host…, the host without anything that no host has.
bool IsUrl(std::string_view text, const std::vector<std::string_view>& schemes) {
  const auto colon = text.find("://");
  if (colon == std::string_view::npos || std::ranges::find(schemes, text.substr(0, colon)) == schemes.end())
    return false;
  text.remove_prefix(colon + 3);
  std::string_view host = text.substr(0, text.find_first_of("/?#"));
  if (const auto at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  return !host.empty() && !host.starts_with(':') && host.find_first_not_of(kHostCharacters) == std::string_view::npos &&
         text.find_first_of(" \t\"<>") == std::string_view::npos;
}

bool IsEmail(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == text.npos &&
         text.find_first_of(" \t<>,;=\"") == std::string_view::npos && text.back() != '.';
}

bool IsMunicipality(std::string_view text) {
  return text.size() <= 64 && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

SettingForm Form(std::string name, std::string expected, std::function<bool(const std::string&)> is) {
  return {std::move(name), [expected = std::move(expected), is = std::move(is)](const std::string& value) {
            return is(value) ? std::string() : expected;
          }};
}

bool IsFolder(const std::string& value) {
  std::error_code ignored;
  return std::filesystem::is_directory(value, ignored);
}
bool IsFile(const std::string& value) {
  std::error_code ignored;
  return std::filesystem::exists(value, ignored) && !std::filesystem::is_directory(value, ignored);
}

}  // namespace

bool IsHostPort(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view host = text.substr(0, colon);
  if (host.find(':') != host.npos && host.find_first_not_of("0123456789abcdefABCDEF:.[]") != host.npos) return false;
  unsigned port = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + colon + 1, end, port);
  return read.ec == std::errc() && read.ptr == end && port <= 65535 &&
         host.find_first_not_of(kHostCharacters) == std::string_view::npos;
}

SettingForm FreeText() {
  return Form("text", "", [](const std::string&) { return true; });
}
SettingForm Secret() {
  SettingForm form = FreeText();
  form.secret = true;
  return form;
}
SettingForm ActorKey() {
  SettingForm form =
      Form("key", "32 bytes or more", [](const std::string& value) { return ParseSigningKeys(value).ok(); });
  form.secret = true;
  return form;
}
SettingForm HostPort() { return Form("host:port", "host:port", IsHostPort); }
SettingForm Listening() {
  return Form("listen", "unix:/path or host:port",
              [](const std::string& value) { return IsSocket(value) || IsHostPort(value); });
}
SettingForm Calling() {
  return Form("address", "unix:/path, tls:host:port or host:port (several: ipv4:host:port,host:port)", IsCalled);
}
SettingForm RedisStore() {
  return Form("redis", "unix:/path, host:port or sentinel:name@host:port,host:port", IsRedis);
}
SettingForm Url(std::vector<std::string_view> schemes) {
  std::string expected = fmt::format("{}://host…", fmt::join(schemes, "://host… or "));
  SettingForm form = Form("url", std::move(expected),
                          [schemes = std::move(schemes)](const std::string& value) { return IsUrl(value, schemes); });
  form.secret = true;  // may have a password in it
  return form;
}
SettingForm OneOf(std::vector<std::string_view> choices) {
  std::string expected = fmt::format("one of {}", fmt::join(choices, ", "));
  std::string name = fmt::format("{}", fmt::join(choices, "|"));
  return Form(std::move(name), std::move(expected), [choices = std::move(choices)](const std::string& value) {
    return std::ranges::find(choices, value) != choices.end();
  });
}
SettingForm AbsolutePath() {
  return Form("path", "a path that begins with /", [](const std::string& value) { return value.starts_with('/'); });
}
SettingForm ExistingFile() { return Form("file", "a file that is there", IsFile); }
SettingForm ExistingFolder() { return Form("folder", "a folder that is there", IsFolder); }
SettingForm EmailAddress() { return Form("email", "an e-mail address", IsEmail); }
SettingForm MunicipalityId() {
  return Form("municipality", "the id of a municipality, e.g. erlenfurt", IsMunicipality);
}

}  // namespace amtslotse::rpc
