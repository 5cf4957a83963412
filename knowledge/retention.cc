#include "knowledge/retention.h"

#include "knowledge/entry_store.h"
#include "knowledge/inbox.h"

namespace amtslotse::knowledge {
namespace {

std::int64_t Unix(std::chrono::sys_seconds time) { return time.time_since_epoch().count(); }

// They are part of the search index, which is built again for their towns.
absl::Status ForgetAssigned(Sql& sql, std::chrono::sys_seconds now) {
  const std::int64_t before = Unix(now - kAssignedKept);
  const auto towns =
      sql.Rows("SELECT DISTINCT municipality_id FROM unanswered WHERE target_kind <> '' AND last < $1", {before});
  if (!towns.ok()) return towns.status();
  for (const SqlRow& town : *towns)
    if (auto bumped = BumpChangeMark(sql, {AsText(town[0])}); !bumped.ok()) return bumped;
  if (towns->empty()) return absl::OkStatus();
  return sql.Run("DELETE FROM unanswered WHERE target_kind <> '' AND last < $1", {before}).status();
}

}  // namespace

absl::Status ForgetOldQuestions(Sql& sql, std::chrono::sys_seconds now) {
  return sql
      .Run("DELETE FROM unanswered WHERE target_kind = '' AND (last < $1 OR (reason = $2 AND last < $3))",
           {Unix(now - kUnansweredKept), std::string(kDeclinedReason), Unix(now - kDeclinedKept)})
      .status();
}

absl::Status ForgetAudit(Sql& sql, std::chrono::sys_seconds before) {
  const auto removed = sql.Run(
      "DELETE FROM audit WHERE at < $1 AND line < (SELECT MAX(a.line) FROM audit a WHERE a.municipality_id = "
      "audit.municipality_id)",
      {Unix(before)});
  if (!removed.ok()) return removed.status();
  return sql
      .Run("UPDATE audit SET actor = '', object_id = '', summary = '' WHERE at < $1 AND (actor <> '' OR summary <> '')",
           {Unix(before)})
      .status();
}

absl::Status ForgetOld(Sql& sql, std::chrono::days audit, std::chrono::sys_seconds now) {
  if (auto done = ForgetOldQuestions(sql, now); !done.ok()) return done;
  if (auto done = ForgetAssigned(sql, now); !done.ok()) return done;
  if (auto done = ForgetAudit(sql, now - audit); !done.ok()) return done;
  return sql.Run("DELETE FROM done_request WHERE at < $1", {Unix(now - kDoneRequestsKept)}).status();
}

}  // namespace amtslotse::knowledge
