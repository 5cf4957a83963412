// What a town still lacks to answer the 50 commonest requests.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "knowledge/town.h"

namespace amtslotse::knowledge {

struct ReadinessItem {
  std::string request;                 // in citizens' words
  std::optional<ServiceHead> service;  // what search takes it for
  std::vector<std::string> lacks;      // service, fee, documents, office, slots
};

// `slots` is judged only where the catalogue itself says which services take appointments.
absl::StatusOr<std::vector<ReadinessItem>> MeasureReadiness(const Town& town);

}  // namespace amtslotse::knowledge
