// The numbered steps by which a database's tables grow, for every service that keeps some.
#pragma once

#include <absl/status/status.h>

#include <span>
#include <string>

#include "booking/sql/database.h"

namespace amtslotse::booking::sql {

struct Migrations {
  std::string database;  // named in messages: "the staff database"
  std::int64_t lock;     // LockKey::Kind::kOther; processes that start together wait for each other
  std::span<const char* const> scripts;
};

// Runs the steps the database has not seen. Repeatable, also by several processes at once. Each step expands before a
// later one contracts, so that the program before it still runs. FAILED_PRECONDITION when the database is more than one
// step ahead of this program.
absl::Status Migrate(Database& database, const Migrations& migrations);

// A script with its {id}, {blob}, {keyed}, {by_time}, {change_feed} and {change_feed_index} as the engine writes them.
std::string InDialect(std::string script, bool postgres);

}  // namespace amtslotse::booking::sql
