// A backup of one installation's data, taken while it runs, and putting it back.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "services/cli/installation.h"

namespace amtslotse::cli {

struct BackupReport {
  int files = 0;
  std::uintmax_t bytes = 0;
  std::vector<std::string> missing;  // owners whose PostgreSQL is set, but not in the backup
};

// Owners whose store is a PostgreSQL database, and libpq's words for it.
using SharedStores = std::map<std::string, std::string>;
// As the processes are told, e.g. BOOKING_DATABASE or BOOKING_DATABASE_FILE.
SharedStores SharedStoresSet();

// Copies every owner's store into the new folder `target`: each database in one consistent state while its process goes
// on writing, other files as they are, and of each shared store a dump. What is made again by itself (search index,
// logs, sockets, sessions) and the keys are left out. A list with hashes is written last: a folder without one is no
// backup. Messages are German.
absl::StatusOr<BackupReport> TakeBackup(const Installation& installation, const std::filesystem::path& target,
                                        const SharedStores& shared);

// Checks the list and every database of `source`, then puts the stores into the installation. What is there is kept
// beside it as "<owner>.before-restore". Nobody may be using the data (the caller holds its lock). FAILED_PRECONDITION
// for what is no backup or was changed, and where a dump has no database to go to; UNAVAILABLE when one does not answer.
absl::StatusOr<BackupReport> RestoreBackup(const Installation& installation, const std::filesystem::path& source,
                                           const SharedStores& shared);

// One consistent state of an SQLite file, while others write.
absl::Status CopyDatabase(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace amtslotse::cli
