// What the system says of a file or a connection, in words for operators.
#pragma once

#include <string>
#include <system_error>

namespace amtslotse::cli {

// Of an errno; what has no words here is told as the system does.
std::string ReasonText(int reason);
inline std::string ReasonText(const std::error_code& error) { return ReasonText(error.value()); }

}  // namespace amtslotse::cli
