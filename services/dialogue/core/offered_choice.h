// Choosing from the times that were offered, in more words than a number. Internal to the core.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace amtslotse::dialogue {

struct Slot;
struct Turn;

// While times are offered; each is false where the message says something else.
bool TakeTooHigh(Turn& turn);       // "4" of two
bool TakeNamedPlace(Turn& turn);    // "8 Uhr Nord", "lieber Mitte"; also while one is held
bool AskWhichOfThese(Turn& turn);   // "8 Uhr", where two places have that
void NoteContactEarly(Turn& turn);  // name and address, before a time is chosen

// "doch lieber den ersten", where one of them is held already. False: it is something else.
bool TakeChosenAfterAll(Turn& turn);

// "wie war nochmal die Zeit?" of what is offered or held.
bool AsksForOwnTime(const Turn& turn);
// "kann ich morgen kommen?", where no appointment is known
bool AsksToCome(const Turn& turn);
// "absagen", while times are offered and nothing is booked
bool CallsOffTheSearch(const Turn& turn);

// The number that is chosen, "den zweiten, nein den dritten": 3; -1 for the last; nothing where other words are said,
// or several numbers.
std::optional<std::int64_t> ChosenNumber(const Turn& turn);
// The offered times at the clock time that the message names, at that location unless it is empty; none where it names
// no time.
std::vector<Slot> OfferedThatFit(const Turn& turn, const std::string& location_id);
void OfferThese(Turn& turn, const std::vector<Slot>& slots, const std::string& intro);

// "Wirklich absagen?" again, behind the answer to something else.
void RemindOfCancellation(Turn& turn);

}  // namespace amtslotse::dialogue
