#include "nlu/calendar/land.h"

#include <array>

namespace amtslotse::nlu {
namespace {

constexpr std::array<std::string_view, 16> kCodes = {"SH", "HH", "NI", "HB", "NW", "HE", "RP", "BW",
                                                     "BY", "SL", "BE", "BB", "MV", "SN", "ST", "TH"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<Land> LandFromKey(std::string_view key) {
  if (key.size() < 2 || !IsDigit(key[0]) || !IsDigit(key[1])) return std::nullopt;
  const int number = (key[0] - '0') * 10 + (key[1] - '0');
  if (number < 1 || number > 16) return std::nullopt;
  return static_cast<Land>(number);
}

std::optional<Land> LandFromCode(std::string_view code) {
  for (std::size_t i = 0; i < kCodes.size(); ++i) {
    if (kCodes[i] == code) return static_cast<Land>(i + 1);
  }
  return std::nullopt;
}

std::string_view LandCode(Land land) { return kCodes[static_cast<std::size_t>(land) - 1]; }

}  // namespace amtslotse::nlu
