#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "booking/appointment_json.h"
#include "booking/appointment_row.h"
#include "booking/codes.h"
#include "booking/outbox.h"
#include "booking/sql/database.h"

// What every change writes beside itself, in its own transaction: the result for repeats, the audit line, the messages.
namespace amtslotse::booking {

struct Pen {
  sql::Transaction& transaction;
  const KeyRing& keys;
  Randomness& random;
  Instant now;
};

// The first result of this key. InvalidArgument when the key was used for another request.
absl::StatusOr<std::optional<KeptResult>> Recall(const Pen& pen, const MunicipalityId& municipality,
                                                 const IdempotencyKey& key, const std::string& request);
// Recall in two steps, to read together with something else. Its answer begins with the version of the town's
// calendars, as CalendarCache::Given wants it; a town without calendars has no results either.
sql::Call RecallCall(const MunicipalityId& municipality, const IdempotencyKey& key);
// The same with the appointment of this number beside it, which RowBeside reads.
sql::Call RecallWithRowCall(const MunicipalityId& municipality, const IdempotencyKey& key, const std::string& number);
std::optional<AppointmentRow> RowBeside(const sql::Rows& rows);
absl::StatusOr<std::optional<KeptResult>> Recalled(const sql::Rows& rows, const Pen& pen,
                                                   const MunicipalityId& municipality, const IdempotencyKey& key,
                                                   const std::string& request);
absl::Status Remember(const Pen& pen, const MunicipalityId& municipality, const IdempotencyKey& key,
                      const std::string& request, const KeptResult& result);
// The same for what was decided by a calendar that was read before: the transaction cannot commit when the town's
// calendars have another version by now.
absl::Status RememberAsOf(const Pen& pen, std::int64_t version, const MunicipalityId& municipality,
                          const IdempotencyKey& key, const std::string& request, const KeptResult& result);

// The same for what was decided by a row of the appointment table that was read before: nor when that is not as it was.
absl::Status RememberAsOf(const Pen& pen, std::int64_t version, const AppointmentRow& row, const IdempotencyKey& key,
                          const std::string& request, const KeptResult& result);

// The number of the appointment that a kept result is about; empty for none.
absl::StatusOr<std::string> NumberInResult(const Pen& pen, const MunicipalityId& municipality,
                                           const IdempotencyKey& key, const std::string& sealed);

// The first result of this key also where a town has no calendars.
absl::StatusOr<std::optional<KeptResult>> RecallAnywhere(const Pen& pen, const MunicipalityId& municipality,
                                                         const IdempotencyKey& key, const std::string& request);

struct AuditLine {
  MunicipalityId municipality;
  Actor actor;
  std::string action;
  std::int64_t location = 0;
  Instant day;         // the slot's start
  std::string number;  // of the appointment, empty for none
  std::string detail;  // never a name or contact
};
// Also tells the picture of free times which day to look at again.
absl::Status Audit(const Pen& pen, const AuditLine& line);

struct Message {
  NotificationKind kind;
  std::int64_t appointment_key = 0;
  Appointment appointment;
  LinkToken token;
  std::string code;
  std::string reason;
  Instant due;
  bool by_staff = false;
  std::optional<ForwardedRequest> request{};
};
// Nothing is written when there is no way to tell, or no need (see RouteOf in outbox.h).
absl::Status Enqueue(const Pen& pen, const MunicipalityId& municipality, const Message& message);
// The reminder that goes with a confirmation or a move, for who wants one and where there is still time.
absl::Status EnqueueReminder(const Pen& pen, const MunicipalityId& municipality, const Message& cause,
                             const BookingRules& rules);

}  // namespace amtslotse::booking
