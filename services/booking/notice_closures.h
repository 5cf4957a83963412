// Days on which knowledge's notices close offices, in the calendars of these offices.
//
// They are ordinary closures whose reason begins with "Hinweis: "; staff see them, and the next delivery sets them
// anew.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "booking/calendar.h"

namespace amtslotse::booking {

// Whether this is {"notice_closures": […]} of ApplyCatalogue and no list of calendars.
bool AreNoticeClosures(const std::string& calendars_json);

// The location with exactly these closures of notices. INVALID_ARGUMENT when one of them is no closure.
absl::StatusOr<Location> WithNoticeClosures(const Location& location, const std::string& notice_closures);

}  // namespace amtslotse::booking
