// What a message wants: its acts, each with the words it is about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {

bool IsInformation(nlu::Act act);  // answered from the catalogue
bool IsAppointmentAct(nlu::Act act);

// An appointment that exists may be meant: one is known or under way, or the words speak of one, of coming or of a
// time.
bool SpeaksOfOwnAppointment(const Turn& turn);

// "und noch was,", "ich hab da mal eine Frage": announces a question and asks none.
bool OnlyAnnounces(std::string_view text);

nlu::Act BestAct(const nlu::Segment& segment);
double Confidence(const nlu::Segment& segment);

// Every part of the message is surely nothing that a town is for.
bool IsDeclined(const nlu::Understanding& message);

// A wish of the message, with the words it is about.
struct Wish {
  nlu::Act act;
  std::string topic;
};

// In the order of the message.
std::vector<Wish> WishesOf(const Turn& turn);

}  // namespace amtslotse::dialogue
