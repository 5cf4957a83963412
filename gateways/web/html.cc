#include "gateways/web/html.h"

#include <algorithm>
#include <cctype>

namespace amtslotse::gateways::web {

std::string Escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string SafeUrl(std::string_view url) {
  const auto begin = url.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return "#";
  url.remove_prefix(begin);
  // Browsers drop control characters inside a scheme ("java\nscript:"): such a URL is none.
  const auto plain = [](unsigned char c) { return c >= 0x20 && c != 0x7f && c != '\\'; };
  if (!std::all_of(url.begin(), url.end(), plain)) return "#";
  if (url.starts_with('/') && !url.starts_with("//")) return std::string(url);
  std::string scheme(url.substr(0, std::min(url.find(':'), url.size())));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(), [](unsigned char c) { return std::tolower(c); });
  const bool known =
      scheme.size() < url.size() && (scheme == "http" || scheme == "https" || scheme == "mailto" || scheme == "tel");
  return known ? std::string(url) : "#";
}

std::string TelephoneUrl(std::string_view number) {
  std::string url = "tel:";
  for (const char c : number) {
    if ((c >= '0' && c <= '9') || (c == '+' && url.size() == 4)) url += c;
  }
  return url;
}

std::string UrlValue(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace amtslotse::gateways::web
