#pragma once

#include <chrono>

#include "absl/status/statusor.h"
#include "booking/store.h"

namespace amtslotse::booking {

// Forgets who did what longer ago than `keep`, the oldest lines first. Returns how many of at most `limit` went.
absl::StatusOr<int> TidyAudit(Store& store, std::chrono::days keep, int limit);

}  // namespace amtslotse::booking
