// Leichte Sprache on request, and who says that an answer was not understood.
#include <absl/strings/str_split.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

// "Perso in Leichter Sprache" without these words: what it is about.
std::string TopicBeside(const std::string& topic) {
  std::string rest;
  for (const auto word : absl::StrSplit(topic, ' ', absl::SkipEmpty())) {
    const std::string folded = Folded(std::string(word));
    if (folded.starts_with("leicht") || folded.starts_with("einfach") || folded == "sprache" || folded == "deutsch" ||
        folded.starts_with("text") || folded.starts_with("erklaer"))
      continue;
    rest += (rest.empty() ? "" : " ") + std::string(word);
  }
  return rest;
}

bool AsksForPlainLanguage(const std::string& folded) {
  return SaysAny(folded, {"leichte sprache", "leichter sprache", "leichtes deutsch", "leichtem deutsch",
                          "einfache sprache", "einfacher sprache", "einfaches deutsch", "einfachem deutsch"});
}

// "versteh ich nicht", "hä?", "kapier ich nicht"
bool HasNotUnderstood(const Turn& turn) {
  constexpr std::ptrdiff_t kMostSpaces = 5;
  const std::string folded = " " + Folded(turn.text) + " ";
  if (std::count(folded.begin(), folded.end(), ' ') > kMostSpaces + 2) return false;
  const bool puzzled = SaysAny(folded, {" versteh", " kapier", " check", " begreif", " raff "});
  const bool of_anything_else = SaysAny(folded, {" sie mich", " ihr mich", " du mich", " mich ", " deutsch", " mir "});
  if (puzzled && !of_anything_else && SaysAny(folded, {" nicht ", " nix ", " nichts ", " net ", " kein wort "}))
    return true;
  if (SaysAny(folded, {" einfacher ", " verstaendlicher "}) && SaysAny(folded, {" sagen", " erklaer", " ausdrueck"}))
    return true;
  static constexpr std::array<std::string_view, 7> kPuzzled{
      "hae", "hä", "wie bitte", "hae wie bitte", "was meinen sie", "was heisst das", "haeh"};
  std::string said = folded;
  std::erase_if(said, [](char c) { return c == '?' || c == '!' || c == ','; });
  return std::find(kPuzzled.begin(), kPuzzled.end(), Trimmed(said)) != kPuzzled.end();
}

// The overview of a service in Leichte Sprache, and in German where there is none.
void SayPlainly(Turn& turn, const AskQuery& query) {
  const auto found = turn.town.Ask(query);
  if (!found.ok()) return turn.SayDown(found.status(), "knowledge");
  const bool of_service = found->outcome == Found::Outcome::kAnswered && found->service && !found->answers.empty() &&
                          found->answers.front().entry_id.empty();
  if (!of_service) return void(turn.Say(Text("plain.which"), "question"));
  turn.session.unclear_in_a_row = 0;
  turn.session.service = found->service;
  SayNotices(turn, found->notices);
  if (!found->answers.front().plain) turn.Say(Text("plain.none"));
  SayAnswers(turn, found->answers, true);
}

}  // namespace

bool TakePlainLanguage(Turn& turn) {
  if (!AsksForPlainLanguage(Folded(turn.text))) return false;
  turn.StopWaiting();
  const std::string topic = TopicBeside(turn.understood.topic);
  const auto& service = turn.session.service;
  if (topic.empty() && !service) return turn.Say(Text("plain.which"), "question"), true;
  return SayPlainly(turn, {.topic = topic,
                           .text = topic,
                           .acts = {"overview"},
                           .service_id = topic.empty() ? service->id : "",
                           .plain = true}),
         true;
}

bool TakePuzzled(Turn& turn) {
  if (!HasNotUnderstood(turn)) return false;
  turn.StopWaiting();
  turn.Say(Text("puzzled", {{"contact", ContactOf(turn.town.municipality())}}), "question");
  return true;
}

}  // namespace amtslotse::dialogue
