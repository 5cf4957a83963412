#include "nlu/time/units.h"

namespace amtslotse::nlu {

using std::chrono::days;
using std::chrono::seconds;

seconds SecondsOf(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kSecond: return seconds{1};
    case TimeUnit::kMinute: return seconds{60};
    case TimeUnit::kHour: return seconds{3600};
    case TimeUnit::kDay: return days{1};
    case TimeUnit::kWeek: return days{7};
    case TimeUnit::kMonth: return days{30};
    case TimeUnit::kYear: return days{365};
    case TimeUnit::kQuarter: return days{91};
    case TimeUnit::kWeekend: return days{2};
  }
  return seconds{0};
}

Grain GrainOf(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kSecond: return Grain::kSecond;
    case TimeUnit::kMinute: return Grain::kMinute;
    case TimeUnit::kHour: return Grain::kHour;
    case TimeUnit::kDay: return Grain::kDay;
    case TimeUnit::kWeek: return Grain::kWeek;
    case TimeUnit::kMonth: return Grain::kMonth;
    case TimeUnit::kYear: return Grain::kYear;
    case TimeUnit::kQuarter: return Grain::kQuarter;
    case TimeUnit::kWeekend: return Grain::kWeekend;
  }
  return Grain::kDay;
}

bool IsClockUnit(TimeUnit unit) {
  return unit == TimeUnit::kSecond || unit == TimeUnit::kMinute || unit == TimeUnit::kHour;
}

LocalDay Moved(LocalDay day, TimeUnit unit, int count) {
  switch (unit) {
    case TimeUnit::kWeek: return day + days{7 * count};
    case TimeUnit::kMonth: return PlusMonths(day, count);
    case TimeUnit::kQuarter: return PlusMonths(day, 3 * count);
    case TimeUnit::kYear: return PlusMonths(day, 12 * count);
    default: return day + days{count};
  }
}

}  // namespace amtslotse::nlu
