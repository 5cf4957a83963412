// "Öffnungszeiten Aldi", "Telefonnummer von der Sparkasse": hours and numbers of somebody who is not of the town. The
// town hall's would be a wrong answer.
#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <vector>

#include "nlu/text/tokens.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/topic_search.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

// Words that the town hall itself, or the people and hours in it, are called by: their beginnings.
bool IsOfAnyOffice(const std::string& word) {
  static constexpr std::array<std::string_view, 74> kBegins{
      "amt",       "aemt",        "rathaus",   "stadt",       "verwaltung",     "gemeinde",     "kreis",
      "landrat",   "buerger",     "behoerd",   "buero",       "melde",          "dienst",       "stelle",
      "abteilung", "fachbereich", "zentral",   "hotline",     "nummer",         "telefon",      "durchwahl",
      "mail",      "email",       "kontakt",   "ansprech",    "mitarbeit",      "sachbearbeit", "zustaendig",
      "person",    "mensch",      "jemand",    "leute",       "kolleg",         "service",      "schalter",
      "oeffnung",  "offen",       "geoeffnet", "geschlossen", "sprech",         "zeit",         "uhr",
      "feiertag",  "brueckentag", "weihnacht", "silvester",   "neujahr",        "oster",        "pfingst",
      "ferien",    "urlaub",      "woche",     "mittag",      "abend",          "morgen",       "nachmittag",
      "vormittag", "termin",      "besuch",    "adress",      "anfahrt",        "park",         "rollstuhl",
      "eingang",   "gebaeude",    "chef",      "leit",        "buergermeister", "sekretariat",  "vorzimmer",
      "info",      "auskunft",    "anruf",     "erreich"};
  static constexpr std::array<std::string_view, 40> kWhole{
      "auf",  "zu",    "haus",  "hier",  "dort",  "da",   "ihnen", "euch",  "ihr", "sie",
      "eure", "eurer", "ihre",  "ihrer", "denen", "uns",  "mir",   "laden", "fax", "bus",
      "auto", "weg",   "heute", "jetzt", "genau", "frau", "herr",  "herrn", "dem", "der",
      "die",  "das",   "den",   "bitte", "noch",  "so",   "mal",   "lange", "bot", "chat"};
  return std::find(kWhole.begin(), kWhole.end(), word) != kWhole.end() ||
         std::any_of(kBegins.begin(), kBegins.end(), [&](std::string_view begin) { return word.starts_with(begin); });
}

bool IsArticle(std::string_view word) {
  return word == "der" || word == "die" || word == "das" || word == "dem" || word == "den";
}

// "Telefonnummer von der …", "wann hat … auf", "Öffnungszeiten …": what stands there is who is asked for.
bool LeadsToAName(std::string_view word) {
  static constexpr std::array<std::string_view, 26> kWords{"von",           "vom",           "bei",
                                                           "beim",          "hat",           "haben",
                                                           "zum",           "zur",           "oeffnungszeiten",
                                                           "oeffnungszeit", "telefonnummer", "telefon",
                                                           "nummer",        "rufnummer",     "adresse",
                                                           "kontakt",       "kontaktdaten",  "mailadresse",
                                                           "ist",           "macht",         "wo",
                                                           "schliesst",     "oeffnet",       "erreiche",
                                                           "hotline",       "anschrift"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

bool FollowsAName(std::string_view word) {
  return word == "oeffnungszeiten" || word == "telefonnummer" || word == "nummer" || word == "telefon" ||
         word == "adresse" || word == "hotline" || word == "kontakt" || word == "offen" || word == "auf" ||
         word == "geoeffnet";
}

// As it was written; empty: the message asks for nobody by name, or for an office.
std::string NameAskedFor(const Turn& turn, const std::string& topic) {
  constexpr std::size_t kMostWords = 3;
  const std::vector<std::string> wanted = nlu::FoldedWords(topic);
  if (wanted.empty() || wanted.size() > kMostWords || std::any_of(wanted.begin(), wanted.end(), IsOfAnyOffice))
    return {};
  const nlu::FoldedText folded = nlu::FoldWithOrigin(turn.text);
  const std::vector<nlu::Token> tokens = nlu::Tokenize(folded);
  std::string name;
  std::size_t first = tokens.size(), last = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (std::find(wanted.begin(), wanted.end(), tokens[i].text) == wanted.end()) continue;
    first = std::min(first, i);
    last = i;
    name += (name.empty() ? "" : " ") + std::string(nlu::Slice(turn.text, tokens[i].span));
  }
  std::size_t before = first;
  while (before > 0 && before <= tokens.size() && IsArticle(tokens[before - 1].text)) --before;
  const bool led = first < tokens.size() && before > 0 && LeadsToAName(tokens[before - 1].text);
  const bool followed = last + 1 < tokens.size() && FollowsAName(tokens[last + 1].text);
  return led || followed ? name : std::string();
}

// Dates and places are no names, and who is in the town's directory is no stranger.
bool IsNobodys(Turn& turn, const std::string& topic) {
  using nlu::EntityKind;
  for (const EntityKind kind : {EntityKind::kPlace, EntityKind::kStreetAddress, EntityKind::kPostcode}) {
    if (turn.Find(kind) != nullptr) return false;
  }
  const auto areas = turn.town.FindPlaces(topic);
  if (!areas.ok() || !areas->empty()) return false;
  const auto found = turn.town.Ask({.topic = topic, .text = topic, .acts = {"overview"}, .service_id = ""});
  return found.ok() && found->answers.empty() && found->candidates.empty();
}

}  // namespace

bool SayStranger(Turn& turn, const std::string& topic, const std::vector<std::string>& acts) {
  const std::string name = NameAskedFor(turn, topic);
  if (name.empty() || !IsNobodys(turn, topic)) return false;
  turn.StopWaiting();
  turn.town.RecordUnanswered(turn.text, "unclear");
  turn.Say(Text("stranger", {{"name", name}, {"town", turn.town.municipality().name}}));
  if (!turn.session.service) turn.Offer(Text("stranger.town"), "act", acts.front());
  return true;
}

}  // namespace amtslotse::dialogue
