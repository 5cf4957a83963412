#pragma once

#include "booking/appointment_keys.h"
#include "booking/calendar_cache.h"
#include "booking/free_times.h"
#include "booking/full_slots.h"
#include "booking/hold_rate.h"
#include "booking/journal.h"
#include "booking/places.h"
#include "booking/recent_holds.h"
#include "booking/store.h"

// Inside of Store only: what its operations share. They live in hold.cc, confirm.cc, change.cc, access.cc,
// free_times.cc, calendars.cc and outbox.cc.
namespace amtslotse::booking {

struct Store::Parts {
  sql::Database& database;
  const KeyRing& keys;
  const Clock& clock;
  Randomness& random;
  CalendarCache calendars;
  FreeTimes free_times;
  HoldRate hold_rate;
  FullSlots full_slots;
  RecentHolds recent_holds;
  AppointmentKeys new_keys;

  // Runs `body` in one transaction, which is kept only when `changes` says so of its outcome.
  template <typename Outcome, typename Body, typename Changes>
  absl::StatusOr<Outcome> WriteOutcome(const Body& body, const Changes& changes);
  // The same for what has no outcome but done.
  absl::Status Write(const sql::Work& work);

  Pen PenFor(sql::Transaction& transaction) { return {transaction, keys, random, clock.Now()}; }
  // What an appointment would take by the calendar last seen, for locks only; nothing when there is no such location.
  absl::StatusOr<std::optional<Places>> ExpectedPlaces(sql::Transaction& transaction,
                                                       const MunicipalityId& municipality, const LocationId& location,
                                                       const std::vector<ServiceItem>& items, Instant start);
};

template <typename Outcome, typename Body, typename Changes>
absl::StatusOr<Outcome> Store::Parts::WriteOutcome(const Body& body, const Changes& changes) {
  std::optional<Outcome> outcome;
  const absl::Status written = Write([&](sql::Transaction& transaction) -> absl::Status {
    outcome.reset();
    absl::StatusOr<Outcome> result = body(transaction);
    if (!result.ok()) return result.status();
    outcome = *std::move(result);
    return changes(*outcome) ? absl::OkStatus() : absl::CancelledError("refused");
  });
  if (written.ok() || (absl::IsCancelled(written) && outcome)) return *std::move(outcome);
  return written;
}

// Where one appointment would sit, or why it cannot.
struct Seat {
  KnownLocationPtr location;
  Places places;
  Instant end;  // without the buffer
  std::vector<SlotCapacity> run;
  std::vector<BookedService> services;
};
using SeatOutcome = std::variant<Seat, NotOffered, UnknownLocation>;
// As of this calendar; nothing is taken yet.
SeatOutcome FindSeat(const Town& town, const LocationId& location, const std::vector<ServiceItem>& items, Instant start,
                     Audience audience, Instant now);

// What a question about free times is asked of: a picture, and the calendars of one transaction.
struct Ground {
  FreeTimes& picture;
  std::uint64_t epoch;
  const Town& town;
  sql::Transaction& transaction;
  Instant now;
};
// Store::FreeSlots, of these.
absl::StatusOr<SlotsOutcome> FreeSlotsOn(const Ground& ground, const SlotQuery& query);

// A row by the secret its citizen was given, compared in constant time.
enum class Secret { kHold, kToken };
// The number in front of a secret; nothing when the text cannot be one.
std::optional<std::string> NumberIn(const std::string& secret);
bool Opens(const Pen& pen, const AppointmentRow& row, Secret secret, const std::string& text);
absl::StatusOr<std::optional<AppointmentRow>> FindBySecret(const Pen& pen, const MunicipalityId& municipality,
                                                           Secret secret, const std::string& text);

// Makes sure that a held or expired row has its places: still, or again when nobody took them. The row's state is the
// caller's to write. Its places must be locked.
absl::StatusOr<bool> Regain(const Pen& pen, const Town& town, const AppointmentRow& row);

// What of a contact is missing or unusable.
std::vector<Field> MissingFields(const Demands& demands, const Contact& contact);
// InvalidArgument for what no form lets through: overlong, control characters, not UTF-8.
absl::Status CheckTexts(const Contact& contact, const Needs& needs, const std::vector<Attendee>& attendees);

// The appointment a caller may open.
struct Opened {
  AppointmentRow row;
  Details details;
};
using AccessOutcome = std::variant<Opened, NotFound, TryLater>;
absl::StatusOr<AccessOutcome> OpenByAccess(const Pen& pen, const MunicipalityId& municipality, const Access& access);
// After NotFound, in a transaction that is kept.
absl::Status CountWrongTry(const Pen& pen, const MunicipalityId& municipality, const Access& access);
// A text that is the same for the same access, for request hashes.
std::string Fingerprint(const Access& access);

absl::Status CheckKey(const IdempotencyKey& key);

// Hashes by which a person is found again; NULL where there is nothing to hash.
struct PersonHashes {
  sql::Value surname, email, telephone;
};
PersonHashes HashesOf(const KeyRing& keys, const std::string& municipality, const Contact& contact);

}  // namespace amtslotse::booking
