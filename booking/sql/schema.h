#pragma once

#include "absl/status/status.h"
#include "booking/sql/database.h"

namespace amtslotse::booking::sql {

// Runs the migrations the database has not seen. Repeatable, also by several processes at once. Each migration expands
// before a later one contracts, so that the program before it still runs. FailedPrecondition when the database is
// newer than one migration ahead of this program.
absl::Status Migrate(Database& database);

int SchemaVersion();

}  // namespace amtslotse::booking::sql
