#pragma once

#include <chrono>
#include <optional>

namespace amtslotse::nlu {

using LocalDay = std::chrono::local_days;

LocalDay MakeDay(int year, unsigned month, unsigned day);
std::optional<LocalDay> MakeValidDay(int year, unsigned month, unsigned day);

int YearOf(LocalDay day);
unsigned MonthOf(LocalDay day);
unsigned DayOf(LocalDay day);

// 0 for Monday … 6 for Sunday.
int WeekdayOf(LocalDay day);

LocalDay StartOfWeek(LocalDay day);  // its Monday
LocalDay StartOfMonth(LocalDay day);
LocalDay EndOfMonth(LocalDay day);  // its last day

// The same day of the month, or the last one when that month is shorter.
LocalDay PlusMonths(LocalDay day, int months);

// The first such weekday on or after, and on or before.
LocalDay WeekdayOnOrAfter(LocalDay day, int weekday);
LocalDay WeekdayOnOrBefore(LocalDay day, int weekday);

// The Monday of calendar week `week` of `year` (ISO 8601).
LocalDay StartOfIsoWeek(int year, int week);

}  // namespace amtslotse::nlu
