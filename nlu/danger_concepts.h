#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "nlu/danger_cues.h"

namespace amtslotse::nlu {

// What the words of a message are about: fire, a part of the body, a substance, something swallowed, an office, a price
// … None of them is a danger by itself; two together often are ("Reiniger" and "getrunken"), and a third takes it away
// ("entsorgen"). The emergency model learns which.
inline constexpr std::size_t kDangerConceptCount = 47;

// The phrases of each concept, as PhraseFinder reads them.
std::span<const std::string_view, kDangerConceptCount> DangerConceptPhrases();

// What stands for each of them in the other languages that people write in (nlu/language.h), and the kind of emergency
// that it names where there is one.
struct ForeignDangerConcept {
  std::string_view phrases;
  std::optional<DangerCue> kind;
};
std::span<const ForeignDangerConcept, kDangerConceptCount> ForeignDangerConcepts();

}  // namespace amtslotse::nlu
