#include "booking/tidy.h"

#include "booking/store_parts.h"

// Work nobody waits for.
namespace amtslotse::booking {
namespace {

constexpr sql::Statement kExpired{
    "SELECT location, start, occupied_to FROM appointment WHERE occupies_until <= ?1 "
    "UNION SELECT location, start, occupied_to FROM withheld WHERE until <= ?1 LIMIT ?2"};
constexpr sql::Statement kOldHolds{
    "DELETE FROM appointment WHERE key IN "
    "(SELECT key FROM appointment WHERE state = 9 AND occupies = 0 AND changed < ?1 LIMIT ?2)"};
constexpr sql::Statement kOldKeys{
    "DELETE FROM idempotency WHERE (municipality, key) IN "
    "(SELECT municipality, key FROM idempotency WHERE created < ?1 LIMIT ?2)"};
constexpr sql::Statement kOldSlots{
    "DELETE FROM slot WHERE (location, start) IN (SELECT location, start FROM slot WHERE ends < ?1 LIMIT ?2)"};
constexpr sql::Statement kOldMessages{
    "DELETE FROM outbox WHERE key IN (SELECT key FROM outbox WHERE (state = 2 OR (state = 3 AND kind <> 9)) "
    "AND next_try < ?1 LIMIT ?2)"};
constexpr sql::Statement kUnsentRequests{
    "DELETE FROM outbox WHERE key IN (SELECT key FROM outbox WHERE kind = 9 AND state <> 2 AND created < ?1 LIMIT ?2)"};
// Never delivered, and the appointment is forgotten: nobody is told any more, and the name in it goes too.
constexpr sql::Statement kPointlessMessages{
    "DELETE FROM outbox WHERE key IN (SELECT key FROM outbox WHERE state = 1 AND kind <> 9 AND next_try < ?1 AND NOT "
    "EXISTS "
    "(SELECT 1 FROM appointment WHERE appointment.key = outbox.appointment AND appointment.sealed IS NOT NULL) "
    "LIMIT ?2)"};
constexpr sql::Statement kOldTries{
    "DELETE FROM wrong_try WHERE bucket IN (SELECT bucket FROM wrong_try WHERE since <= ?1 LIMIT ?2)"};
constexpr sql::Statement kOldProofs{
    "DELETE FROM used_proof WHERE id IN (SELECT id FROM used_proof WHERE until <= ?1 LIMIT ?2)"};
// Walk-ins and what was called, moved or taken back; numbers of appointments are in it, names never.
constexpr sql::Statement kOldCalls{
    "DELETE FROM calling WHERE (municipality, key) IN "
    "(SELECT municipality, key FROM calling WHERE created < ?1 LIMIT ?2)"};
constexpr sql::Statement kOldMoves{
    "DELETE FROM move_batch WHERE key IN (SELECT key FROM move_batch WHERE created < ?1 LIMIT ?2)"};
// A number on paper says nothing about a person; the keys of repeats need not stay.
constexpr sql::Statement kOldTickets{
    "DELETE FROM ticket WHERE key IN (SELECT key FROM ticket WHERE arrived < ?1 LIMIT ?2)"};
// Lines are written in the order of time, so that the oldest are found by their key.
constexpr sql::Statement kOldAudit{
    "DELETE FROM audit WHERE key IN "
    "(SELECT key FROM (SELECT key, at FROM audit ORDER BY key LIMIT ?2) AS oldest WHERE at < ?1)"};
// What is left is for statistics: when, where, what, through which channel, how it ended.
constexpr sql::Statement kAnonymise{
    "UPDATE appointment SET number = NULL, hold_hash = NULL, token_hash = NULL, confirm_hash = NULL, code_hash = NULL, "
    "surname_hash = NULL, email_hash = NULL, telephone_hash = NULL, sealed = NULL, forget_at = NULL "
    "WHERE key IN (SELECT key FROM appointment WHERE forget_at <= ?1 LIMIT ?2)"};

constexpr std::chrono::days kKeepMoves{30};
// As long as key figures look back.
constexpr std::chrono::days kKeepTickets{800};

}  // namespace

absl::StatusOr<int> Store::Tidy(int limit) {
  std::int64_t touched = 0;
  sql::Rows expired;
  const absl::Status read = parts_->database.Read([&](sql::Transaction& transaction) -> absl::Status {
    auto rows = transaction.Run(kExpired, {ToSeconds(parts_->clock.Now()), std::int64_t{limit}});
    if (rows.ok()) expired = *std::move(rows);
    return rows.status();
  });
  if (!read.ok()) return read;
  for (std::size_t row = 0; row < expired.size(); ++row) {
    const Places places{expired.Int(row, 0), FromSeconds(expired.Int(row, 1)), FromSeconds(expired.Int(row, 2))};
    const absl::Status released = parts_->Write([&](sql::Transaction& transaction) -> absl::Status {
      if (absl::Status locked = transaction.Lock(LocksFor(places)); !locked.ok()) return locked;
      const auto count =
          ReleaseExpired(transaction, places.location, places.start, places.occupied_to, parts_->clock.Now());
      if (count.ok()) touched += *count;
      transaction.touched.push_back({places.location, ToSeconds(places.start)});
      return count.status();
    });
    if (!released.ok()) return released;
  }
  const absl::Status written = parts_->Write([&](sql::Transaction& transaction) -> absl::Status {
    const Instant now = parts_->clock.Now();
    const std::pair<const sql::Statement*, Instant> steps[] = {{&kOldHolds, now - kExpiredHoldsKept},
                                                               {&kOldKeys, now - kResultsKept},
                                                               {&kOldSlots, now - std::chrono::hours{48}},
                                                               {&kOldMessages, now - kResultsKept},
                                                               {&kUnsentRequests, now - kUnsentRequestsKept},
                                                               {&kOldProofs, now},
                                                               {&kOldTries, now - kWrongTriesKept},
                                                               {&kOldCalls, now - kResultsKept},
                                                               {&kOldMoves, now - kKeepMoves},
                                                               {&kOldTickets, now - kKeepTickets},
                                                               {&kAnonymise, now},
                                                               {&kPointlessMessages, now - kResultsKept}};
    for (const auto& [statement, before] : steps) {
      const auto done = transaction.Run(*statement, {ToSeconds(before), std::int64_t{limit}});
      if (!done.ok()) return done.status();
      touched += done->touched;
    }
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  return static_cast<int>(touched);
}

absl::StatusOr<int> TidyAudit(Store& store, std::chrono::days keep, int limit) {
  std::int64_t forgotten = 0;
  auto& parts = store.parts();
  const absl::Status written = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto done = transaction.Run(kOldAudit, {ToSeconds(parts.clock.Now() - keep), std::int64_t{limit}});
    if (done.ok()) forgotten = done->touched;
    return done.status();
  });
  if (!written.ok()) return written;
  return static_cast<int>(forgotten);
}

}  // namespace amtslotse::booking
