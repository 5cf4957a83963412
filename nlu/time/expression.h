#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "nlu/calendar/land.h"
#include "nlu/text/tokens.h"
#include "nlu/time/calendar_math.h"
#include "nlu/understanding.h"

namespace amtslotse::nlu {

struct TimeContext {
  std::chrono::local_seconds now;
  std::optional<Land> land;
  // The dialogue has asked for a day or a time: "der 3." and "um 9" need no more context.
  bool expecting_time = false;
  // "um 4" is read as 16:00 because offices are closed at 04:00; otherwise as the next four o'clock.
  bool office_hours = false;
};

struct DayReading {
  LocalDay first;
  LocalDay last;  // inclusive
  Grain grain = Grain::kDay;
  bool open_begin = false;
  bool open_end = false;
};

// Seconds of the day; a point when both are equal; `until` may pass midnight (26:00).
struct ClockReading {
  std::chrono::seconds from{0};
  std::chrono::seconds until{0};
  Grain grain = Grain::kHour;
};

// [begin, end) to the second: "jetzt", "in zwei Stunden".
struct ExactReading {
  std::chrono::local_seconds begin;
  std::chrono::local_seconds end;
  Grain grain = Grain::kSecond;
};

// One expression of time in a text. Days and clock belong together: on each of those days at that
// time.
struct TimeExpression {
  std::size_t begin = 0;  // tokens, end exclusive
  std::size_t end = 0;
  std::vector<DayReading> days;     // the preferred one first
  std::vector<ClockReading> clock;  // the preferred one first
  std::vector<DayReading> anchors;  // of an open range, the day or period it was hung on
  std::optional<ExactReading> exact;
  std::optional<std::chrono::seconds> duration;
  bool as_soon_as_possible = false;
  bool any_time = false;
  bool ambiguous = false;
  bool names_weekday = false;  // and no date or week: "am Montag", "montags"
  bool weekly = false;         // "montags", "jeden Montag"
};

// By position, not overlapping. Tokens inside `taken` are not looked at. Thread-safe; time linear in
// the number of tokens but for a small factor.
std::vector<TimeExpression> FindTimeExpressions(std::string_view text, std::span<const Token> tokens,
                                                const std::vector<Span>& taken, const TimeContext& context);

}  // namespace amtslotse::nlu
