// Keys and postcodes as people and programs write them, with words for what is wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/responsibility/areas.h"

namespace amtslotse::responsibility {

struct KeyReading {
  std::vector<AreaIndex> areas;        // what it means; empty when it means nothing
  std::string problem;                 // German, when it means nothing
  std::vector<AreaIndex> suggestions;  // what was probably meant
  std::uint32_t postcode = 0;          // when it is one that exists
  std::string note;                    // German, what citizens should know about it: merged, not a delivery area
};

// ARS, AGS or another key of FindKey; spaces are ignored. Lost leading zeros are noticed, not silently put back.
KeyReading ReadKey(const AreaTable& areas, std::string_view text);
// Five digits. A postcode of a seat gives its Gemeinde with a note.
KeyReading ReadPostcode(const AreaTable& areas, std::string_view text);

// Nothing but digits (and spaces), at least one.
bool IsDigits(std::string_view text);

}  // namespace amtslotse::responsibility
