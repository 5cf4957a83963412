#pragma once

#include <cstdint>
#include <string_view>

namespace amtslotse::nlu {

// What a folded word may mean in an expression of time.
enum class TimeWord : std::uint8_t {
  kNone,
  kWeekday,       // value: 0 Monday … 6 Sunday
  kWeekdayShort,  // "mo", "so": needs a dot or company
  kWeekdayEvery,  // "montags"
  kMonth,         // value: 1 … 12
  kUnit,          // value: TimeUnit
  kPartOfDay,     // value: PartOfDay
  kRelativeDay,   // value: days from today; "morgen" has rules of its own
  kModifier,      // value: Modifier
  kPhase,         // value: Phase; Anfang, Mitte, Ende, Rest
  kPhaseOfUnit,   // "Jahresende": value kPhasesApart times the Phase, plus the TimeUnit
  kSeason,        // value: Season
  kWeekend,
  kQuarterYear,     // Quartal
  kHalfYear,        // Halbjahr
  kSchoolHolidays,  // value: Season-like number, see festivals.h
  kHalf,            // halb, halbe, halbes …
  kQuarter,         // viertel
  kThreeQuarters,   // dreiviertel
  kOneAndAHalf,     // anderthalb, eineinhalb
  kOclock,          // uhr
  kWhole,           // ganz, ganze …
};

inline constexpr int kPhasesApart = 16;

enum class TimeUnit : int { kSecond, kMinute, kHour, kDay, kWeek, kMonth, kYear, kQuarter, kWeekend };
enum class PartOfDay : int { kMorning, kForenoon, kNoon, kAfternoon, kEvening, kNight, kMidnight };
enum class Modifier : int { kThis, kNext, kComing, kAfterNext, kLast, kBeforeLast, kEvery };
enum class Phase : int { kBegin, kMiddle, kEnd, kRest };
enum class Season : int { kSpring, kSummer, kAutumn, kWinter };

struct TimeMeaning {
  TimeWord word = TimeWord::kNone;
  int value = 0;
  // A weekday written together with a part of the day ("dienstagabend"): the part, else -1.
  int part_of_day = -1;

  bool Is(TimeWord other) const { return word == other; }
};

// Long weekday and month names, "morgen" and "heute" are also recognised with one slip of the finger, and weekdays as
// they are spoken in the north ("freitach"). Thread-safe.
TimeMeaning MeaningOf(std::string_view folded_word);

}  // namespace amtslotse::nlu
