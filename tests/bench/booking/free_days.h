#pragma once

namespace amtslotse::bench {

// "Free days in the next 90 for this combination at any of 100 (1 000) locations" with 500 000 appointments in the
// store.
void MeasureFreeDaysOfAHundred();
void MeasureFreeDaysOfAThousand();

}  // namespace amtslotse::bench
