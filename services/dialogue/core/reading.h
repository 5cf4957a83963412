// How a message is read before it is answered. Internal to the core.
#pragma once

#include <string>

#include "nlu/understanding.h"

namespace amtslotse::dialogue {

struct Turn;

// What nlu says of the message, with what was asked for in mind. How a letter ends ("Viele Grüße, Anna Meier") is taken
// out of `turn.text` where the message says more; who signed is then in `turn.signature`.
nlu::Understanding ReadMessage(Turn& turn);
// What nlu says of a text, or where it is away, what its words say: `turn.words_only` then tells so, and nlu is asked
// no more in this turn.
nlu::Understanding Read(Turn& turn, const std::string& text, nlu::Expecting expecting);
// "123" is no cry for help; "112" may be one.
bool IsOnlyNumbers(const std::string& text);

}  // namespace amtslotse::dialogue
