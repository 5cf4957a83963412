#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/store.h"

// The day at a location: who is expected, who is there, who is called. Appointments and walk-ins in one list; a display
// that shows numbers and counters only.
namespace amtslotse::booking {

struct Visit {
  std::string id;      // "a…" an appointment, "t…" a walk-in; names it, opens nothing
  std::string number;  // called out: the appointment's number, or "W12"
  bool walk_in = false;
  // kConfirmed (expected), kArrived, kCalled, kServed or kMissed.
  AppointmentState state = AppointmentState::kConfirmed;
  std::string counter;  // its name, while called and after
  std::optional<Instant> arrived;
  std::optional<Instant> called;
  std::optional<Instant> finished;
  std::vector<std::string> service_names;
  int minutes = 0;                         // planned
  std::optional<Appointment> appointment;  // nothing for a walk-in
};

// How long who comes now waits, from planned times and open counters: nine of ten waits end inside.
struct Waiting {
  int people = 0;
  int low_minutes = 0;
  int high_minutes = 0;
};

struct DayList {
  LocationId location;
  OfficeId office;
  std::vector<Visit> visits;  // by time: of the appointment, of arrival
  Waiting waiting;
  std::vector<std::string> counters;
};

struct Called {
  std::string number;
  std::string counter;
  Instant at;
};
struct CallDisplay {
  std::string location_name;
  std::vector<Called> calls;  // newest first
  Waiting waiting;
};

struct Drawn {
  std::string visit_id;
  std::string number;
  Waiting before;
};
using DrawOutcome = std::variant<Drawn, NotOffered, UnknownLocation>;

class Visits {
 public:
  explicit Visits(Store& store) : store_(store) {}

  // NotFound for an unknown location.
  absl::StatusOr<DayList> Day(const MunicipalityId& municipality, const LocationId& location, Date day);
  // Any of the five states, forth and back; nothing when there is no such visit. `counter` is an id of the location's.
  absl::StatusOr<std::optional<Visit>> SetState(const MunicipalityId& municipality, const std::string& visit,
                                                AppointmentState state, const std::string& counter, const Actor& actor);
  // Where a visit takes place, to ask who may; nothing when there is no such visit.
  absl::StatusOr<std::optional<OfficeId>> OfficeOf(const MunicipalityId& municipality, const std::string& visit);

  // A number for somebody without an appointment. NotOffered on closed days. Repeatable by its key.
  absl::StatusOr<DrawOutcome> Draw(const MunicipalityId& municipality, const IdempotencyKey& key,
                                   const LocationId& location, const std::vector<ServiceItem>& items);
  // Who comes next by the location's rule; nothing when nobody waits. No two counters get the same. Repeatable by its
  // key.
  absl::StatusOr<std::optional<Visit>> CallNext(const MunicipalityId& municipality, const IdempotencyKey& key,
                                                const LocationId& location, const std::string& counter,
                                                const Actor& actor);
  absl::StatusOr<CallDisplay> Display(const MunicipalityId& municipality, const LocationId& location);

 private:
  Store& store_;
};

// The rule alone: of those who wait, in order, whether the next is an appointment. `since_walk_in`: appointments called
// since the last walk-in.
bool AppointmentIsNext(bool appointment_waits, bool walk_in_waits, int since_walk_in, int appointments_per_walk_in);
// Planned minutes of those before, and how many counters call.
Waiting Expected(const std::vector<int>& planned_before, int counters);

}  // namespace amtslotse::booking
