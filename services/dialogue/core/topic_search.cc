#include "services/dialogue/core/topic_search.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "nlu/text/tokens.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/topics_apart.h"

namespace amtslotse::dialogue {
namespace {

// "ich Ukraine kommen wo anmelden": where somebody comes from is not what they want.
bool IsCountry(std::string_view word) {
  static constexpr std::array<std::string_view, 30> kCountries{
      "ukraine",   "syrien",   "afghanistan", "irak",     "iran",     "tuerkei", "polen",   "rumaenien",
      "bulgarien", "russland", "indien",      "somalia",  "eritrea",  "nigeria", "marokko", "tunesien",
      "kosovo",    "albanien", "serbien",     "bosnien",  "kroatien", "italien", "spanien", "griechenland",
      "vietnam",   "china",    "brasilien",   "pakistan", "ungarn",   "ghana"};
  return std::find(kCountries.begin(), kCountries.end(), word) != kCountries.end();
}

// The topic's words that name no street, no country and not this town.
std::string WithoutPlaces(const Turn& turn, const std::string& topic) {
  std::string places = turn.town.municipality().name;
  for (const nlu::Entity& entity : turn.understood.entities) {
    if (entity.kind == nlu::EntityKind::kStreetAddress || entity.kind == nlu::EntityKind::kPlace)
      places += " " + entity.surface;
  }
  const std::vector<std::string> left_out = nlu::FoldedWords(places);
  std::string kept;
  for (const auto word : absl::StrSplit(topic, ' ', absl::SkipEmpty())) {
    const std::vector<std::string> folded = nlu::FoldedWords(std::string(word));
    const bool place = !folded.empty() && (IsCountry(folded.front()) || std::find(left_out.begin(), left_out.end(),
                                                                                  folded.front()) != left_out.end());
    if (!place) kept += (kept.empty() ? "" : " ") + std::string(word);
  }
  return kept;
}

// What says no more than its neighbour does alone: "Auto wurde".
bool IsAuxiliary(const std::string& word) {
  static constexpr std::array<std::string_view, 12> kWords = {"ist",    "sind",   "war",   "wird", "werden", "wurde",
                                                              "wurden", "worden", "waren", "hat",  "habe",   "haben"};
  return std::find(kWords.begin(), kWords.end(), Folded(word)) != kWords.end();
}

// "mein Auto soll abgemeldet werden, Kennzeichen sind noch dran": where all words together are unsure, two neighbours
// may name one of the nearest finds for sure.
std::optional<Found> FindPart(Turn& turn, const std::string& topic, const std::vector<std::string>& acts,
                              const Found& nearest) {
  constexpr std::size_t kMostPairs = 6;
  std::vector<std::string> words = absl::StrSplit(topic, ' ', absl::SkipEmpty());
  std::erase_if(words, IsAuxiliary);
  const std::string folded = Folded(turn.text + " " + topic);
  if (nearest.candidates.empty() || words.size() < 3 || folded.find(" oder ") != std::string::npos) return std::nullopt;
  std::vector<AskQuery> pairs;
  for (std::size_t i = 0; i + 1 < std::min(words.size(), kMostPairs + 1); ++i) {
    const std::string pair = WithWholeVerb(turn.text, words[i] + " " + words[i + 1]);
    pairs.push_back({.topic = pair, .text = pair, .acts = acts, .service_id = ""});
  }
  auto all = turn.town.AskAll(pairs);
  if (!all.ok()) return std::nullopt;
  std::optional<Found> named;
  for (Found& found : *all) {
    if (!IsSure(found) || !found.service || !found.service_from_topic) continue;
    const bool near = std::any_of(nearest.candidates.begin(), nearest.candidates.end(),
                                  [&](const Hit& hit) { return hit.id == found.service->id; });
    if (!near) continue;
    if (named && *named->service != *found.service) return std::nullopt;
    named = std::move(found);
  }
  return named;
}

// "Mein Ausweis ist abgelaufen. Muss ich da noch einen neuen haben?"
bool IsOnlyWhichOne(const std::string& words) {
  static constexpr std::array<std::string_view, 14> kWhich{"neu",    "neue",     "neuen",     "neuer",  "neues",
                                                           "alte",   "alten",    "alter",     "altes",  "anderen",
                                                           "andere", "naechste", "naechsten", "welchen"};
  const std::vector<std::string> said = nlu::FoldedWords(words);
  return std::all_of(said.begin(), said.end(), [](const std::string& word) {
    return std::find(kWhich.begin(), kWhich.end(), word) != kWhich.end();
  });
}

// "Reisepasses" in "Reisepass beantragen"
bool IsWordOf(const std::string& name, const std::string& word) {
  constexpr std::size_t kShortestStem = 5;
  static constexpr std::array<std::string_view, 5> kEndings = {"", "es", "en", "s", "n"};
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) {
    const std::size_t stem = word.size() - std::min(word.size(), ending.size());
    return word.ends_with(ending) && stem >= kShortestStem && name.find(word.substr(0, stem)) != std::string::npos;
  });
}

// "i bräucht an neia Reisepass": the one word that names the nearest find for sure. Behind "oder" may stand another.
std::optional<Found> FindWord(Turn& turn, const std::string& topic, const std::vector<std::string>& acts,
                              const Found& nearest) {
  constexpr std::size_t kShortest = 5;
  constexpr std::size_t kMostWords = 8;
  std::vector<std::string> words = absl::StrSplit(topic, ' ', absl::SkipEmpty());
  std::erase_if(words, [](const std::string& word) { return word.size() < kShortest || IsAuxiliary(word); });
  if (nearest.candidates.empty() || words.empty() || words.size() > kMostWords) return std::nullopt;
  const bool either = Folded(turn.text).find(" oder ") != std::string::npos;
  std::vector<AskQuery> each;
  for (const std::string& word : words) each.push_back({.topic = word, .text = word, .acts = acts, .service_id = ""});
  auto all = turn.town.AskAll(each);
  if (!all.ok()) return std::nullopt;
  std::optional<Found> named;
  for (std::size_t i = 0; i < all->size(); ++i) {
    Found& found = (*all)[i];
    if (!IsSure(found) || !found.service || !found.service_from_topic) continue;
    if (!IsWordOf(Folded(found.service->name), Folded(words[i]))) continue;
    if (found.service->id == nearest.candidates.front().id) {
      if (!named) named = std::move(found);
    } else if (either) {
      return std::nullopt;
    }
  }
  return named;
}

}  // namespace

bool IsSure(const Found& found) {
  const bool sure = !found.service_from_topic || found.confidence >= kSureOfService;
  return found.outcome == Found::Outcome::kAnswered && sure && !found.answers.empty();
}

absl::StatusOr<Found> FindTopic(Turn& turn, const std::string& topic, const std::vector<std::string>& acts) {
  const bool kind = NamesAKind(topic);
  const std::string service = turn.session.service && !kind ? turn.session.service->id : "";
  const std::string_view question = LastQuestion(turn.text);
  const std::string asked = TopicWithin(question, topic);
  std::vector<AskQuery> queries;
  if (!asked.empty() && asked.size() < topic.size() && !IsOnlyVerb(asked) && !IsOnlyWhichOne(asked)) {
    const std::string text(question);
    queries.push_back({.topic = WithWholeVerb(text, asked), .text = text, .acts = acts, .service_id = service});
  }
  // A bare "was kostet der?" is about the service under way; its words alone would find some entry or other.
  queries.push_back({.topic = WithWholeVerb(turn.text, topic),
                     .text = topic.empty() || kind ? topic : turn.text,
                     .acts = acts,
                     .service_id = service});
  auto all = turn.town.AskAll(queries);
  if (!all.ok()) return all.status();
  if (all->size() > 1 && IsSure(all->front()) && all->front().service_from_topic) return std::move(all->front());
  Found& found = all->back();
  if (IsSure(found)) return std::move(found);
  // "Personalausweis für Tochter", "Wohnsitz von der Marktstraße 3 verlegen": whom and where may lead astray.
  const std::string thing = WithoutPeople(WithoutPlaces(turn, topic));
  if (!thing.empty() && thing != topic) {
    auto again =
        turn.town.Ask({.topic = WithWholeVerb(turn.text, thing), .text = thing, .acts = acts, .service_id = service});
    if (again.ok() && IsSure(*again) && again->service_from_topic) return again;
  }
  auto part = FindPart(turn, thing, acts, found);
  if (!part) part = FindWord(turn, thing, acts, found);
  return part ? *std::move(part) : std::move(found);
}

namespace {

bool NamesAService(const Found& found) { return IsSure(found) && found.service && found.service_from_topic; }

// "perso führerschein", in "perso führerschein und reisepass": each word, when each surely names another service, which
// begins with it: "Perso weg" is one thing.
std::vector<Found> FindEachWord(Turn& turn, const TopicApart& thing, const std::vector<std::string>& acts) {
  constexpr double kSureAlone = 0.8;
  std::vector<AskQuery> queries;
  for (const std::string& word : ThingsIn(thing.words))
    queries.push_back({.topic = word, .text = word, .acts = acts, .service_id = ""});
  if (queries.size() < 2) return {};
  auto each = turn.town.AskAll(queries);
  if (!each.ok()) return {};
  for (auto found = each->begin(); found != each->end(); ++found) {
    const bool again =
        std::any_of(each->begin(), found, [&](const Found& before) { return before.service == found->service; });
    const std::string& word = queries[static_cast<std::size_t>(found - each->begin())].topic;
    const bool sure = NamesAService(*found) && found->confidence >= kSureAlone;
    const std::string first = word.substr(0, word.find(' '));  // "hund" of "hund anmelden"
    if (!sure || again || !Folded(found->service->name).starts_with(first)) return {};
  }
  return *std::move(each);
}

}  // namespace

std::vector<FoundApart> FindApart(Turn& turn, const std::string& topic, const std::vector<std::string>& acts) {
  const std::vector<TopicApart> things = TopicsApart(turn.text, topic);
  std::vector<AskQuery> parts;
  for (const TopicApart& thing : things) {
    const std::string part = WithWholeVerb(turn.text, thing.words);
    parts.push_back({.topic = part, .text = part, .acts = acts, .service_id = ""});
  }
  if (parts.size() < 2) return {};
  auto answers = turn.town.AskAll(parts);
  if (!answers.ok()) return {};
  std::vector<FoundApart> all;
  const auto add = [&](Found& found, int count) {
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const Found& other) { return other.service == found.service; });
    if (!known) all.push_back({std::move(found), count});
  };
  for (std::size_t i = 0; i < answers->size(); ++i) {
    std::vector<Found> words = FindEachWord(turn, things[i], acts);
    for (Found& word : words) add(word, things[i].count);
    if (!words.empty()) continue;
    if (!NamesAService((*answers)[i])) return {};
    add((*answers)[i], things[i].count);
  }
  return all.size() < 2 ? std::vector<FoundApart>{} : all;
}

}  // namespace amtslotse::dialogue
