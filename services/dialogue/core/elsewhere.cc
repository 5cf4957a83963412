// What other systems do: the status of an application, the report of a defect. The town may have given a link for it.
#include "nlu/act.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

absl::StatusOr<Found> AskAbout(Turn& turn, nlu::Act act, const std::string& topic) {
  const auto& service = turn.session.service;
  return turn.town.Ask({.topic = topic,
                        .text = turn.text,
                        .acts = {std::string(nlu::ActId(act))},
                        .service_id = service ? service->id : std::string()});
}

// The answer is the link itself, not some form beside it.
bool IsLink(const Answer& answer) {
  return !answer.forms.empty() && answer.short_text.find(answer.forms.front().url) != std::string::npos;
}

}  // namespace

bool AnswerByLink(Turn& turn, nlu::Act act, const std::string& topic) {
  const auto found = AskAbout(turn, act, topic);
  if (!found.ok() || found->outcome != Found::Outcome::kAnswered || found->answers.empty()) return false;
  if (!IsLink(found->answers.front())) return false;
  SayAnswers(turn, found->answers, false);
  return true;
}

void AnswerStatus(Turn& turn, const std::string& topic) {
  auto& service = turn.session.service;
  const auto found = AskAbout(turn, nlu::Act::kApplicationStatus, topic);
  if (found.ok() && found->outcome == Found::Outcome::kAnswered && !found->answers.empty()) {
    const Answer& answer = found->answers.front();
    if (IsLink(answer) || !answer.entry_id.empty()) return SayAnswers(turn, found->answers, false);
    if (found->service) {
      service = found->service;
      turn.Say(Text("status.at_office"));
      return AnswerOffice(turn, "contact", service);
    }
  }
  turn.Say(Text("status.application", {{"contact", turn.town.municipality().telephone}}));
}

}  // namespace amtslotse::dialogue
