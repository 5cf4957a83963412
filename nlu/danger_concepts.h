#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace amtslotse::nlu {

// What the words of a message are about: fire, a part of the body, a substance, something swallowed, an office, a price
// … None of them is a danger by itself; two together often are ("Reiniger" and "getrunken"), and a third takes it away
// ("entsorgen"). The emergency model learns which.
inline constexpr std::size_t kDangerConceptCount = 47;

// The phrases of each concept, as PhraseFinder reads them.
std::span<const std::string_view, kDangerConceptCount> DangerConceptPhrases();

}  // namespace amtslotse::nlu
