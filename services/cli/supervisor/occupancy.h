// One supervisor per data folder, and what an earlier one left behind.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "services/cli/installation.h"
#include "services/cli/supervisor/console.h"
#include "services/cli/supervisor/processes.h"
#include "services/cli/supervisor/signals.h"

namespace amtslotse::cli {

// Held as long as it lives; the operating system gives it free when the process dies, however it dies.
class DataLock {
 public:
  // ALREADY_EXISTS names the process that holds it.
  static absl::StatusOr<DataLock> Take(const Installation& installation);
  DataLock(DataLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  DataLock& operator=(DataLock&&) = delete;
  ~DataLock();

 private:
  explicit DataLock(int fd) : fd_(fd) {}
  int fd_;
};

// Waits until no process of an earlier supervisor answers any more or has its store open; they end by themselves when
// theirs was killed. UNAVAILABLE when one still does after 15 s. CANCELLED when asked to stop.
absl::Status AwaitLeftovers(const Installation& installation, const std::vector<Process>& processes, Signals& signals,
                            Console& console);

// port 0: picks a free one. ALREADY_EXISTS with a free port in its message; PERMISSION_DENIED below 1024.
absl::Status CheckPort(WebAddress& web);

// RESOURCE_EXHAUSTED when less than 100 MB are free where the data lives or will live.
absl::Status CheckDisk(const Installation& installation);

// name.log becomes name.log.1 and so on; five are kept.
void RotateLogs(const Installation& installation);

}  // namespace amtslotse::cli
