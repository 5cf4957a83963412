// What other systems do: the status of an application, the report of a defect. The town may have given a link for it.
#include "nlu/act.h"
#include "services/dialogue/core/topic_search.h"
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

void SayWhereToReport(Turn& turn) {
  const std::string contact = ContactOf(turn.town.municipality());
  // The matter's own words first, then what German catalogues call such a form.
  for (const std::string& topic : {std::string(turn.understood.topic), std::string("Schaden melden")}) {
    if (topic.empty()) continue;
    const auto found = turn.town.Ask({.topic = topic, .text = topic, .acts = {"form_online"}, .service_id = ""});
    if (!found.ok() || !IsSure(*found) || !found->service_from_topic) continue;
    const Answer& answer = found->answers.front();
    if (answer.online_services.empty()) continue;
    turn.Say(Text("defect_report.online", {{"contact", contact}})).links = answer.online_services;
    return;
  }
  turn.Say(Text("defect_report", {{"contact", contact}}));
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
