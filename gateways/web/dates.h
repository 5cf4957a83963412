// Days and times as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace amtslotse::gateways::web {

// "2026-12-03" (or "2026-12-03T14:20") → "Donnerstag, 3. Dezember 2026". What is no date comes back as it is.
std::string LongDay(std::string_view date, std::string_view language);
// "2026-12" → "Dezember 2026".
std::string MonthName(std::string_view month, std::string_view language);
// "2026-12-03T14:20" → "14:20".
std::string TimeOf(std::string_view local);
// A moment in a zone of the system's time zone database, "2026-12-03T14:20"; an unknown zone is Europe/Berlin.
std::string LocalTime(std::int64_t unix_seconds, const std::string& zone);
// "2026-12-31", 1 → "2027-01-01". Empty for what is no date.
std::string AddDays(std::string_view date, int days);
// "2026-12", 1 → "2027-01".
std::string AddMonths(std::string_view month, int months);
// 1 Monday … 7 Sunday; 0 for what is no date.
int WeekdayOf(std::string_view date);
int DaysIn(std::string_view month);
// The seconds since 1970.
std::int64_t UnixNow();

}  // namespace amtslotse::gateways::web
