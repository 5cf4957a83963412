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

// Those that staff assigned, after they were last asked: until then they are found by search and are examples for the
// town's training.
inline constexpr std::chrono::days kAssignedKept{730};
// The marks of requests that were carried out, by which a repetition is known.
inline constexpr std::chrono::days kDoneRequestsKept{30};
// Lines of who changed what, unless a setting says otherwise.
inline constexpr std::chrono::days kAuditKept{365};

// Removes what is older, of every town. Whoever records a question does it too; a process that runs does it now and
// then, so that nothing stays only because nobody asks any more.
absl::Status ForgetOldQuestions(Sql& sql, std::chrono::sys_seconds now);

// Removes the lines of the audit of every town from before `before`. A town's last line stays, so that no number is
// given twice, but says no longer who and what. Of knowledge's tables, and of responsibility's.
absl::Status ForgetAudit(Sql& sql, std::chrono::sys_seconds before);

// All of this, and lines of the audit older than `audit`.
absl::Status ForgetOld(Sql& sql, std::chrono::days audit, std::chrono::sys_seconds now);

}  // namespace amtslotse::knowledge
