#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nlu/calendar/land.h"

namespace amtslotse::nlu {

enum class HolidayReach {
  kWholeLand,   // a public holiday everywhere in the Land
  kSomePlaces,  // only in some municipalities of the Land (Fronleichnam in parts of Sachsen and
                // Thüringen, Mariä Himmelfahrt in Catholic municipalities of Bayern, the
                // Friedensfest in Augsburg): the municipality's calendar has to say so
};

struct Holiday {
  std::chrono::year_month_day date;
  std::string_view name;  // German, static storage
  HolidayReach reach = HolidayReach::kWholeLand;
};

// The public holidays of one year in one Land by date, from the Länder's Feiertagsgesetze as of
// 2025, including Berlin's single ones (8 May 2020 and 2025, 17 June 2028) and the Reformationstag
// of 2017. Years 1995 to 2199; outside, the same rules are applied without promise. Sundays are
// listed only where the law names them (Brandenburg's Ostersonntag and Pfingstsonntag).
std::vector<Holiday> Holidays(std::chrono::year year, Land land);

// The name of the holiday in the whole Land on that day, if there is one.
std::optional<std::string_view> HolidayOn(std::chrono::year_month_day day, Land land);

// Easter Sunday in the Gregorian calendar.
std::chrono::year_month_day EasterSunday(std::chrono::year year);

}  // namespace amtslotse::nlu
