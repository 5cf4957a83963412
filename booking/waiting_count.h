// How many people wait for a place, for the gauge.
#pragma once

#include "booking/store.h"

namespace amtslotse::booking {

// Wishes of the waiting list without an offer, over all municipalities.
absl::StatusOr<int> CountWaitingWishes(Store& store);

}  // namespace amtslotse::booking
