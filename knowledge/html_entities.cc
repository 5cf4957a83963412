#include "knowledge/html_entities.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace amtslotse::knowledge {
namespace {

struct Named {
  std::string_view name;
  std::string_view text;
};

// clang-format off
constexpr std::array kNamed = {
    Named{"AMP", "&"},    Named{"Auml", "Ä"},        Named{"Ccedil", "Ç"}, Named{"Eacute", "É"},
    Named{"Ouml", "Ö"},   Named{"Uuml", "Ü"},        Named{"aacute", "á"}, Named{"acute", "´"},
    Named{"agrave", "à"}, Named{"amp", "&"},         Named{"apos", "'"},   Named{"auml", "ä"},
    Named{"bdquo", "„"},  Named{"bull", "•"},        Named{"ccedil", "ç"}, Named{"cent", "¢"},
    Named{"copy", "©"},   Named{"deg", "°"},         Named{"eacute", "é"}, Named{"egrave", "è"},
    Named{"euro", "€"},   Named{"frac12", "½"},      Named{"ge", "≥"},     Named{"gt", ">"},
    Named{"hellip", "…"}, Named{"iacute", "í"},      Named{"laquo", "«"},  Named{"ldquo", "“"},
    Named{"le", "≤"},     Named{"lsquo", "‘"},       Named{"lt", "<"},     Named{"mdash", "—"},
    Named{"middot", "·"}, Named{"nbsp", "\xc2\xa0"}, Named{"ndash", "–"},  Named{"ntilde", "ñ"},
    Named{"oacute", "ó"}, Named{"ocirc", "ô"},       Named{"ordm", "º"},   Named{"ouml", "ö"},
    Named{"para", "¶"},   Named{"plusmn", "±"},      Named{"quot", "\""},  Named{"raquo", "»"},
    Named{"rarr", "→"},   Named{"rdquo", "”"},       Named{"reg", "®"},    Named{"rsquo", "’"},
    Named{"sbquo", "‚"},  Named{"sect", "§"},        Named{"shy", ""},     Named{"sup2", "²"},
    Named{"szlig", "ß"},  Named{"times", "×"},       Named{"trade", "™"},  Named{"uacute", "ú"},
    Named{"uuml", "ü"},   Named{"zwnj", ""},
};
// clang-format on

bool AppendReference(std::string_view name, std::string& out) {
  if (name.starts_with('#')) {
    name.remove_prefix(1);
    const bool hex = !name.empty() && (name[0] == 'x' || name[0] == 'X');
    if (hex) name.remove_prefix(1);
    unsigned long code = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
    if (error != std::errc() || end != name.data() + name.size()) return false;
    AppendUtf8(static_cast<char32_t>(std::min(code, 0x110000UL)), out);
    return true;
  }
  const auto found = std::find_if(kNamed.begin(), kNamed.end(), [name](const Named& n) { return n.name == name; });
  if (found == kNamed.end()) return false;
  out += found->text;
  return true;
}

}  // namespace

void AppendUtf8(char32_t c, std::string& out) {
  if (c == 0) return;
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  const auto tail = [c](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += tail(6);
    out += tail(0);
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += tail(12);
    out += tail(6);
    out += tail(0);
  }
}

std::string DecodeEntities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '&') {
      out += text[i];
      continue;
    }
    const std::size_t end = text.substr(0, std::min(text.size(), i + 12)).find(';', i);
    if (end != std::string_view::npos && AppendReference(text.substr(i + 1, end - i - 1), out)) {
      i = end;
    } else {
      out += '&';
    }
  }
  return out;
}

std::string EscapeHtml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

namespace {

// Bytes of the character at the beginning; 0 when there is none.
std::size_t CharacterLength(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xC0u) != 0x80u) return 0;
  }
  const bool overlong = (lead == 0xE0 && at(1) < 0xA0) || (lead == 0xF0 && at(1) < 0x90);
  const bool no_character = (lead == 0xED && at(1) >= 0xA0) || (lead == 0xF4 && at(1) >= 0x90);
  return overlong || no_character ? 0 : length;
}

}  // namespace

std::string ValidUtf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = CharacterLength(text);
    if (length == 0)
      AppendUtf8(0xFFFD, valid);
    else
      valid += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return valid;
}

}  // namespace amtslotse::knowledge
