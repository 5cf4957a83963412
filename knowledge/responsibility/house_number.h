// House numbers: "12", "12a", "12 A", "12–14" (its first), "3 1/2" (its first).
#pragma once

#include <absl/status/statusor.h>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace amtslotse::responsibility {

// In the order along the street: 12, 12a, 12b, 13.
struct HouseNumber {
  std::uint16_t number = 0;
  std::uint8_t suffix = 0;  // 0: none, 1: a … 26: z; kEverySuffix: behind all of them
  auto operator<=>(const HouseNumber&) const = default;
};

inline constexpr std::uint8_t kEverySuffix = 255;
inline constexpr std::uint16_t kHighestHouseNumber = 2999;

// INVALID_ARGUMENT, in words for citizens: no number at the beginning, zero, or higher than any street in Germany has.
absl::StatusOr<HouseNumber> ParseHouseNumber(std::string_view text);
std::string ToText(HouseNumber number);

}  // namespace amtslotse::responsibility
