#include "booking/sql/postgres_writes.h"

#include <iterator>

namespace amtslotse::booking::sql {
namespace {

constexpr Statement kLock{"SELECT pg_advisory_xact_lock(?1)"};
constexpr Statement kLockPair{"SELECT pg_advisory_xact_lock_shared(?1), pg_advisory_xact_lock(?2)"};
constexpr Statement kLockShared{"SELECT pg_advisory_xact_lock_shared(?1)"};

constexpr std::size_t kMostTogether = 8;

std::int64_t Mixed(const LockKey& key) {
  std::uint64_t mixed = static_cast<std::uint64_t>(key.kind) + 1;
  for (const std::int64_t part : {key.first, key.second}) {
    mixed = (mixed ^ static_cast<std::uint64_t>(part)) * 0x9e3779b97f4a7c15;
    mixed ^= mixed >> 32;
  }
  return static_cast<std::int64_t>(mixed);
}

void Add(OrderedLocks& locks, const OrderedLocks::key_type& key, bool shared) {
  const auto [entry, fresh] = locks.try_emplace(key, shared);
  if (!fresh) entry->second = entry->second && shared;
}

}  // namespace

void Add(OrderedLocks& locks, const std::vector<LockKey>& keys) {
  for (const LockKey& key : keys) Add(locks, {key.kind, Mixed(key)}, key.shared);
}

void Add(OrderedLocks& locks, const OrderedLocks& more) {
  for (const auto& [key, shared] : more) Add(locks, key, shared);
}

std::ptrdiff_t QueueLocks(PostgresConnection& connection, const OrderedLocks& locks) {
  std::ptrdiff_t results = 0;
  auto key = locks.begin();
  while (key != locks.end()) {
    const auto next = std::next(key);
    if (key->second && next != locks.end() && !next->second) {  // a location and its day: the usual pair
      connection.Queue(kLockPair, {key->first.second, next->first.second});
      key = std::next(next);
    } else {
      connection.Queue(key->second ? kLockShared : kLock, {key->first.second});
      key = next;
    }
    ++results;
  }
  return results;
}

std::ptrdiff_t QueueCalls(PostgresConnection& connection, const std::vector<Call>& calls) {
  std::ptrdiff_t results = 0;
  std::vector<const Call*> together;
  const auto send = [&] {
    if (together.empty()) return;
    if (together.size() == 1) {
      connection.Queue(*together[0]->statement, together[0]->parameters);
    } else {
      connection.QueueTogether(together);
    }
    together.clear();
    ++results;
  };
  for (const Call& call : calls) {
    const std::string_view text = call.statement->text;
    const bool joins = text.starts_with("INSERT ");
    if (!joins || together.size() == kMostTogether) send();
    together.push_back(&call);
    if (!joins && !text.starts_with("UPDATE ")) send();
  }
  send();
  return results;
}

}  // namespace amtslotse::booking::sql
