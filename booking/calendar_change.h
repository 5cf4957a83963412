#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "booking/appointment.h"
#include "booking/calendar.h"

// Changing one location's calendar, and which appointments that touches.
namespace amtslotse::booking {

struct KnownCalendar {
  Location location;
  std::int64_t version = 0;
};

enum class AffectedBecause {
  kClosed,        // the calendar has no slots there any more
  kOverCapacity,  // of those at this time, the ones booked last are too many
  kNotOffered,    // the service or its quantity is not offered any more
};

// A confirmed appointment in the future that the calendar would not give out again.
struct Affected {
  Appointment appointment;
  AffectedBecause why = AffectedBecause::kClosed;
};

struct CalendarSaved {
  std::int64_t version = 0;
  std::vector<Affected> affected;  // they stay; moving them is the staff's next step
};
// Somebody saved meanwhile, or there is no such location.
struct CalendarStale {
  std::int64_t version = 0;  // 0: none
};
using SaveCalendarOutcome = std::variant<CalendarSaved, CalendarStale>;

}  // namespace amtslotse::booking
