// An age that is told behind an answer. Internal to the core.
#pragma once

namespace amtslotse::dialogue {

struct Turn;

// "Und wenn ich erst 20 bin?", "ich bin 22", "und unter 24?" behind an answer: the same once more, first what holds for
// that age. False: the message is something else.
bool TakeAge(Turn& turn);

}  // namespace amtslotse::dialogue
