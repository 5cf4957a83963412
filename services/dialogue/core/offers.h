// What is offered where it is not sure what is meant.
#pragma once

#include <string>
#include <vector>

#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {

// Services, and questions that the town answers itself; an office is no offer.
bool HasOffers(const std::vector<Hit>& hits);

// "Was meinen Sie?"; what is chosen answers `acts`.
void OfferCandidates(Turn& turn, const std::vector<Hit>& candidates, const std::vector<std::string>& acts);

}  // namespace amtslotse::dialogue
