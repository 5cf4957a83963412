#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "nlu/entities/taken.h"
#include "nlu/time/expression.h"

namespace amtslotse::nlu {

// Local time in an IANA zone; an unknown zone is read as UTC.
std::chrono::local_seconds LocalTime(std::chrono::sys_seconds now, const std::string& zone);

// The times, durations and "as soon as possible" of a message, as an office's calendar needs them:
// "um 4" is in the afternoon, a part of the day is its widest window.
void FindTimes(std::string_view text, std::span<const Token> tokens, const Reference& reference, Found& found);

}  // namespace amtslotse::nlu
