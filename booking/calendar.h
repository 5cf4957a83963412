#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/appointment.h"
#include "booking/clock.h"
#include "booking/ids.h"
#include "booking/zone.h"
#include "nlu/calendar/land.h"

// What a location offers, as data. A calendar is a value: changing one means applying a new one.
namespace amtslotse::booking {

// Which days a rule means.
struct EveryWeek {
  std::chrono::weekday weekday;
  int every_n_weeks = 1;  // counted from the rule's first day of validity
};
struct NthWeekday {
  std::chrono::weekday weekday;
  int nth = 1;  // 1..5 from the month's start, -1 the last
};
struct OneDay {
  Date date;
};

// Opening of counters. Rules that overlap add up: each brings its own counters.
struct OpeningRule {
  std::variant<EveryWeek, NthWeekday, OneDay> days;
  TimeOfDay from{};
  TimeOfDay to{};
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;  // inclusive
  // Places per slot this rule brings; the location's numbers when absent.
  std::optional<int> capacity;
  std::optional<int> public_capacity;
  bool appointments = true;  // false: walk-ins only
};

struct Closure {
  Date first;
  Date last;  // inclusive
  // Part of a day; the whole day when absent. Applies to every day of the range.
  std::optional<TimeOfDay> from;
  std::optional<TimeOfDay> to;
  std::string reason;
};

// What a citizen must leave before a confirmation; those of a combination add up.
struct Demands {
  bool name = true;
  bool email = false;
  bool telephone = false;
  bool email_or_telephone = false;
  bool attendees = false;  // the name of each, not only of who books
  bool operator==(const Demands&) const = default;
};

struct OfferedService {
  ServiceId service;
  std::string name;      // from the catalogue; may be empty
  int minutes = 0;       // of one unit
  int max_quantity = 1;  // per appointment
  Demands demands;
  std::string minors;      // German: who must come or consent for a minor; may be empty
  std::string online_url;  // where it is also possible online
  // The town's present system, which books this service here instead of us; empty when we do.
  std::string external_url;
};

// New slots appear at once as days move into the window,
struct ReleaseAtOnce {};
// or in steps: every week ("Monday 08:00") or every day at a local time.
struct ReleaseWeekly {
  std::chrono::weekday weekday;
  TimeOfDay at{};
};
struct ReleaseDaily {
  TimeOfDay at{};
};
using ReleaseSchedule = std::variant<ReleaseAtOnce, ReleaseWeekly, ReleaseDaily>;

// Cancelled places come back after a random delay in [min, max].
struct ReturnDelay {
  std::chrono::minutes min{0};
  std::chrono::minutes max{0};
};

enum class ProofOfWork { kNever, kWhenUnusual, kAlways };

struct BookingRules {
  int window_days = 60;  // how far ahead the public books
  std::chrono::minutes lead{60};
  std::chrono::minutes hold{10};
  std::chrono::minutes await_confirmation{60};
  bool confirm_by_message = false;  // an e-mail link or a code in the chat must come back
  ReleaseSchedule release = ReleaseAtOnce{};
  ReturnDelay return_delay;
  int max_minutes = 240;  // of one appointment
  // Attendees per person (keyed hash of the contact) with future appointments; 0 for no limit.
  int person_limit = 0;
  ProofOfWork proof_of_work = ProofOfWork::kWhenUnusual;
  std::chrono::hours reminder{24};  // before the start; 0 for none
  // After the appointment's end it is anonymised; cancelled and missed ones at another time where that is set.
  std::chrono::hours retention{24 * 7};
  std::optional<std::chrono::hours> retention_cancelled;
  std::optional<std::chrono::hours> retention_missed;
  std::chrono::minutes offer{120};  // how long a waiting-list offer stands, nights not counted
  // Calling the next: so many appointments for one walk-in while both wait; 0: appointments always first.
  int appointments_per_walk_in = 2;
  // The town's present system, which books instead of us; empty when we do.
  std::string external_url;
};

// WGS 84, degrees.
struct Coordinates {
  double latitude = 0;
  double longitude = 0;
};
// Along the earth's surface.
double MetresBetween(const Coordinates& a, const Coordinates& b);

struct Counter {
  std::string id;
  std::string name;
};

struct Location {
  LocationId id;
  OfficeId office;
  std::string name;
  std::string address;
  std::string time_zone = "Europe/Berlin";
  std::optional<nlu::Land> land;  // no public holidays without
  bool step_free = false;
  std::optional<Coordinates> coordinates;
  std::vector<std::string> languages;
  int slot_minutes = 10;
  int capacity = 1;         // places per slot over all channels
  int public_capacity = 1;  // of these for the public, <= capacity
  int buffer_minutes = 0;   // kept free after each appointment
  std::vector<Counter> counters;
  std::vector<OpeningRule> opening;
  std::vector<Closure> closures;
  std::set<Date> open_holidays;  // public holidays on which the location opens nevertheless
  std::vector<OfferedService> services;
  BookingRules rules;

  const OfferedService* Find(const ServiceId& service) const;
};

struct Municipality {
  MunicipalityId id;
  std::vector<Location> locations;
};

// What is wrong with a calendar; OK when it can be booked.
absl::Status Validate(const Location& location);

// A time that can be taken, with its places.
struct SlotCapacity {
  Instant start;
  int capacity = 0;
  int public_capacity = 0;
  bool operator==(const SlotCapacity&) const = default;
};

// The location's slots of one local day in time order, before anything is taken: opening rules, minus closures, minus
// holidays. Slots are whole slot lengths from the start of each opening; over a clock change their number follows the
// time that really passes.
std::vector<SlotCapacity> SlotsOfDay(const Location& location, const Zone& zone, Date day);

// Why a day has no slots, for staff and for answers: a closure's reason, a holiday's name, or nothing.
std::optional<std::string> ClosedBecause(const Location& location, Date day);

// When what is known of a person goes, by the state their appointment is in.
Instant ForgetAt(const BookingRules& rules, AppointmentState state, Instant end);

// The times at which a citizen's booking may start, given now: [now + lead, end of the last released day].
struct BookableRange {
  Instant first;
  Instant end;
};
BookableRange PublicRange(const Location& location, const Zone& zone, Instant now);
// When the next slots appear, for "new slots appear Monday 08:00".
Instant NextRelease(const Location& location, const Zone& zone, Instant now);

// How many consecutive slots a combination takes at a location, and why it may not.
struct Fits {
  int slots = 0;                   // with the buffer
  std::chrono::minutes length{0};  // without the buffer
  bool operator==(const Fits&) const = default;
};
struct DoesNotOffer {
  ServiceId service;
  bool operator==(const DoesNotOffer&) const = default;
};
struct QuantityTooHigh {
  ServiceId service;
  int max_quantity = 0;
  bool operator==(const QuantityTooHigh&) const = default;
};
struct TooLong {
  std::chrono::minutes wanted{0};
  std::chrono::minutes max{0};
  bool operator==(const TooLong&) const = default;
};
using Fit = std::variant<Fits, DoesNotOffer, QuantityTooHigh, TooLong>;
// Quantities are >= 1 and no service appears twice (see Normalise in search.h).
Fit FitAt(const Location& location, const std::vector<ServiceItem>& items);
Demands DemandsOf(const Location& location, const std::vector<ServiceItem>& items);

}  // namespace amtslotse::booking
