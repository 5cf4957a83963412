#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "booking/sql/postgres_connection.h"

namespace amtslotse::booking::sql {

// Connections that are opened when needed, at most so many at once. Thread-safe.
class PostgresPool {
 public:
  // `also` is run on each when it is opened: settings of this pool.
  PostgresPool(std::string connection, int most, std::string also = "");

  // Waits for one; Unavailable where it cannot be opened.
  absl::StatusOr<std::unique_ptr<PostgresConnection>> Take();
  // One that broke is dropped, and with it those that lie idle: they are on the same broken server.
  void GiveBack(std::unique_ptr<PostgresConnection> connection);

 private:
  absl::StatusOr<std::unique_ptr<PostgresConnection>> Open() const;

  const std::string connection_;
  const int most_;
  const std::string also_;
  std::mutex mutex_;
  std::condition_variable freed_;
  int open_ = 0;
  std::vector<std::unique_ptr<PostgresConnection>> idle_;
};

}  // namespace amtslotse::booking::sql
