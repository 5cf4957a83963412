// Offices split by the first letters of the family name: "A–K", "L–R", "S–Sch", "St–Z".
//
// The rule, as public offices write it: ä, ö, ü count as a, o, u and ß as ss; von, van, de, zu and the like before the
// name do not count, nor do titles; of a double name the first part counts. (After DIN 5007-1, which most published
// splits follow.)
#pragma once

#include <string>
#include <string_view>

namespace amtslotse::responsibility {

// The letters that count: "von der Ärmel-Müller" → "armel", "Dr. Öz" → "oz", "S" → "s". Empty when there is no letter.
std::string InitialKey(std::string_view name);

struct InitialRange {
  std::string from, to;  // keys, both inclusive by their letters: to = "sch" includes "schulz"; both empty: every name
  bool all() const { return from.empty() && to.empty(); }
};

enum class InitialFit { kOutside, kInside, kMoreLettersNeeded };
// `key` may be only the first letter: "s" neither is nor is not in "S–Sch".
InitialFit Fit(const InitialRange& range, std::string_view key);

}  // namespace amtslotse::responsibility
