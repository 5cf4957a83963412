#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "booking/clock.h"

namespace date {
class time_zone;
}

namespace amtslotse::booking {

// A time zone of the system's tzdata. A small value; safe from any thread.
class Zone {
 public:
  // NotFound for a name tzdata does not have.
  static absl::StatusOr<Zone> Find(const std::string& name);

  const std::string& name() const;

  Date DateOf(Instant instant) const;
  TimeOfDay TimeOf(Instant instant) const;
  // Offset from UTC in force at this instant.
  std::chrono::seconds OffsetAt(Instant instant) const;
  std::string AbbreviationAt(Instant instant) const;

  // The instant of a local time (1440 minutes: the next midnight). In the hour that does not exist: the moment of the
  // change. In the hour that exists twice: the first. So a window [At(from), At(to)) lasts as long as time passes in
  // it: 02:00 to 03:00 is empty in spring and two hours in autumn, and neither is offered twice.
  Instant At(Date date, TimeOfDay time) const;
  // Whether this instant's wall-clock reading occurs twice that day; such times are shown with their abbreviation.
  bool IsAmbiguous(Instant instant) const;

 private:
  explicit Zone(const date::time_zone* zone) : zone_(zone) {}
  const date::time_zone* zone_;
};

}  // namespace amtslotse::booking
