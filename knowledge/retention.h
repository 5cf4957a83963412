// How long knowledge keeps what citizens wrote.
#pragma once

#include <chrono>

namespace amtslotse::knowledge {

// Masked questions without a good answer that nobody of the staff has assigned, after they were last asked.
inline constexpr std::chrono::days kUnansweredKept{180};

}  // namespace amtslotse::knowledge
