// Times said from others: "eine Woche später, gleiche Uhrzeit", "am Tag danach", "eine Stunde früher". Internal to the
// core.
#pragma once

#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {

// Reads such a time from where the talk has come to: the appointment that is moved or was just booked, the time that is
// held, or the first of those offered. False: the message says none, or there is nothing to count from.
bool ReadShift(const Turn& turn, SlotWish& wish);

}  // namespace amtslotse::dialogue
