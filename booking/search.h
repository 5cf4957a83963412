#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "booking/appointment.h"
#include "booking/calendar.h"

// Asking for free days and times.
namespace amtslotse::booking {

enum class PartOfDay { kAny, kMorning, kAfternoon, kEvening };  // before 12, 12 to 17, from 17

// Who asks: the public sees its own places inside lead time and window, staff see all.
enum class Audience { kPublic, kStaff };

struct SlotQuery {
  MunicipalityId municipality;
  std::vector<ServiceItem> items;
  // In order of preference; empty means every location that offers the combination.
  std::vector<LocationId> locations;
  // Then the nearest location comes first instead; those whose place is not known come last.
  std::optional<Coordinates> near;
  bool step_free = false;
  std::string language;  // BCP 47; empty for any
  // Local dates, inclusive; the whole window when absent.
  std::optional<Date> from_date;
  std::optional<Date> to_date;
  // The appointment starts in [from_time, to_time), local.
  std::optional<TimeOfDay> from_time;
  std::optional<TimeOfDay> to_time;
  PartOfDay part_of_day = PartOfDay::kAny;
  std::vector<std::chrono::weekday> weekdays;  // empty for any
  Audience audience = Audience::kPublic;
  // true: the earliest over all locations. false: for each day, the preferred locations first.
  bool as_soon_as_possible = false;
  int max_results = 50;          // 1..500
  int per_day_and_location = 0;  // at most so many, evenly over the day; 0 for all
  std::optional<Instant> after;  // to page on: only slots that start later
};

struct FreeSlot {
  LocationId location;
  Instant start;
  Instant end;         // without the buffer
  int places = 0;      // how many such appointments can start here
  double metres = -1;  // from where the query is near to; negative when not known
  bool operator==(const FreeSlot&) const = default;
};

struct FreeDay {
  Date date;
  int locations = 0;     // with at least one free time
  LocationId preferred;  // the first of them in the order asked for
  bool operator==(const FreeDay&) const = default;
};

// Part of every empty answer: when it is worth to look again, and what else there is.
struct NothingFree {
  std::optional<Instant> next_release;  // the earliest over the asked locations
  std::optional<LocationId> next_release_at;
  std::optional<FreeSlot> outside_filters;  // the first free time when date, time and weekday are ignored
  bool waiting_list = true;
};
// No asked location can do the combination; `why` is the nearest miss.
struct CannotCombine {
  Fit why;
};
struct UnknownLocation {
  LocationId location;
};

struct SlotsFound {
  std::vector<FreeSlot> slots;
  bool more = false;
};
struct DaysFound {
  std::vector<FreeDay> days;
};
using SlotsOutcome = std::variant<SlotsFound, NothingFree, CannotCombine, UnknownLocation>;
using DaysOutcome = std::variant<DaysFound, NothingFree, CannotCombine, UnknownLocation>;

// Adds up repeated services, in order of first mention. InvalidArgument for an empty list, more than 20 services, a
// quantity below 1 or above 1000, an empty or overlong id.
absl::StatusOr<std::vector<ServiceItem>> Normalise(const std::vector<ServiceItem>& items);

}  // namespace amtslotse::booking
