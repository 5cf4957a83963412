#include "services/dialogue/core/plain_text.h"

#include <fmt/format.h>

#include <cctype>

namespace amtslotse::dialogue {
namespace {

// "[text](url)" at the beginning of `rest`: appends it and returns its length; 0 when there is none.
std::size_t TakeLink(std::string_view rest, std::string& out) {
  const auto close = rest.find("](");
  if (close == std::string_view::npos) return 0;
  const auto end = rest.find(')', close);
  const auto line_end = rest.find('\n');
  if (end == std::string_view::npos || line_end < end) return 0;
  const std::string text = PlainText(rest.substr(1, close - 1));
  std::string_view url = rest.substr(close + 2, end - close - 2);
  out += text;
  for (const std::string_view scheme : {"mailto:", "tel:"}) {
    if (url.starts_with(scheme)) url.remove_prefix(scheme.size());
  }
  if (url != text) out.append(" (").append(url).append(")");
  return end + 1;
}

}  // namespace

std::string PlainText(std::string_view markdown) {
  std::string out;
  out.reserve(markdown.size());
  for (std::size_t i = 0; i < markdown.size();) {
    const std::string_view rest = markdown.substr(i);
    const bool line_start = out.empty() || out.back() == '\n';
    if (rest.size() > 1 && rest[0] == '\\' && std::ispunct(static_cast<unsigned char>(rest[1])) != 0) {
      out += rest[1];
      i += 2;
    } else if (rest.starts_with("**")) {
      i += 2;
    } else if (line_start && rest.starts_with("#")) {
      i += rest.find_first_not_of("# ") == std::string_view::npos ? rest.size() : rest.find_first_not_of("# ");
    } else if (line_start && rest.starts_with("> ")) {
      i += 2;
    } else if (const std::size_t length = rest[0] == '[' ? TakeLink(rest, out) : 0; length > 0) {
      i += length;
    } else {
      out += rest[0];
      ++i;
    }
  }
  return out;
}

std::string UrlEncoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte < 0x80 && (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_');
    encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return encoded;
}

}  // namespace amtslotse::dialogue
