#include "services/booking/backup_gauge.h"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <sys/stat.h>

namespace amtslotse::booking {

BackupGauge::BackupGauge(std::filesystem::path data_directory, rpc::Metrics& metrics)
    : file_(std::move(data_directory) / kLastBackupFile),
      family_(prometheus::BuildGauge()
                  .Name("amtslotse_backup_made_seconds")
                  .Help("Unix time of the last regular backup that is whole")
                  .Register(metrics.registry())) {
  Refresh();
}

void BackupGauge::Refresh() {
  struct stat status {};
  if (::stat(file_.c_str(), &status) != 0) return;
  family_.Add({}).Set(static_cast<double>(status.st_mtime));
}

}  // namespace amtslotse::booking
