// What was asked for last, and whether the message answers it. Internal to the core.
#pragma once

#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {

// True when the message answered what was asked.
bool TakeAwaited(Turn& turn);
bool LeadsAway(const Turn& turn);  // from details that are awaited, to something else
bool IsPlainlyAName(const Turn& turn);
bool GivesAddress(const Turn& turn);  // the one that was asked for
bool GivesDetails(const Turn& turn);  // the name or the address that was asked for
bool TellsAnAge(const Turn& turn);    // "er ist 4", and nothing else
bool IsOnlyACode(const Turn& turn);   // eight characters drawn by chance may look like a cry for help
// What is only like danger ("mein Mann hat einen Rollstuhl") is answered, with the numbers before it.
bool IsClearly(const nlu::Emergency& emergency);
// A reservation, and times that were offered, stay on the table while other questions are answered.
void RemindOfHold(Turn& turn, Awaiting was);
void RemindOfOffer(Turn& turn);

}  // namespace amtslotse::dialogue
