#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace amtslotse::nlu {

// German number words up to 999 999, folded: "drei", "einundzwanzig", "hundertfuenf"; also the
// inflected forms of one ("einer", "einem") and "ein paar" is not among them. Nothing else.
std::optional<std::int64_t> NumberFromWord(std::string_view folded_word);

// Ordinal words in every ending: "erste", "zweiten", "dritter", "einunddreissigster", also
// "naechste" is not one. With digits: "3te", "15ten", "1st" not.
std::optional<std::int64_t> OrdinalFromWord(std::string_view folded_word);

// Digits only, at most nine of them.
std::optional<std::int64_t> NumberFromDigits(std::string_view digits);

}  // namespace amtslotse::nlu
