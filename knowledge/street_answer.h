// Answers that depend on the address.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/entry.h"

namespace amtslotse::knowledge {

// The entry's answer for the street (and house number) that the text names; the longest street name wins, and
// among rows of one street the one whose house numbers contain the number. Nothing when no street of the
// entry is named.
const StreetAnswer* FindStreetAnswer(const Entry& entry, std::string_view text);

// A street by its looks: "Gartenstraße", "Alter Weg", "Lindenallee", as the text writes it.
struct NamedStreet {
  std::string name;
  std::size_t begin = 0;  // bytes in the text
  std::size_t end = 0;
};
std::optional<NamedStreet> FindNamedStreet(std::string_view text);

// Streets of the entry whose names are spelt or begin alike, nearest first, at most four.
std::vector<std::string> StreetsNear(const Entry& entry, std::string_view name);

// Whether a text is of the forms that HouseNumberMatches reads; empty is.
bool AreHouseNumbers(std::string_view numbers);

// Whether "1-20", "1-19 ungerade", "ab 30", "bis 12 gerade", "7" or "7, 9, 11" contains a number; empty
// contains all.
bool HouseNumberMatches(std::string_view numbers, int number);

}  // namespace amtslotse::knowledge
