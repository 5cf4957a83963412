// What a message says of the mood of who writes it. Internal to the core.
#pragma once

#include <string_view>

namespace amtslotse::dialogue {

struct Turn;

// "bei euch brennt ja wohl der Hut", "ich raste gleich aus"; folded.
bool IsAngry(std::string_view folded);

// Unwell, at a loss, or no more than "warum?": tells who helps, or asks back. False: it is something else.
bool TakeMood(Turn& turn);

}  // namespace amtslotse::dialogue
