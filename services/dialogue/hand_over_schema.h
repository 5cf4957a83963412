// The tables of what dialogue keeps beyond a session.
#pragma once

#include <absl/status/status.h>

#include "booking/sql/database.h"

namespace amtslotse::dialogue {

// FAILED_PRECONDITION when a newer program has used the database.
absl::Status MigrateHandOvers(booking::sql::Database& database);

}  // namespace amtslotse::dialogue
