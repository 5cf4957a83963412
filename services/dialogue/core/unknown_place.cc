// A place that is named clearly and that nobody knows: said, and the postcode is asked for.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "nlu/text/tokens.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

template <std::size_t n>
bool EndsIn(const std::string& word, const std::array<std::string_view, n>& ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return word.ends_with(end); });
}

// How places in Germany are called, and little else.
bool SoundsLikePlace(const std::string& word) {
  constexpr std::size_t kShortest = 6;
  static constexpr std::array<std::string_view, 24> kEnds{
      "dorf",   "hausen",  "stadt",   "stedt",   "heim", "burg",     "berg",    "bach",
      "hagen",  "kirchen", "walde",   "buettel", "rode", "ersleben", "hofen",   "weiler",
      "brueck", "ingen",   "tupfing", "itz",     "kow",  "moor",     "stetten", "furt"};
  static constexpr std::array<std::string_view, 20> kNone{
      "innenstadt", "altstadt", "neustadt",   "vorstadt", "grossstadt", "kleinstadt",   "pflegeheim",
      "altenheim",  "wohnheim", "kinderheim", "tierheim", "altersheim", "seniorenheim", "heim",
      "sitz",       "besitz",   "antlitz",    "wohnsitz", "kinderdorf", "feriendorf"};
  return word.size() >= kShortest && EndsIn(word, kEnds) && !EndsIn(word, kNone);
}

// "ich wohne in Untermiete", "in Polen", "in Musterstraße 3": not a place whose postcode could be told.
bool IsNoTown(const std::string& word) {
  static constexpr std::array<std::string_view, 24> kEnds{
      "ung",  "heit",  "keit",     "schaft", "tion", "haus", "heim",  "zimmer", "strasse", "weg",   "platz", "allee",
      "ufer", "miete", "trennung", "ien",    "land", "stan", "reich", "kei",    "kreis",   "gasse", "zeit",  "ei"};
  static constexpr std::array<std::string_view, 45> kWords{
      "rente",   "haft",      "angst",       "armut",   "not",     "sorge",     "ehe",      "wg",       "ruhe",
      "frieden", "polen",     "ungarn",      "schweiz", "ukraine", "daenemark", "schweden", "norwegen", "portugal",
      "belgien", "luxemburg", "niederlande", "irak",    "iran",    "china",     "japan",    "usa",      "amerika",
      "kanada",  "ausland",   "europa",      "kosovo",  "marokko", "aegypten",  "libanon",  "israel",   "vietnam",
      "nigeria", "ghana",     "eritrea",     "somalia", "kenia",   "zone",      "mexiko",   "afrika",   "asien"};
  return word.size() < 4 || EndsIn(word, kEnds) || std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

bool SaysOfHome(std::string_view word) {
  static constexpr std::array<std::string_view, 10> kWords{"wohne", "wohn",   "wohnen",   "wohnhaft", "lebe",
                                                           "ziehe", "ziehen", "umziehen", "komme",    "gemeldet"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// Shortly behind "ich wohne in" any name is a place; behind another "in" and "ziehe nach" one that sounds like it:
// abroad there are towns whose postcode is not known here.
std::string PlaceIn(const std::string& text) {
  constexpr std::size_t kNear = 4;
  const nlu::FoldedText folded = nlu::FoldWithOrigin(text);
  const std::vector<nlu::Token> tokens = nlu::Tokenize(folded);
  std::size_t home_within = 0;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (SaysOfHome(tokens[i].text)) home_within = i + kNear;
    const bool home = i <= home_within && home_within > 0;
    const bool in = tokens[i].text == "in";
    if (!(in || (home && tokens[i].text == "nach")) || tokens[i + 1].kind != nlu::TokenKind::kWord) continue;
    const std::string word(tokens[i + 1].text);
    std::string name(nlu::Slice(text, tokens[i + 1].span));
    const bool capital = IsCapital(name);
    if ((in && home && capital && !IsNoTown(word)) || (SoundsLikePlace(word) && (capital || home))) return name;
  }
  return {};
}

}  // namespace

std::string UnknownPlaceIn(Turn& turn) {
  constexpr std::size_t kLongestText = 500;
  if (turn.text.size() > kLongestText || turn.Find(nlu::EntityKind::kStreetAddress) != nullptr ||
      turn.Find(nlu::EntityKind::kPostcode) != nullptr)
    return {};
  const std::string name = PlaceIn(turn.text);
  if (name.empty()) return {};
  for (const std::string& text : {turn.text, name}) {
    const auto areas = turn.town.FindPlaces(text);
    if (!areas.ok() || !areas->empty()) return {};
  }
  // "in Elternzeit" is a matter of the catalogue's.
  const auto found = turn.town.Ask({.topic = name, .text = name, .acts = {"overview"}, .service_id = ""});
  const bool thing =
      !found.ok() || (found->outcome == Found::Outcome::kAnswered && found->confidence >= kSureOfService);
  return thing ? std::string() : name;
}

}  // namespace amtslotse::dialogue
