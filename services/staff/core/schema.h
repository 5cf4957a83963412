// The staff service's tables.
#pragma once

#include <absl/status/status.h>

#include "booking/sql/database.h"

namespace amtslotse::staff {

// Runs the numbered migrations the database has not seen. Repeatable. A migration expands before a later one
// contracts, so that the program before it still runs. FAILED_PRECONDITION when the database is more than one
// migration ahead.
absl::Status Migrate(booking::sql::Database& database);

}  // namespace amtslotse::staff
