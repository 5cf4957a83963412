#include "knowledge/retention.h"

#include "knowledge/inbox.h"

namespace amtslotse::knowledge {

absl::Status ForgetOldQuestions(Sql& sql, std::chrono::sys_seconds now) {
  return sql
      .Run("DELETE FROM unanswered WHERE target_kind = '' AND (last < $1 OR (reason = $2 AND last < $3))",
           {std::int64_t{(now - kUnansweredKept).time_since_epoch().count()}, std::string(kDeclinedReason),
            std::int64_t{(now - kDeclinedKept).time_since_epoch().count()}})
      .status();
}

}  // namespace amtslotse::knowledge
