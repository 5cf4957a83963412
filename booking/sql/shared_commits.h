#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "booking/sql/postgres_pool.h"
#include "booking/sql/postgres_writes.h"

namespace amtslotse::booking::sql {

// Commits together what several threads have to write at the same time: one transaction, one round trip and one
// write-through for all of them. Who comes while a few such transactions are on their way waits and goes with the next
// one; nobody waits for others to come. Where the tables refuse something, or a lock is not had at once, nothing of
// that transaction happened and each of its members is told to go alone. Thread-safe.
class SharedCommits {
 public:
  // At most so many transactions at once, each with a connection of its own; none at 0.
  SharedCommits(const std::string& connection, int at_once);

  // Returns when it is durable, with the error of all when the connection broke (as a commit does, whose outcome only a
  // repeat can tell), and nothing when these writes must go alone.
  std::optional<absl::Status> Commit(const Writes& writes);

 private:
  struct Member {
    const Writes* writes;
    std::condition_variable told;
    bool taken = false;  // goes with a transaction that somebody sends
    bool done = false;
    std::optional<absl::Status> outcome;
  };

  std::vector<Member*> NextMembers();
  std::optional<absl::Status> Send(const std::vector<Member*>& members);

  const int at_once_;
  PostgresPool pool_;
  std::mutex mutex_;
  std::deque<Member*> waiting_;
  int running_ = 0;
};

}  // namespace amtslotse::booking::sql
