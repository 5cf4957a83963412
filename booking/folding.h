#pragma once

#include <string>
#include <string_view>

// How names and contacts are compared; what the keyed hashes for search are made of.
namespace amtslotse::booking {

// nlu/text's folding without spaces and punctuation: "Müller-Lüdenscheidt" and "MUELLER LUEDENSCHEIDT" are the same.
// Empty when the name has no letter.
std::string FoldName(std::string_view name);
// The last word of a full name, folded; what staff search and codes are found by. "Dr. Anna von der Leyen" → "leyen",
// "von der Leyen, Anna" → "leyen".
std::string FoldedSurname(std::string_view full_name);
// Whether `typed` is how this person could give their surname: the last words of the full name, the part before its
// comma, or all of it.
bool SurnameMatches(std::string_view full_name, std::string_view typed);

std::string Trimmed(std::string_view text);
// Trimmed and lower-cased.
std::string FoldEmail(std::string_view email);
// Digits with the country in front: "0431 12-34" and "+49 431 1234" are the same.
std::string FoldTelephone(std::string_view telephone);

}  // namespace amtslotse::booking
