#include <algorithm>
#include <array>

#include "services/dialogue/core/turn.h"
#include "services/dialogue/core/wishes.h"

namespace amtslotse::dialogue {

bool AnswerKnownQuestion(Turn& turn) {
  using nlu::Act;
  constexpr int kFewestSpaces = 2;  // "Termin, bitte" is nobody's question
  constexpr double kWordForWord = 1;
  // What is done or told without asking knowledge; everything else asks it with the whole message anyway.
  static constexpr std::array kToldOtherwise{
      Act::kBook,        Act::kShowSlots,         Act::kRebook,       Act::kCancel,  Act::kMyAppointment,
      Act::kWaitingList, Act::kApplicationStatus, Act::kOpeningHours, Act::kOpenNow, Act::kOutOfScope};
  const auto& segments = turn.understood.segments;
  if (segments.empty() || std::count(turn.text.begin(), turn.text.end(), ' ') < kFewestSpaces) return false;
  const bool otherwise =
      std::find(kToldOtherwise.begin(), kToldOtherwise.end(), BestAct(segments.front())) != kToldOtherwise.end();
  return otherwise && AnswerByEntry(turn, 2, kWordForWord);
}

}  // namespace amtslotse::dialogue
