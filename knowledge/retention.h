// How long knowledge keeps what citizens wrote.
#pragma once

#include <absl/status/status.h>

#include <chrono>

#include "knowledge/database.h"

namespace amtslotse::knowledge {

// Masked questions without a good answer that nobody of the staff has assigned, after they were last asked.
inline constexpr std::chrono::days kUnansweredKept{180};
// Those that were taken for no matter of a town: only as long as it takes to notice a mistake.
inline constexpr std::chrono::days kDeclinedKept{30};

// Removes what is older, of every town. Whoever records a question does it too; a process that runs does it now and then,
// so that nothing stays only because nobody asks any more.
absl::Status ForgetOldQuestions(Sql& sql, std::chrono::sys_seconds now);

}  // namespace amtslotse::knowledge
