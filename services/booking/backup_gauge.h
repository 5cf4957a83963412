// For the alert that the nightly backup fails.
#pragma once

#include <filesystem>

#include "services/rpc/metrics.h"

namespace prometheus {
class Gauge;
template <typename T>
class Family;
}  // namespace prometheus

namespace amtslotse::booking {

// In the folder of booking's data; changed whenever a regular backup of the installation is whole. An installation
// makes it, so that a first backup is missed, too; where it is not, nobody expects any.
inline constexpr const char* kLastBackupFile = "last-backup";

// amtslotse_backup_made_seconds (Unix time), once there is that file. The metrics live longer.
class BackupGauge {
 public:
  BackupGauge(std::filesystem::path data_directory, rpc::Metrics& metrics);
  // Looks again.
  void Refresh();

 private:
  const std::filesystem::path file_;
  prometheus::Family<prometheus::Gauge>& family_;
};

}  // namespace amtslotse::booking
