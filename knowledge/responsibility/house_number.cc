#include "knowledge/responsibility/house_number.h"

#include <fmt/format.h>

#include <algorithm>

#include "nlu/text/fold.h"

namespace amtslotse::responsibility {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

absl::StatusOr<HouseNumber> ParseHouseNumber(std::string_view text) {
  const std::string folded = nlu::Fold(nlu::Truncated(text, 40));
  std::size_t at = folded.find_first_not_of(' ');
  if (at == std::string::npos || !IsDigit(folded[at]))
    return absl::InvalidArgumentError(fmt::format("„{}“ ist keine Hausnummer.", nlu::Truncated(text, 40)));
  unsigned number = 0;
  for (; at < folded.size() && IsDigit(folded[at]); ++at)
    number = std::min(number * 10 + static_cast<unsigned>(folded[at] - '0'), 100000u);
  if (number == 0) return absl::InvalidArgumentError("Eine Hausnummer 0 gibt es nicht.");
  if (number > kHighestHouseNumber)
    return absl::InvalidArgumentError(
        fmt::format("Eine so hohe Hausnummer wie {} gibt es nicht.", nlu::Truncated(text, 40)));
  at = std::min(folded.find_first_not_of(' ', at), folded.size());
  HouseNumber result{static_cast<std::uint16_t>(number), 0};
  const bool one_letter =
      at < folded.size() && IsLetter(folded[at]) && (at + 1 == folded.size() || !IsLetter(folded[at + 1]));
  if (one_letter) result.suffix = static_cast<std::uint8_t>(folded[at] - 'a' + 1);
  return result;
}

std::string ToText(HouseNumber number) {
  std::string text = std::to_string(number.number);
  if (number.suffix >= 1 && number.suffix <= 26) text.push_back(static_cast<char>('a' + number.suffix - 1));
  return text;
}

}  // namespace amtslotse::responsibility
