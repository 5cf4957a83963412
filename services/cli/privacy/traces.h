// What dialogue and messengers keep of a person: hand-overs to people, and peers on messengers with what waits. Asked
// of the running process; where none runs, read from its store.
#pragma once

#include <absl/status/statusor.h>

#include <nlohmann/json.hpp>
#include <string>

#include "services/cli/installation.h"
#include "services/cli/privacy/erasures.h"
#include "services/cli/service_access.h"

namespace amtslotse::cli {

// As a process reads it: the setting, or the content of the file that <name>_FILE names; empty: its SQLite file.
std::string DatabaseSetting(const std::string& name);

struct ErasedTraces {
  unsigned hand_overs = 0;
  unsigned peers = 0;
};
// Repeatable.
absl::StatusOr<ErasedTraces> EraseTraces(const Installation& installation, const ServiceAccess& access,
                                         const Erasure& who);

// {"hand_overs": […], "messengers": […]}, lists empty when there is nothing.
absl::StatusOr<nlohmann::json> TracesOf(const Installation& installation, const ServiceAccess& access,
                                        const Erasure& who);

}  // namespace amtslotse::cli
