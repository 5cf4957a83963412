#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace amtslotse::nlu {

// What the words of a message are about: fire, a part of the body, a substance, something swallowed, an office, a price …
// None of them is a danger by itself; two together often are ("Reiniger" and "getrunken"), and a third takes it away
// ("entsorgen"). The emergency model learns which.
inline constexpr std::size_t kDangerConceptCount = 47;

// Bit i is set when concept i occurs in folded words separated by single spaces, with one before and after.
// Linear in the length. Thread-safe.
std::uint64_t DangerConcepts(std::string_view spaced_words);

}  // namespace amtslotse::nlu
