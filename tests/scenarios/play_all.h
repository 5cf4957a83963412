// All scenarios, one after the other.
#pragma once

#include <functional>
#include <memory>

#include "tests/scenarios/scenario.h"

namespace amtslotse::scenarios {

// No files: all of gespraeche/. Prints a line per scenario, with AMTSLOTSE_TRANSCRIPT set also what was said, and at
// the end `N passed, N failed`. Returns the exit code.
int PlayAll(std::vector<std::filesystem::path> files, const std::function<std::unique_ptr<Player>()>& new_player);

}  // namespace amtslotse::scenarios
