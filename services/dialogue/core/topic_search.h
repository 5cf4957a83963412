// What the catalogue has on a topic. Internal to the core.
#pragma once

#include <string>
#include <vector>

#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {

bool IsSure(const Found& found);

// "Ich bin umgezogen. Muss ich das Auto auch ummelden?" asks about the car. Where the question alone names nothing for
// sure ("Mein Perso läuft ab. Was kostet ein neuer?"), all of it counts.
absl::StatusOr<Found> FindTopic(Turn& turn, const std::string& topic, const std::vector<std::string>& acts);

}  // namespace amtslotse::dialogue
