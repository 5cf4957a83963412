#pragma once

#include <chrono>

#include "nlu/time/calendar_math.h"
#include "nlu/time/lexicon.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

inline constexpr int kAFew = 3;  // "ein paar"

// How long one is; a month counts 30 days, a year 365.
std::chrono::seconds SecondsOf(TimeUnit unit);

Grain GrainOf(TimeUnit unit);

// Seconds, minutes and hours.
bool IsClockUnit(TimeUnit unit);

// `count` units later by the calendar.
LocalDay Moved(LocalDay day, TimeUnit unit, int count);

}  // namespace amtslotse::nlu
