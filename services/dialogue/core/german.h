// Dates, times and lists as a German reads them.
#pragma once

#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::dialogue {

// "2026-12-03T14:20" or "2026-12-03" → "Donnerstag, 3. Dezember 2026". Returns the text itself when it is no date.
std::string LongDate(std::string_view local);
// "Do, 3.12."
std::string ShortDate(std::string_view local);
// "2026-12-03T14:20" → "14:20 Uhr"
std::string ClockTime(std::string_view local);
// "45 Sekunden", "30 Minuten", "1 Stunde", "90 Minuten", "24 Stunden"; a part of a minute counts as a whole one.
std::string LengthOfTime(std::chrono::seconds time);
// {"a", "b", "c"} → "a, b und c"
std::string Listed(const std::vector<std::string>& items);
// Lower case and without punctuation at the ends, German letters included; for comparing labels.
std::string Folded(std::string_view text);
// A date in local time of the zone, YYYY-MM-DD.
std::string LocalDate(std::chrono::sys_seconds time, const std::string& zone);
std::string DateText(std::chrono::local_days day);
// "14:20", in the zone's local time.
std::string LocalClock(std::chrono::sys_seconds time, const std::string& zone);
// Whether one of the words stands anywhere in what was folded.
bool SaysAny(std::string_view folded, std::initializer_list<std::string_view> words);
// So many days after the one of "2026-12-03T14:20", YYYY-MM-DD; fewer than none lie before it.
std::string DaysAfter(std::string_view local, int days);
// The day after the one of "2026-12-03T14:20", YYYY-MM-DD.
std::string NextDay(std::string_view local);

// Begins with a capital letter: A to Z, À to Þ.
bool IsCapital(std::string_view word);

// "ich wohne in …", but no "Wohnung anmelden". `folded` begins with a space.
bool SaysWhereOneLives(std::string_view folded);

}  // namespace amtslotse::dialogue
