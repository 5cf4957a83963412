// What the system and our libraries say, in words for operators.
#pragma once

#include <string>
#include <system_error>

namespace amtslotse::cli {

// Of an errno; what has no words here is told as the system does.
std::string ReasonText(int reason);
inline std::string ReasonText(const std::error_code& error) { return ReasonText(error.value()); }

// What our libraries say of settings, keys, certificates, accounts and texts to learn from. They speak English, as
// their logs do; what has no words here stays.
std::string InGerman(std::string message);

}  // namespace amtslotse::cli
