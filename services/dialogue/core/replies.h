// The replies of a turn, as they are said together. Internal to the core.
#pragma once

#include <string>
#include <vector>

#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {

// A notice before all that was said.
void SayFirst(Turn& turn, const std::string& notice);

// Two parts of a message may lead to the same answer: it is given once.
void SayOnce(std::vector<Message>& replies);

// Which service is meant is not asked where another part of the message has told it, and what a later reply of the turn
// took from the table is not offered.
void DropOvertaken(Turn& turn);

}  // namespace amtslotse::dialogue
