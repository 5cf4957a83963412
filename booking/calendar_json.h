#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/calendar.h"

namespace amtslotse::booking {

// Reads calendars.json. InvalidArgument names the location and the field. Unknown fields are refused.
absl::StatusOr<std::vector<Location>> ParseCalendars(const std::string& json);
// One location of that format, and back.
absl::StatusOr<Location> ParseLocation(const std::string& json);
std::string FormatLocation(const Location& location);

}  // namespace amtslotse::booking
