#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "nlu/danger_cues.h"

namespace amtslotse::nlu {

// What a text says about a danger, found in one pass.
struct DangerSigns {
  std::array<int, kDangerCueCount> cues{};  // how often each cue occurs
  std::uint64_t concepts = 0;               // bit i: concept i occurs (danger_concepts.h)

  int Named(DangerCue cue) const { return cues[static_cast<std::size_t>(cue)]; }
};

// In folded words separated by single spaces, with one before and after. Linear in the length. Thread-safe.
DangerSigns FindDangerSigns(std::string_view spaced_words);

}  // namespace amtslotse::nlu
