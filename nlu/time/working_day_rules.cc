// Days that are counted by the calendar of a Land: working days and public holidays.
#include <algorithm>

#include "nlu/calendar/holidays.h"
#include "nlu/time/calendar_math.h"
#include "nlu/time/time_reader.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::days;

constexpr int kSaturday = 5;
constexpr int kSunday = 6;
constexpr int kFurthest = 400;  // days: no two holidays are further apart

// Where the Land is not known, those that all have.
bool IsHoliday(LocalDay day, std::optional<Land> land) {
  const std::chrono::year_month_day date(day);
  if (land) return HolidayOn(date, *land).has_value();
  for (int each = static_cast<int>(Land::kSchleswigHolstein); each <= static_cast<int>(Land::kThueringen); ++each) {
    if (!HolidayOn(date, static_cast<Land>(each))) return false;
  }
  return true;
}

enum class Counted { kWorkday, kOfficeDay, kHoliday };

bool Counts(LocalDay day, Counted what, std::optional<Land> land) {
  const bool holiday = IsHoliday(day, land);
  if (what == Counted::kHoliday) return holiday;
  const int weekday = WeekdayOf(day);
  return !holiday && weekday != kSunday && (what == Counted::kWorkday || weekday != kSaturday);
}

LocalDay CountedOff(LocalDay from, std::int64_t count, Counted what, std::optional<Land> land) {
  LocalDay day = from;
  for (int i = 0; i < kFurthest && count > 0; ++i) {
    day += days{1};
    if (Counts(day, what, land)) --count;
  }
  return day;
}

std::optional<Counted> CountedBy(std::string_view word) {
  if (word == "werktag" || word == "werktage" || word == "werktagen") return Counted::kWorkday;
  if (word == "arbeitstag" || word == "arbeitstage" || word == "arbeitstagen") return Counted::kOfficeDay;
  if (word == "feiertag") return Counted::kHoliday;
  return std::nullopt;
}

}  // namespace

// "werktags nach 16 Uhr": from the next such day on, for an office has no others.
MaybeNode TimeReader::OnWorkingDays(std::size_t i) const {
  std::size_t at = i;
  if (Is(i, {"an", "am"}) && Is(i + 1, {"werktagen", "arbeitstagen", "wochentagen"})) ++at;
  if (at == i && !Is(i, {"werktags", "wochentags"})) return std::nullopt;
  const LocalDay first = CountedOff(today_ - days{1}, 1, Counted::kOfficeDay, context_.land);
  TimeNode node = Day(i, at + 1, first);
  node.days[0].open_end = true;
  node.is_modified = true;
  return node;
}

MaybeNode TimeReader::WorkingDay(std::size_t i) const {
  constexpr std::int64_t kMost = 60;
  if (Meaning(i).Is(TimeWord::kModifier) && static_cast<Modifier>(Meaning(i).value) == Modifier::kNext) {
    const std::size_t at = Skip(i + 1, {"gesetzlichen"});
    const auto what = CountedBy(Text(at));
    if (!what) return std::nullopt;
    TimeNode node = Day(i, at + 1, CountedOff(today_, 1, *what, context_.land));
    node.is_modified = true;
    return node;
  }
  if (Text(i) != "in") return std::nullopt;
  const auto count = Number(i + 1);
  const auto what = CountedBy(Text(i + 2));
  if (!count || *count < 1 || *count > kMost || !what || *what == Counted::kHoliday) return std::nullopt;
  TimeNode node = Day(i, i + 3, CountedOff(today_, *count, *what, context_.land));
  node.is_modified = true;
  return node;
}

}  // namespace amtslotse::nlu
