// Whom was erased, by command or in the console, so that a restored backup does not bring them back.
//
// The operator's list lies with the keys, outside of the data and its backups, sealed with booking's key ring. What the
// running process noted beside its store is taken over into it.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <chrono>
#include <string>
#include <vector>

#include "booking/erasure_list.h"
#include "services/cli/installation.h"
#include "services/cli/service_access.h"

namespace amtslotse::cli {

using Erasure = booking::ErasedPerson;

// Appends; drops entries past their time.
absl::Status Remember(const Installation& installation, const Erasure& erasure,
                      std::chrono::system_clock::time_point now);
// To be called before the store is put aside or replaced. Repeatable.
absl::Status TakeOverErasures(const Installation& installation);
absl::StatusOr<std::vector<Erasure>> Remembered(const Installation& installation);

struct Erased {
  unsigned appointments = 0;
  unsigned cancelled = 0;
};
// In booking. Repeatable.
absl::StatusOr<Erased> Erase(const ServiceAccess& access, const Erasure& erasure);

}  // namespace amtslotse::cli
