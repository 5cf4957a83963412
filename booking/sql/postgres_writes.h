#pragma once

#include <map>
#include <utility>
#include <vector>

#include "booking/sql/database.h"
#include "booking/sql/postgres_connection.h"

namespace amtslotse::booking::sql {

// Advisory locks in the one order in which everybody takes them: kinds first, then hashes. The value says whether the
// lock is shared; exclusive wins over shared.
using OrderedLocks = std::map<std::pair<LockKey::Kind, std::int64_t>, bool>;

void Add(OrderedLocks& locks, const std::vector<LockKey>& keys);
void Add(OrderedLocks& locks, const OrderedLocks& more);

// What a transaction has to write and has not sent yet: its locks, then its statements in order.
struct Writes {
  OrderedLocks locks;
  std::vector<Call> calls;
};

// Each returns how many results it will have.
std::ptrdiff_t QueueLocks(PostgresConnection& connection, const OrderedLocks& locks);
// INSERTs that follow each other, and an UPDATE in front of them, go as one statement. The calls must live until the
// connection is flushed.
std::ptrdiff_t QueueCalls(PostgresConnection& connection, const std::vector<Call>& calls);

}  // namespace amtslotse::booking::sql
