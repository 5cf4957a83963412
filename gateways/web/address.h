// What an address says before its path: "/en/…" is in English, "/terminal/<location>/…" stands at the town hall's
// terminal.
#pragma once

#include <string>
#include <string_view>

namespace amtslotse::gateways::web {

struct SiteAddress {
  std::string path;             // without the prefix, at least "/"
  std::string prefix;           // "/terminal/rathaus/en", "/en" or empty
  std::string language = "de";  // de or en
  std::string terminal;         // id of the terminal's location; empty elsewhere
};

// Anything is an address: what is no prefix is path.
SiteAddress ParseSiteAddress(std::string_view path);

// `html` with `prefix` before the addresses of our own pages in href, action and privacy-url. Files, styles and the API
// have no prefix. Only for HTML that was made by Fill: what people wrote cannot contain a bare quotation mark there.
std::string WithPrefix(std::string_view html, std::string_view prefix);

// The same for one address.
std::string PrefixedUrl(std::string_view url, std::string_view prefix);

}  // namespace amtslotse::gateways::web
