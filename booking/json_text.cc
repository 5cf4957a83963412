#include "booking/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace amtslotse::booking {
namespace {

bool IsPlain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\';
}

}  // namespace

JsonText& JsonText::Text(std::string_view value) {
  Separate();
  if (std::all_of(value.begin(), value.end(), IsPlain)) {
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
