#pragma once

#include <mutex>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/sql/database.h"

namespace amtslotse::booking {

// Keys for rows of the appointment table before they are written, so that what is written next needs not ask for them.
// Thread-safe.
class AppointmentKeys {
 public:
  // A key that no other row gets, on PostgreSQL; on SQLite NULL, in whose place the table puts one.
  absl::StatusOr<sql::Value> Next(sql::Database& database);

 private:
  std::mutex mutex_;
  std::vector<std::int64_t> free_;  // the next one last
};

}  // namespace amtslotse::booking
