// Erasing again what a restored store brought back.
#pragma once

#include <absl/status/statusor.h>

#include <cstddef>

#include "services/cli/installation.h"

namespace amtslotse::cli {

// Everyone whom Remember() was told of, in every store; how many. Starts booking where it is down. Repeatable.
absl::StatusOr<std::size_t> RepeatErasures(const Installation& installation);

}  // namespace amtslotse::cli
