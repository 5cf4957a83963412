#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/store.h"

// What staff do for citizens: find, book, move and cancel, one or many, and take it back.
namespace amtslotse::booking {

// Appointments that must go somewhere else: these, those that start in [from, to) at a location, and those that a new
// calendar of it touches.
struct ProposeQuery {
  MunicipalityId municipality;
  std::vector<AppointmentNumber> numbers;
  LocationId location;
  std::optional<Instant> from;
  std::optional<Instant> to;
  std::optional<Location> calendar;  // as it shall be: new times are by it
  std::vector<LocationId> others;    // where they may go too
  std::optional<Instant> earliest;   // of the new times
};
struct MoveProposal {
  Appointment appointment;
  std::optional<FreeSlot> slot;        // nothing free
  std::string location_name;           // of the slot
  std::optional<AffectedBecause> why;  // of the stretch or the new calendar; else it was asked for by number
  bool reachable = false;              // a message gets there; else somebody has to call
};

struct MoveWish {
  AppointmentNumber number;
  std::optional<LocationId> location;  // nothing: cancel
  Instant start;
};
using MoveOutcome = std::variant<Rebooked, Cancelled, SlotTaken, NotOffered, UnknownLocation, NotChangeable, NotFound>;
struct Moved {
  AppointmentNumber number;
  MoveOutcome outcome;
};
struct MoveBatch {
  std::int64_t id = 0;
  std::vector<Moved> moves;
};

struct CallerRequest {
  MunicipalityId municipality;
  IdempotencyKey key;
  LocationId location;
  std::vector<ServiceItem> items;
  Instant start;
  Contact contact;  // a name is enough
  Needs needs;
  std::vector<Attendee> attendees;
  Channel channel = Channel::kTelephone;
  bool overbook = false;
  bool exempt_from_limit = false;
  Actor actor;
};
using CallerOutcome =
    std::variant<Confirmed, SlotTaken, NotOffered, UnknownLocation, DetailsMissing, LimitReached, HoldGone>;

struct Slip {
  Appointment appointment;
  std::string cancellation_code;
  LinkToken token;
};

class Desk {
 public:
  explicit Desk(Store& store) : store_(store) {}

  // A free time for each, in the order of their present times: the first that is not before the present one, else the
  // first of all; no two get the same place. Changes nothing.
  absl::StatusOr<std::vector<MoveProposal>> Propose(const ProposeQuery& query);
  // Each for itself, with a message to its citizen (`words` of the staff in it). Repeatable by its key.
  absl::StatusOr<MoveBatch> Move(const MunicipalityId& municipality, const IdempotencyKey& key,
                                 const std::vector<MoveWish>& wishes, const std::string& words, const Actor& actor);
  // Of what a batch was about; empty for an unknown one.
  absl::StatusOr<std::vector<std::string>> NumbersOf(const MunicipalityId& municipality, std::int64_t batch);
  // Back to where they were, as far as there is room; what the citizen has changed since stays. Nothing for an unknown
  // batch. Repeatable.
  absl::StatusOr<std::optional<MoveBatch>> Undo(const MunicipalityId& municipality, std::int64_t batch,
                                                const Actor& actor);

  // By number, code or surname; at most 50, the next ones first. Audited without the text.
  absl::StatusOr<std::vector<Appointment>> Search(const MunicipalityId& municipality, const std::string& text,
                                                  const Actor& actor);

  // Repeatable by its key.
  absl::StatusOr<CallerOutcome> Book(const CallerRequest& request);
  // What is printed for the citizen; nothing for an unknown appointment. Audited.
  absl::StatusOr<std::optional<Slip>> PrintSlip(const MunicipalityId& municipality, const AppointmentNumber& number,
                                                const Actor& actor);

  // Confirmed appointments that start in [from, to), for the feed and the export.
  absl::StatusOr<std::vector<Appointment>> Between(const MunicipalityId& municipality, const LocationId& location,
                                                   Instant from, Instant to);

  // Writes down that a list left the house.
  absl::Status NoteExport(const MunicipalityId& municipality, const LocationId& location, const Actor& actor);

  // A new secret for a location's feed; the one before stops working. NotFound for an unknown location.
  absl::StatusOr<std::string> NewFeed(const MunicipalityId& municipality, const LocationId& location,
                                      const Actor& actor);
  // The location of a feed's secret.
  absl::StatusOr<std::optional<LocationId>> FeedLocation(const MunicipalityId& municipality, const std::string& secret);

 private:
  Store& store_;
};

// The appointments as comma-separated values for spreadsheets (semicolons, quoted, no formula can start a cell).
// Without needs.
std::string FormatAppointments(const std::vector<Appointment>& appointments);

}  // namespace amtslotse::booking
