#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "booking/calendar.h"
#include "booking/calendar_change.h"
#include "booking/clock.h"
#include "booking/codes.h"
#include "booking/import.h"
#include "booking/operations.h"
#include "booking/outbox.h"
#include "booking/person.h"
#include "booking/search.h"

namespace amtslotse::booking {

namespace sql {
class Database;
}

// All of booking over one database. The same code runs on SQLite and PostgreSQL (booking/sql/…); capacity is enforced
// by the storage: a taking transaction releases the slots' expired holds, then takes by conditional updates in time
// order, all or none, and writes the appointment, its audit line and its messages with it.
//
// Thread-safe. Calls block until the change is durable. Everything borrowed must outlive the store.
class Store {
 public:
  // Brings the schema up to date. FailedPrecondition when the database is newer than this program.
  static absl::StatusOr<std::unique_ptr<Store>> Open(sql::Database& database, const KeyRing& keys, const Clock& clock,
                                                     Randomness& random);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // --- calendars ---
  // Replaces the municipality's locations by these; locations that are missing are retired: they keep their
  // appointments and offer nothing. Repeatable. Visible to every replica in under a second.
  absl::Status ApplyCalendars(const MunicipalityId& municipality, const std::vector<Location>& locations,
                              const Actor& actor);
  absl::Status ApplyCalendar(const MunicipalityId& municipality, const Location& location, const Actor& actor);
  absl::StatusOr<std::vector<Location>> Calendars(const MunicipalityId& municipality);
  // Nothing when there is no such location.
  absl::StatusOr<std::optional<KnownCalendar>> Calendar(const MunicipalityId& municipality, const LocationId& location);
  // Changes one calendar when it still has this version (0: a new location), and tells what that touches.
  // InvalidArgument for a calendar that cannot be booked.
  absl::StatusOr<SaveCalendarOutcome> SaveCalendar(const MunicipalityId& municipality, const Location& location,
                                                   std::int64_t expected_version, const Actor& actor);
  // What saving it would touch; changes nothing. Empty for a location that is new.
  absl::StatusOr<std::vector<Affected>> AffectedBy(const MunicipalityId& municipality, const Location& changed);
  // The location offers nothing any more and keeps its appointments.
  absl::StatusOr<SaveCalendarOutcome> RetireLocation(const MunicipalityId& municipality, const LocationId& location,
                                                     std::int64_t expected_version, const Actor& actor);

  // --- citizens ---
  absl::StatusOr<SlotsOutcome> FreeSlots(const SlotQuery& query);
  absl::StatusOr<DaysOutcome> FreeDays(const SlotQuery& query);

  // A proof of work for a hold at this location (ALTCHA's JSON), and whether one is asked for now. NotFound for an
  // unknown location.
  absl::StatusOr<Challenge> NewChallenge(const MunicipalityId& municipality, const LocationId& location);
  // Whether a hold by the public needs one there now, as far as this process knows.
  bool AsksForProof(const MunicipalityId& municipality, const LocationId& location);
  absl::StatusOr<HoldOutcome> Hold(const HoldRequest& request);
  absl::StatusOr<ExtendOutcome> Extend(const ExtendRequest& request);
  absl::Status Release(const ReleaseRequest& request);
  absl::StatusOr<ConfirmOutcome> Confirm(const ConfirmRequest& request);
  absl::StatusOr<ConfirmByCodeOutcome> ConfirmByCode(const ConfirmByCodeRequest& request);
  absl::StatusOr<LookupOutcome> Lookup(const MunicipalityId& municipality, const Access& access);
  absl::StatusOr<RebookOutcome> Rebook(const RebookRequest& request);
  absl::StatusOr<CancelOutcome> Cancel(const CancelRequest& request);

  // --- what staff do with what is kept of a person ---
  // InvalidArgument without a reason.
  absl::StatusOr<CorrectNameOutcome> CorrectName(const CorrectNameRequest& request);
  // Appointments to come are cancelled without a message, and all that is kept of the person goes. Repeatable.
  absl::StatusOr<PersonErased> ErasePerson(const ErasePersonRequest& request);

  // --- taking over what was booked elsewhere ---
  // Each line for itself: written in full or told about. Capacity is raised where there was more booked, as by staff.
  // `preview` changes nothing. Repeatable.
  absl::StatusOr<ImportReport> Import(const MunicipalityId& municipality, const ImportTable& table, bool preview,
                                      const Actor& actor);

  // Reads the picture of free times of every location, so that the first questions after a start are as fast as later
  // ones. Never needed.
  absl::Status WarmUp();

  // A consistent copy into a new file, while running.
  absl::Status BackUp(const std::string& path);

  // --- messages (for the sender, under a lease) ---
  // Up to `limit` due messages of one route (e-mails and text messages when absent; e-mails are also those to the
  // town); each is not handed out again for `lease`. Reminders of what moved or went, and offers that ended, are
  // dropped here.
  absl::StatusOr<std::vector<Notification>> ClaimNotifications(
      int limit, std::chrono::seconds lease, std::optional<Route> only = std::nullopt,
      const std::function<bool(const Notification&)>& wanted = {});
  // Keeps claims for `lease` from now on and says which are still ours; the others must not be sent.
  absl::StatusOr<std::vector<Notification>> KeepClaims(std::vector<Notification> claimed, std::chrono::seconds lease);
  // An attempt is counted for what was tried, and only then. All of it in one transaction.
  absl::Status Settle(const Settlement& settlement);
  absl::Status MarkSent(std::int64_t notification, std::int64_t fence);
  absl::Status MarkFailed(std::int64_t notification, std::int64_t fence, const std::string& error, bool permanent);
  // Waits anew on another route, at once; for a conversation that is gone. Fails where the contact has no e-mail
  // address.
  absl::Status TryOtherWay(std::int64_t notification, std::int64_t fence, Route route, const std::string& error);

  absl::StatusOr<OutboxBacklog> Backlog();

  // For staff: newest first.
  absl::StatusOr<OutboxPage> ListOutbox(const OutboxQuery& query);
  // Tries again at once what waits or failed; audited. False when there is no such message. Repeatable.
  absl::StatusOr<bool> Resend(const MunicipalityId& municipality, std::int64_t notification, const Actor& actor);

  // --- tidying (never needed for correctness) ---
  // Releases expired holds, forgets idempotency keys, anonymises what is past its retention. Returns rows touched.
  absl::StatusOr<int> Tidy(int limit);

  // What the operations in booking/*.cc share; of no use outside.
  struct Parts;
  Parts& parts() { return *parts_; }

 private:
  explicit Store(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace amtslotse::booking
