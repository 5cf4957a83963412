#include "gateways/web/address.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace amtslotse::gateways::web {
namespace {

// "/en/termin" → takes "en", leaves "/termin"; "/en" leaves "/".
std::string_view FirstSegment(std::string_view path) {
  return path.substr(1, std::min(path.find('/', 1), path.size()) - 1);
}

bool GoodId(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '-' || c == '_' || c == '.';
  });
}

bool HasPrefix(std::string_view url) {
  constexpr std::array<std::string_view, 6> kWithout{"/assets/", "/thema/", "/symbol.svg",
                                                     "/api/",    "/staff",  "/terminal/"};
  if (!url.starts_with('/') || url.starts_with("//")) return false;
  return std::none_of(kWithout.begin(), kWithout.end(), [&](std::string_view each) { return url.starts_with(each); });
}

}  // namespace

SiteAddress ParseSiteAddress(std::string_view path) {
  const std::string_view whole = path;
  SiteAddress address;
  if (path.starts_with("/terminal/")) {
    const std::string_view id = FirstSegment(path.substr(9));
    if (GoodId(id)) {
      address.terminal = id;
      address.prefix = "/terminal/" + address.terminal;
      path.remove_prefix(address.prefix.size());
    }
  }
  if (path == "/en" || path.starts_with("/en/")) {
    address.language = "en";
    address.prefix += "/en";
    path.remove_prefix(3);
  }
  address.path = path.empty() ? "/" : std::string(path);
  if (!address.prefix.empty() && !HasPrefix(address.path))
    return {.path = std::string(whole), .prefix = {}, .terminal = {}};
  return address;
}

std::string PrefixedUrl(std::string_view url, std::string_view prefix) {
  if (!HasPrefix(url)) return std::string(url);
  return std::string(prefix) + (url == "/" && !prefix.empty() ? "" : std::string(url));
}

std::string WithPrefix(std::string_view html, std::string_view prefix) {
  if (prefix.empty()) return std::string(html);
  std::string out;
  out.reserve(html.size() + html.size() / 16);
  constexpr std::array<std::string_view, 3> kAttributes{" href=\"", " action=\"", " privacy-url=\""};
  while (!html.empty()) {
    std::size_t begin = html.size();
    for (const auto attribute : kAttributes) {
      const auto at = html.find(attribute);
      if (at != std::string_view::npos) begin = std::min(begin, at + attribute.size());
    }
    out += html.substr(0, begin);
    html.remove_prefix(begin);
    const auto end = std::min(html.find('"'), html.size());
    out += PrefixedUrl(html.substr(0, end), prefix);
    html.remove_prefix(end);
  }
  return out;
}

}  // namespace amtslotse::gateways::web
