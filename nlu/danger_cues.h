#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "nlu/understanding.h"

namespace amtslotse::nlu {

// What single words and phrases say about a danger. The first six are the kinds of emergency.
enum class DangerCue {
  kMedical,
  kFire,
  kViolence,
  kSelfHarm,
  kPoisoning,
  kOtherDanger,
  kHelpCall,  // "Notarzt", "Hilfe!", "112"
  kNow,       // "gerade", "sofort", "plötzlich"
  kPerson,    // "mein Vater", "jemand"
  kOffice,    // applications, fees, certificates, clubs, courses
  kPast,      // "letztes Jahr", "damals"
  kFigure,    // figures of speech
};

inline constexpr std::size_t kDangerCueCount = static_cast<std::size_t>(DangerCue::kFigure) + 1;

// The phrases of each cue, as PhraseFinder reads them.
std::array<std::string_view, kDangerCueCount> DangerCuePhrases();

}  // namespace amtslotse::nlu
