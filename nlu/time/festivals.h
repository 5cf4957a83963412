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

namespace amtslotse::nlu {

// A day or days of the year with a name, whether a public holiday or not.
struct Festival {
  std::size_t name_tokens = 0;  // how many tokens the name takes
  int number = 0;               // which one; an index into the table of names
};

// The longest name that begins at token `at` ("Tag der Deutschen Einheit", "3. Advent").
std::optional<Festival> FestivalAt(std::span<const Token> tokens, std::size_t at);

struct DaySpan {
  LocalDay first;
  LocalDay last;
};

// Its days in that year: one, or several ("zwischen den Jahren").
DaySpan FestivalIn(const Festival& festival, int year);

// School holidays, roughly: they differ by Land and year, and are announced years ahead by the
// Kultusministerkonferenz; these are the weeks they usually lie in. `which` as in the lexicon: 0
// Easter, 1 Whitsun, 2 summer, 3 autumn, 4 Christmas, 5 winter. Those of Christmas begin in `year`.
DaySpan SchoolHolidays(int which, int year, std::optional<Land> land);

}  // namespace amtslotse::nlu
