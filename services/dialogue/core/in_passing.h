// Internal to the core.
#pragma once

#include <string>

#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {

// "Wo ist das genau?" while a place is held: where that is, not where else one could go. False: it is something else.
bool AnswerWhereHeld(Turn& turn, nlu::Act act, const std::string& topic);

// "geht das ohne Termin?", "brauche ich für den Perso einen Termin?" are questions, not bookings.
bool AsksWhetherAppointment(const Turn& turn, nlu::Act act);

// "ach ne, doch lieber Freitag", "nein, nicht Reisepass, Personalausweis". False: it says neither.
bool TakeCorrection(Turn& turn);

// "doch lieber Reisepass" while something else is booked. False: it is something else.
bool TakeOtherService(Turn& turn);

// "und noch einen Reisepass dazu": one more matter of the booking under way. False: it is something else.
bool TakeAddition(Turn& turn);

}  // namespace amtslotse::dialogue
