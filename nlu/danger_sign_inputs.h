#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "nlu/danger_concepts.h"
#include "nlu/danger_cues.h"
#include "nlu/danger_signs.h"

namespace amtslotse::nlu {

struct SaidSigns {
  std::size_t words = 0;
  DangerSigns signs;
};

SaidSigns SignsIn(std::string_view text);

// Whether one of the kinds of danger is named.
bool NamesADanger(const DangerSigns& signs);

inline constexpr std::size_t kDangerSignInputs = 4 + kDangerCueCount + kDangerConceptCount;
using DangerSignInputs = std::array<double, kDangerSignInputs>;

// What the signs of a message are weighed by: 1, whether a danger is named at all, whether it is a story, whether it
// asks, each cue and each concept.
DangerSignInputs InputsOfSigns(std::string_view text, const SaidSigns& said);

}  // namespace amtslotse::nlu
