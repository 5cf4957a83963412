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
  kHelpCall,     // "Notarzt", "Hilfe!", "112"
  kNow,          // "gerade", "sofort", "plötzlich"
  kPerson,       // "mein Vater", "jemand"
  kOffice,       // applications, fees, certificates, clubs, courses
  kPast,         // "letztes Jahr", "damals"
  kFigure,       // figures of speech
};

inline constexpr std::size_t kDangerCueCount = static_cast<std::size_t>(DangerCue::kFigure) + 1;

// How often each cue occurs in folded words separated by single spaces, with one before and after.
// Linear in the length. Thread-safe.
std::array<int, kDangerCueCount> CountDangerCues(std::string_view spaced_words);

}  // namespace amtslotse::nlu
