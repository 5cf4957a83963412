// Whom was erased, so that a restored backup does not bring them back.
//
// The list lies with the keys, outside of the data and its backups, sealed with booking's key ring.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <chrono>
#include <string>
#include <vector>

#include "services/cli/installation.h"
#include "services/cli/service_access.h"

namespace amtslotse::cli {

struct Erasure {
  std::string municipality;
  std::string email;      // this or the telephone number, or both
  std::string telephone;
  std::string reason;     // stands in the audit, never a name
};

// No backup is kept longer than this (`backup --keep-days` allows no more), so neither is an entry of the list.
inline constexpr std::chrono::hours kErasuresKept{400 * 24};

// Appends; drops entries past their time.
absl::Status Remember(const Installation& installation, const Erasure& erasure, std::chrono::system_clock::time_point now);
absl::StatusOr<std::vector<Erasure>> Remembered(const Installation& installation);

struct Erased {
  unsigned appointments = 0;
  unsigned cancelled = 0;
};
// In booking. Repeatable.
absl::StatusOr<Erased> Erase(const ServiceAccess& access, const Erasure& erasure);

}  // namespace amtslotse::cli
