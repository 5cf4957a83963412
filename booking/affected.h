#pragma once

#include <vector>

#include "booking/calendar_change.h"
#include "booking/store_parts.h"

namespace amtslotse::booking {

// The location's confirmed appointments after now that `changed` would not give out again, by time. Where there are too
// many for a slot's capacity, those that were booked first stay.
absl::StatusOr<std::vector<Affected>> FindAffected(const Pen& pen, const KnownLocation& known, const Location& changed);

}  // namespace amtslotse::booking
