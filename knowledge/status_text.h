#pragma once

#include <absl/status/status.h>

#include <string>

namespace amtslotse::knowledge {

// Abseil's string_view is not the standard's on Debian: fmt cannot print it.
inline std::string MessageOf(const absl::Status& status) { return std::string(status.message()); }

}  // namespace amtslotse::knowledge
