#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "booking/sql/database.h"

namespace amtslotse::booking::sql {

struct PostgresSettings {
  std::string connection;  // libpq's keywords or URI
  int connections = 16;    // the most at once; they are opened when needed
};

// PostgreSQL at READ COMMITTED, with transaction-scoped advisory locks for what must be serial and
// synchronous_commit=on: a commit that returned survives. Any number of processes may share the database.
// A connection that broke is opened again; Unavailable when that fails, or when it broke during a commit, whose outcome
// only a repeat with the same idempotency key can tell.
absl::StatusOr<std::unique_ptr<Database>> OpenPostgres(const PostgresSettings& settings);

// Puts a backup (pg_dump's custom format) into place of what is there, in one transaction. Nobody may be using it.
absl::Status RestorePostgres(const std::string& backup, const std::string& connection);

}  // namespace amtslotse::booking::sql
