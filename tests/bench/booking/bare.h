#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace amtslotse::bench {

// What any booking needs at least: one transaction with a conditional update and an insert, committed durably.
class Bare {
 public:
  virtual ~Bare() = default;
  virtual void Transact(std::int64_t number) = 0;  // thread-safe
};

// One connection that the clients use in turn, each transaction with its own commit (WAL, synchronous=FULL): SQLite has
// one writer, and its own waiting for locks is slower than a mutex.
std::unique_ptr<Bare> BareSqlite(const std::string& path);
// A connection for each client, prepared statements, BEGIN … COMMIT as the textbook writes it.
std::unique_ptr<Bare> BarePostgres(const std::string& connection, int clients);

}  // namespace amtslotse::bench
