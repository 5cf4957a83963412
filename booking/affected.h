#pragma once

#include <map>
#include <vector>

#include "booking/calendar_change.h"
#include "booking/store_parts.h"

namespace amtslotse::booking {

// The location's confirmed appointments after now that `changed` would not give out again, by time. Where there are too
// many for a slot's capacity, those that were booked first stay.
absl::StatusOr<std::vector<Affected>> FindAffected(const Pen& pen, const KnownLocation& known, const Location& changed);

struct SlotCount {
  SlotCapacity slot;
  std::int64_t taken = 0;
  std::int64_t public_taken = 0;
};
// What takes places after `now` at the location of this key, counted on the slots that `location` would have: expired
// holds too, as in the table.
absl::StatusOr<std::map<Instant, SlotCount>> CountOn(sql::Transaction& transaction, std::int64_t key,
                                                     const Location& location, const Zone& zone, Instant now);

}  // namespace amtslotse::booking
