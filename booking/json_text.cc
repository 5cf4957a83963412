#include "booking/json_text.h"

#include <nlohmann/json.hpp>

namespace amtslotse::booking {
namespace {

bool IsPlain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\';
}

// A letter of two bytes, as German and most of Europe's names have them.
bool IsPair(char first, char second) {
  const auto lead = static_cast<unsigned char>(first);
  return lead >= 0xc3 && lead <= 0xdf && (static_cast<unsigned char>(second) & 0xc0) == 0x80;
}

bool NeedsNoEscape(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsPlain(text[i])) continue;
    if (i + 1 == text.size() || !IsPair(text[i], text[i + 1])) return false;
    ++i;
  }
  return true;
}

}  // namespace

JsonText& JsonText::Text(std::string_view value) {
  Separate();
  if (NeedsNoEscape(value)) {
    text_.append(1, '"').append(value).append(1, '"');
  } else {
    text_ += nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  return *this;
}

JsonText& JsonText::Number(std::int64_t value) {
  Separate();
  text_ += std::to_string(value);
  return *this;
}

JsonText& JsonText::Flag(bool value) {
  Separate();
  text_ += value ? "true" : "false";
  return *this;
}

}  // namespace amtslotse::booking
