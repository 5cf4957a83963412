// What a town still lacks to answer the 50 commonest requests.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "knowledge/town.h"

namespace amtslotse::knowledge {

struct ReadinessItem {
  std::string request;                 // in citizens' words
  std::optional<ServiceHead> service;  // what the chat takes it for; none: nothing, or an entry that lacks nothing
  std::vector<std::string> lacks;      // service, fee, documents, office, slots
};

// Ids of services that can be booked, as booking knows them.
using BookableServices = std::set<std::string>;

// `slots` is judged by booking; without it (nullopt) only where the catalogue itself says which services take
// appointments.
absl::StatusOr<std::vector<ReadinessItem>> MeasureReadiness(const Town& town,
                                                            const std::optional<BookableServices>& bookable = {});

}  // namespace amtslotse::knowledge
