#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "booking/calendar.h"
#include "booking/clock.h"
#include "booking/codes.h"
#include "booking/operations.h"
#include "booking/outbox.h"
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

  // --- citizens ---
  absl::StatusOr<SlotsOutcome> FreeSlots(const SlotQuery& query);
  absl::StatusOr<DaysOutcome> FreeDays(const SlotQuery& query);

  absl::StatusOr<HoldOutcome> Hold(const HoldRequest& request);
  absl::StatusOr<ExtendOutcome> Extend(const ExtendRequest& request);
  absl::Status Release(const ReleaseRequest& request);
  absl::StatusOr<ConfirmOutcome> Confirm(const ConfirmRequest& request);
  absl::StatusOr<ConfirmByCodeOutcome> ConfirmByCode(const ConfirmByCodeRequest& request);
  absl::StatusOr<LookupOutcome> Lookup(const MunicipalityId& municipality, const Access& access);
  absl::StatusOr<RebookOutcome> Rebook(const RebookRequest& request);
  absl::StatusOr<CancelOutcome> Cancel(const CancelRequest& request);

  // --- messages (for the sender, under a lease) ---
  // Up to `limit` due messages; each is not handed out again for `lease`.
  absl::StatusOr<std::vector<Notification>> ClaimNotifications(int limit, std::chrono::seconds lease);
  // With the claim's fence: what another sender has claimed meanwhile is left alone.
  absl::Status MarkSent(std::int64_t notification, std::int64_t fence);
  // Tried again with growing distance, unless permanent or tried twelve times.
  absl::Status MarkFailed(std::int64_t notification, std::int64_t fence, int attempts, const std::string& error,
                          bool permanent);

  // --- tidying (never needed for correctness) ---
  // Releases expired holds, forgets idempotency keys, anonymises what is past its retention. Returns rows touched.
  absl::StatusOr<int> Tidy(int limit);

  // What the operations in booking/*.cc share; of no use outside.
  struct Parts;

 private:
  explicit Store(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace amtslotse::booking
