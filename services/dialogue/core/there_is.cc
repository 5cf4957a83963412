// "Gibt es hier eine Sauna?": what the place has, as far as the town knows of it.
#include <algorithm>
#include <array>

#include "nlu/text/tokens.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/topic_search.h"
#include "services/dialogue/core/turn.h"
#include "services/dialogue/core/wishes.h"

namespace amtslotse::dialogue {
namespace {

bool AsksWhatIsHere(const Turn& turn) {
  const std::string folded = " " + Folded(turn.text) + " ";
  const bool here = SaysAny(folded, {" hier ", " bei euch ", " bei ihnen ", " bei uns ", " im ort ", " am ort ",
                                     " in der stadt ", " in der naehe "});
  return here && !SaysAny(folded, {"termin", " offen", " geoeffnet", " auf "}) &&
         SaysAny(folded, {" gibt es ", " gibts ", " gibt's ", " habt ihr ", " haben sie ", " wo ist ", " wo find"});
}

// Offices have their own ways of being found, also those of other authorities.
bool IsOfficeName(const std::string& word) {
  static constexpr std::array<std::string_view, 8> kEndings{"amt",     "stelle", "buero",   "behoerde",
                                                            "gericht", "kasse",  "polizei", "rathaus"};
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) { return word.ends_with(ending); });
}

bool Names(const std::string& title, const std::vector<std::string>& topic) {
  constexpr std::size_t kShortest = 4;
  constexpr std::size_t kEnding = 2;  // "Kitas", "Büchereien"
  const std::string name = Folded(title);
  return std::any_of(topic.begin(), topic.end(), [&](const std::string& word) {
    return word.size() >= kShortest &&
           name.find(word.substr(0, std::max(kShortest, word.size() - kEnding))) != std::string::npos;
  });
}

}  // namespace

bool TakeThereIs(Turn& turn) {
  constexpr std::size_t kMostWords = 3;
  constexpr double kWorthOffering = 0.9;
  constexpr double kCertain = 0.99;
  const Awaiting awaiting = turn.session.awaiting;
  const std::vector<std::string> topic = nlu::FoldedWords(turn.understood.topic);
  const bool free = awaiting == Awaiting::kNothing || awaiting == Awaiting::kService;
  if (!free || !AsksWhatIsHere(turn) || topic.empty() || topic.size() > kMostWords ||
      std::any_of(topic.begin(), topic.end(), IsOfficeName))
    return false;
  const auto found =
      turn.town.Ask({.topic = turn.understood.topic, .text = turn.text, .acts = {"overview"}, .service_id = ""});
  if (!found.ok()) return false;
  const bool office = std::any_of(found->candidates.begin(), found->candidates.end(),
                                  [](const Hit& hit) { return hit.kind == HitKind::kOffice; });
  const bool entry = !found->answers.empty() && !found->answers.front().entry_id.empty();
  const bool certain = found->confidence >= kCertain;  // staff assigned just this question
  const bool known = IsSure(*found) && (entry || (found->service && (certain || Names(found->service->name, topic))));
  // Where it was understood what is asked about it, that is answered.
  const auto& segments = turn.understood.segments;
  const bool asks = std::any_of(segments.begin(), segments.end(),
                                [](const nlu::Segment& segment) { return IsInformation(BestAct(segment)); });
  if ((office || known) && asks) return false;
  turn.StopWaiting();
  if (office) return AnswerOffice(turn, "address", std::nullopt), true;
  if (known) return AnswerActs(turn, {{"overview", turn.understood.topic}}), true;
  // What only resembles it is no answer.
  std::vector<Hit> near;
  if (found->service && found->confidence >= kWorthOffering)
    near.push_back({HitKind::kService, found->service->id, found->service->name, found->confidence});
  SayUnclear(turn, near, turn.understood.topic);
  return true;
}

}  // namespace amtslotse::dialogue
