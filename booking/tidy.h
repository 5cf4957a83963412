#pragma once

#include <chrono>

#include "absl/status/statusor.h"
#include "booking/store.h"

namespace amtslotse::booking {

// How long what nobody asks for any more stays; Store::Tidy forgets it, the record of processing names it.
inline constexpr std::chrono::hours kExpiredHoldsKept{24};
inline constexpr std::chrono::hours kResultsKept{72};  // of repeats, and messages that went out
// A request about somebody's own data that could not be sent on: within these three months it has to be answered at the
// latest (Art. 12 (3) GDPR), so it waits as failed for staff to send it again.
inline constexpr std::chrono::days kUnsentRequestsKept{92};
inline constexpr std::chrono::minutes kWrongTriesKept{15};  // with a wrong code; also the window they count in

// Forgets who did what longer ago than `keep`, the oldest lines first. Returns how many of at most `limit` went.
absl::StatusOr<int> TidyAudit(Store& store, std::chrono::days keep, int limit);

}  // namespace amtslotse::booking
