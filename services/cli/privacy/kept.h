// What is kept of one person, for that person's right to know.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "services/cli/installation.h"
#include "services/cli/privacy/erasures.h"
#include "services/cli/service_access.h"

namespace amtslotse::cli {

// A JSON object: what booking, dialogue and messengers keep. Reads a copy of booking's store beside its process.
absl::StatusOr<std::string> KeptOf(const Installation& installation, const ServiceAccess& access, const Erasure& who);

}  // namespace amtslotse::cli
