#include "nlu/time/calendar_math.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

year_month_day Civil(LocalDay day) { return year_month_day{day}; }

}  // namespace

LocalDay MakeDay(int year, unsigned month, unsigned day) {
  return LocalDay{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

std::optional<LocalDay> MakeValidDay(int year, unsigned month, unsigned day) {
  const year_month_day date = std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
  if (!date.ok()) return std::nullopt;
  return LocalDay{date};
}

int YearOf(LocalDay day) { return int{Civil(day).year()}; }
unsigned MonthOf(LocalDay day) { return unsigned{Civil(day).month()}; }
unsigned DayOf(LocalDay day) { return unsigned{Civil(day).day()}; }

int WeekdayOf(LocalDay day) { return static_cast<int>(std::chrono::weekday{day}.iso_encoding()) - 1; }

LocalDay StartOfWeek(LocalDay day) { return day - days{WeekdayOf(day)}; }
LocalDay StartOfMonth(LocalDay day) { return day - days{DayOf(day) - 1}; }
LocalDay EndOfMonth(LocalDay day) { return PlusMonths(StartOfMonth(day), 1) - days{1}; }

LocalDay PlusMonths(LocalDay day, int months) {
  const year_month_day moved = Civil(day) + std::chrono::months{months};
  if (moved.ok()) return LocalDay{moved};
  return LocalDay{moved.year() / moved.month() / std::chrono::last};
}

LocalDay WeekdayOnOrAfter(LocalDay day, int weekday) { return day + days{(weekday - WeekdayOf(day) + 7) % 7}; }
LocalDay WeekdayOnOrBefore(LocalDay day, int weekday) { return day - days{(WeekdayOf(day) - weekday + 7) % 7}; }

LocalDay StartOfIsoWeek(int year, int week) { return StartOfWeek(MakeDay(year, 1, 4)) + days{7 * (week - 1)}; }

}  // namespace amtslotse::nlu
