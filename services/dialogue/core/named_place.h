// Which of the town's places for appointments a message names. Internal to the core.
#pragma once

#include <string>

namespace amtslotse::dialogue {

struct SlotWish;
struct Turn;

// What leads to a place: "im Bürgerbüro Nord", "lieber in der Mitte", "in Nordhagen"; empty: none, or several. While
// times are offered, FindOfferedLocation finds a place by its name alone.
std::string NamedPlace(const Turn& turn);

// "Termin im Bürgerbüro Nord": only times there.
void ReadPlaceWished(const Turn& turn, SlotWish& wish);

}  // namespace amtslotse::dialogue
