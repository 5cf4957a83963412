// What staff and other processes have to do with the store: dead letters, approvals, who holds an account.
#include <fmt/format.h>

#include "services/messengers/store.h"

namespace amtslotse::messengers {
namespace {

using booking::sql::Statement;
using booking::sql::Transaction;

constexpr char kInboxPrefix[] = "in:";

constexpr Statement kDead{
    "SELECT peer, key, delivery, reason, created FROM outbox WHERE account = ?1 AND state = 1 UNION ALL "
    "SELECT peer, 'in:' || event, '-', 'unanswered', received FROM inbox WHERE account = ?1 AND dead = 1 "
    "ORDER BY 5 DESC LIMIT ?2"};
constexpr Statement kCountDead{
    "SELECT (SELECT COUNT(*) FROM outbox WHERE account = ?1 AND state = 1) + "
    "(SELECT COUNT(*) FROM inbox WHERE account = ?1 AND dead = 1)"};
constexpr Statement kRevive{
    "UPDATE outbox SET state = 0, due = ?3, created = ?3, attempts = 0, unknown = 0, begun = 0, reason = '' "
    "WHERE account = ?1 AND key = ?2 AND state = 1"};
constexpr Statement kReviveEvent{
    "UPDATE inbox SET dead = 0, due = ?3, attempts = 0 WHERE account = ?1 AND event = ?2 AND dead = 1"};
constexpr Statement kDiscard{"DELETE FROM outbox WHERE account = ?1 AND key = ?2 AND state = 1"};
constexpr Statement kDiscardEvent{
    "UPDATE inbox SET dead = 0, content = NULL WHERE account = ?1 AND event = ?2 AND dead = 1"};
constexpr Statement kApproval{
    "SELECT books, by_account, by_name, reason, at FROM approval WHERE account = ?1 ORDER BY at DESC LIMIT 1"};
constexpr Statement kApprove{
    "INSERT INTO approval (account, at, books, by_account, by_name, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
    "ON CONFLICT (account, at) DO UPDATE SET books = excluded.books, by_account = excluded.by_account, "
    "by_name = excluded.by_name, reason = excluded.reason"};
constexpr Statement kNewHolder{
    "INSERT INTO holder (account, holder, fence, until) VALUES (?1, '', 0, 0) ON CONFLICT (account) DO NOTHING"};
constexpr Statement kTakeOver{
    "UPDATE holder SET fence = fence + (CASE WHEN holder = ?2 THEN 0 ELSE 1 END), holder = ?2, until = ?4 "
    "WHERE account = ?1 AND (holder = ?2 OR until < ?3)"};
constexpr Statement kRelease{"UPDATE holder SET until = 0 WHERE account = ?1 AND holder = ?2"};
constexpr Statement kFence{"SELECT fence FROM holder WHERE account = ?1"};

// The same in every process.
booking::sql::LockKey LockOf(const std::string& account, bool shared) {
  constexpr std::int64_t kLockOfAccounts = 6;
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (const char c : account) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return {booking::sql::LockKey::Kind::kOther, kLockOfAccounts, static_cast<std::int64_t>(hash), shared};
}

bool IsEvent(const std::string& id) { return id.starts_with(kInboxPrefix); }
std::string EventOf(const std::string& id) { return id.substr(sizeof(kInboxPrefix) - 1); }

}  // namespace

absl::StatusOr<std::vector<DeadLetter>> Store::DeadLetters(const std::string& account, int limit) {
  std::vector<DeadLetter> letters;
  const absl::Status status = database_.Read([&](Transaction& t) -> absl::Status {
    letters.clear();
    const auto rows = t.Run(kDead, {account, std::int64_t{limit}});
    if (!rows.ok()) return rows.status();
    for (std::size_t i = 0; i < rows->size(); ++i) {
      const std::string& delivery = rows->Text(i, 2);
      letters.push_back({.key = {account, rows->Text(i, 0)},
                         .id = rows->Text(i, 1),
                         .kind = delivery == "-"    ? "unanswered"
                                 : delivery.empty() ? "answer"
                                                    : "unasked",
                         .reason = rows->Text(i, 3),
                         .created = rows->Int(i, 4)});
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return letters;
}

absl::StatusOr<std::int64_t> Store::CountDead(const std::string& account) {
  std::int64_t count = 0;
  const absl::Status status = database_.Read([&](Transaction& t) {
    const auto rows = t.Run(kCountDead, {account});
    if (rows.ok()) count = rows->Int(0, 0);
    return rows.status();
  });
  if (!status.ok()) return status;
  return count;
}

absl::StatusOr<bool> Store::Revive(const std::string& account, const std::string& id, Millis now) {
  bool revived = false;
  const absl::Status status = database_.Write([&](Transaction& t) {
    const auto rows =
        IsEvent(id) ? t.Run(kReviveEvent, {account, EventOf(id), now}) : t.Run(kRevive, {account, id, now});
    if (rows.ok()) revived = rows->touched > 0;
    return rows.status();
  });
  if (!status.ok()) return status;
  return revived;
}

absl::StatusOr<bool> Store::Discard(const std::string& account, const std::string& id) {
  bool gone = false;
  const absl::Status status = database_.Write([&](Transaction& t) {
    const auto rows = IsEvent(id) ? t.Run(kDiscardEvent, {account, EventOf(id)}) : t.Run(kDiscard, {account, id});
    if (rows.ok()) gone = rows->touched > 0;
    return rows.status();
  });
  if (!status.ok()) return status;
  return gone;
}

absl::StatusOr<std::optional<Approval>> Store::FindApproval(const std::string& account) {
  std::optional<Approval> found;
  const absl::Status status = database_.Read([&](Transaction& t) -> absl::Status {
    const auto rows = t.Run(kApproval, {account});
    if (!rows.ok() || rows->empty()) return rows.status();
    found = Approval{rows->Int(0, 0) != 0, rows->Text(0, 1), rows->Text(0, 2), rows->Text(0, 3), rows->Int(0, 4)};
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return found;
}

absl::Status Store::Approve(const std::string& account, const Approval& approval) {
  return database_.Write([&](Transaction& t) {
    return t
        .Run(kApprove, {account, approval.at, std::int64_t{approval.books}, approval.by_account, approval.by_name,
                        approval.reason})
        .status();
  });
}

absl::StatusOr<bool> Store::Hold(const std::string& account, const std::string& holder, Millis now, Millis until) {
  bool ours = false;
  std::int64_t fence = 0;
  const absl::Status status = database_.Write([&](Transaction& t) -> absl::Status {
    if (auto alone = t.Lock({LockOf(account, /*shared=*/false)}); !alone.ok()) return alone;
    if (auto rows = t.Run(kNewHolder, {account}); !rows.ok()) return rows.status();
    const auto taken = t.Run(kTakeOver, {account, holder, now, until});
    if (!taken.ok()) return taken.status();
    ours = taken->touched > 0;
    const auto rows = t.Run(kFence, {account});
    if (rows.ok() && !rows->empty()) fence = rows->Int(0, 0);
    return rows.status();
  });
  if (!status.ok()) return status;
  const std::lock_guard lock(mutex_);
  if (ours) fences_[account] = fence;
  return ours;
}

absl::Status Store::Release(const std::string& account, const std::string& holder) {
  return database_.Write([&](Transaction& t) { return t.Run(kRelease, {account, holder}).status(); });
}

absl::Status Store::CheckHeld(Transaction& t, const std::string& account) {
  std::int64_t fence = 0;
  {
    const std::lock_guard lock(mutex_);
    const auto known = fences_.find(account);
    if (known == fences_.end()) return absl::OkStatus();  // never held: tests, and what no lease covers
    fence = known->second;
  }
  // Whoever takes the account over waits for what is written under the check.
  if (auto waits = t.Lock({LockOf(account, /*shared=*/true)}); !waits.ok()) return waits;
  const auto rows = t.Run(kFence, {account});
  if (!rows.ok()) return rows.status();
  if (!rows->empty() && rows->Int(0, 0) != fence) return absl::AbortedError("another process works this account");
  return absl::OkStatus();
}

}  // namespace amtslotse::messengers
