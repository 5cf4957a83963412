#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "booking/sql/database.h"

namespace amtslotse::booking::sql {

struct SqliteSettings {
  std::string path;
  int readers = 4;
  // The most transactions that share one commit.
  int group = 64;
  // Pages of the file that are kept in memory: half of it the writer's, the rest the readers'.
  int cache_kilobytes = 16384;
};

// SQLite in WAL mode with synchronous=FULL: a commit that returned survives kill -9 and power loss. What comes while
// somebody writes waits and shares the next commit; where one of several must be undone, all run again, each in its own
// savepoint. Readers have their own connections. FailedPrecondition when another process writes to the file.
absl::StatusOr<std::unique_ptr<Database>> OpenSqlite(const SqliteSettings& settings);

// Puts a backup into place. The target must not be in use; what was there is kept beside it as "<path>.before-restore".
absl::Status RestoreSqlite(const std::string& backup, const std::string& path);

}  // namespace amtslotse::booking::sql
