// Who greets, or says who they are, before anybody asked.

#include <algorithm>

#include "services/dialogue/core/asked_name.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {

// "Montag mein Name, ich brauche einen Reisepass": the name is no word of the matter, and no day.
std::string WithoutNameInFront(const std::string& text) {
  constexpr std::size_t kLongestName = 40;
  for (const std::string_view words : {" mein Name", " mein name", " Mein Name"}) {
    const std::size_t at = text.find(words);
    if (at == std::string::npos || at > kLongestName || text.find_first_of(",.;:!?") < at) continue;
    std::string_view rest = std::string_view(text).substr(at + words.size());
    const std::size_t joint = rest.starts_with(" und ") ? std::string_view(" und ").size() : 0;
    const bool ends = rest.find_first_of(",.;!") == 0;
    const bool introduces =
        text.substr(0, at).find(" ist") == std::string::npos || text.substr(0, at).ends_with(" ist");
    if (!introduces || (joint == 0 && !ends)) continue;
    rest.remove_prefix(std::min(rest.size(), std::max<std::size_t>(joint, 1)));
    std::string wish = Trimmed(rest);
    if (!wish.empty()) return wish;
  }
  return text;
}

// "ich heiße Tod, Vorname Anna", and nothing else
static bool OnlyIntroduces(const Turn& turn) {
  constexpr std::ptrdiff_t kMostSpaces = 7;
  const std::string folded = Folded(turn.text) + " ";
  const bool begins =
      folded.starts_with("ich heisse ") || folded.starts_with("mein name ist ") || folded.starts_with("ich bin der ") ||
      folded.starts_with("ich bin die ") || folded.starts_with("ich bin frau ") ||
      folded.starts_with("ich bin herr ") || folded.starts_with("hier ist ") || folded.starts_with("hier spricht ") ||
      folded.starts_with("hier schreibt ") || folded.ends_with(" mein name ") || folded.ends_with(" ist mein name ");
  if (!begins || std::count(folded.begin(), folded.end(), ' ') > kMostSpaces ||
      turn.text.find('?') != std::string::npos)
    return false;
  if (SaysAny(" " + folded, {" jetzt ", " anders ", " will ", " moechte ", " brauche ", " termin", " neu", " was ",
                             " wie ", " wo ", " wann ", " nicht ", " falsch", " aender"}))
    return false;
  const AskedName name = ReadAskedName(turn.text);
  return turn.Find(nlu::EntityKind::kPersonName) != nullptr || name.shape == NameShape::kSurely;
}

bool TakeIntroduction(Turn& turn) {
  const Awaiting awaiting = turn.session.awaiting;
  if ((awaiting != Awaiting::kNothing && awaiting != Awaiting::kService) || turn.session.booking ||
      !OnlyIntroduces(turn))
    return false;
  turn.Say(Text("name.told"), "question");
  return true;
}

bool AnswerBehindGreeting(Turn& turn, const std::string& topic) {
  constexpr double kSureOfTopic = 0.7;
  if (topic.find(' ') == std::string::npos) return false;
  const auto found = turn.town.Ask({.topic = topic, .text = topic, .acts = {"overview"}, .service_id = ""});
  if (!found.ok() || found->outcome != Found::Outcome::kAnswered || found->confidence < kSureOfTopic) return false;
  AnswerActs(turn, {{"overview", topic}});
  return true;
}

}  // namespace amtslotse::dialogue
