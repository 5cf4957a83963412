// Whether somebody speaks of a death. Internal to the core.
#pragma once

#include <vector>

#include "services/dialogue/core/turn.h"
#include "services/dialogue/core/wishes.h"

namespace amtslotse::dialogue {

// Only where a word says so; no animal's, and nobody's who is called so.
bool SpeaksOfDeath(const Turn& turn);

// "gestern ist er gestorben", while a dog is talked of
bool SpeaksOfTheDog(const Turn& turn);

// "und wo bekomme ich die Sterbeurkunde?", after a death was spoken of: nothing new to be sorry for.
bool GoesOnAboutDeath(const Turn& turn);

// "Mein Mann ist gestorben. Was muss ich jetzt alles erledigen?" is one wish: words of any matter find some other.
void LeaveOutWhatIsMeantAnyway(std::vector<Wish>& wishes);

}  // namespace amtslotse::dialogue
