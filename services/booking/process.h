#pragma once

#include "booking/clock.h"

namespace amtslotse::booking {

// The booking process, from its settings to its end; returns its exit code. main.cc gives it the system's clock, tests
// one that they move.
int RunProcess(int argc, char** argv, const Clock& clock);

}  // namespace amtslotse::booking
