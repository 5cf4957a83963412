// Where the citizen lives, moves to or was born, as far as it was said: kept in the citizen's words, because which of
// several places counts depends on the service that is asked for next.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "nlu/text/tokens.h"
#include "services/dialogue/core/german.h"
#include "services/dialogue/core/name_reading.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

constexpr std::size_t kMostChoices = 8;
constexpr std::size_t kLongestText = 500;
constexpr std::size_t kMostWordsOfCorrection = 6;
constexpr std::array<std::string_view, 12> kCorrectingWords{"ach",   "ne",     "nee",  "nein",      "doch", "quatsch",
                                                            "sorry", "moment", "halt", "korrektur", "also", "falsch"};
constexpr std::array<std::string_view, 4> kCorrectingPhrases{"ich meine", "ich meinte", "gemeint ist", "sondern"};

bool Corrects(const std::string& folded) {
  const std::string first = folded.substr(0, folded.find_first_of(" ,."));
  return std::find(kCorrectingWords.begin(), kCorrectingWords.end(), first) != kCorrectingWords.end() ||
         std::any_of(kCorrectingPhrases.begin(), kCorrectingPhrases.end(),
                     [&](std::string_view phrase) { return folded.find(phrase) != std::string::npos; });
}

// "Musterweg" and then, asked for it, "12a".
void AddToPlace(Session& session, const std::string& text) {
  if (!session.place_text.empty()) session.place_text += session.place_need == "house_number" ? " " : ", ";
  session.place_text += text;
}

}  // namespace

PlaceQuery PlaceOf(const Session& session) {
  PlaceQuery place;
  place.text = session.place_text;
  if (session.place) place.ars = session.place->ars;
  place.initial = session.initial;
  return place;
}

void AskPlace(Turn& turn, const std::string& act, const Resolution& resolution) {
  const bool of_place = resolution.need.empty() || resolution.need == "place";
  std::string question = of_place ? Text(resolution.choices.empty() ? "office.ask_place" : "office.ask_which_place")
                                  : Text("office.ask_" + resolution.need);
  if (!resolution.reason.empty()) question = resolution.reason + " " + question;
  turn.Ask(std::move(question), Awaiting::kPlace, resolution.choices.empty() ? "place" : "choice");
  for (const Area& area : resolution.choices) {
    const std::string label = area.qualifier.empty() ? area.name : fmt::format("{} ({})", area.name, area.qualifier);
    if (turn.session.options.size() < kMostChoices) turn.Offer(label, "place", area.ars);
  }
  turn.session.pending_acts = {act};
  turn.session.place_need = of_place ? "" : resolution.need;
}

bool NotePlaceInPassing(Turn& turn) {
  bool named = turn.Find(nlu::EntityKind::kPostcode) != nullptr;
  const std::string folded = " " + Folded(turn.text) + " ";
  for (const std::string_view word : {" in ", " nach ", " aus ", " von ", " bei "})
    named = named || folded.find(word) != std::string::npos;
  if (!named || turn.text.size() > kLongestText) return false;
  const auto areas = turn.town.FindPlaces(turn.text);
  if (!areas.ok() || areas->empty()) return false;
  Session& session = turn.session;
  // Who lives here and was born there has said both; of two homes the later one counts.
  const bool adds = !session.place_text.empty() && turn.Find(nlu::EntityKind::kStreetAddress) == nullptr &&
                    session.place_text.size() + turn.text.size() < kLongestText;
  session.place_text = adds ? session.place_text + ". " + turn.text : turn.text;
  session.place.reset();
  return true;
}

void NoteUnknownPostcode(Turn& turn) {
  constexpr std::size_t kDigits = 5;
  const bool read = turn.Find(nlu::EntityKind::kPostcode) != nullptr;
  const std::vector<std::string> words = nlu::FoldedWords(turn.text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool digits = words[i].size() == kDigits && words[i].find_first_not_of("0123456789") == std::string::npos;
    const std::string before = i > 0 ? words[i - 1] : "";
    const bool named = before == "plz" || before == "postleitzahl";
    const bool where = read && (words.size() == 1 || before == "in" || before == "aus" || before == "nach");
    if (!digits || !(named || where)) continue;
    const auto areas = turn.town.FindPlaces(words[i]);
    if (areas.ok() && areas->empty()) turn.unknown_postcode = words[i];
    return;
  }
}

bool TakeOtherPlace(Turn& turn) {
  const Session& session = turn.session;
  const bool known = session.place || !session.place_text.empty();
  if (!known || !session.service || session.awaiting != Awaiting::kNothing) return false;
  const std::string folded = Folded(turn.text);
  const auto words = static_cast<std::size_t>(std::count(folded.begin(), folded.end(), ' ')) + 1;
  // "und wenn ich in Nordhagen wohne?"
  const bool asks_on = folded.starts_with("und ") && SaysWhereOneLives(" " + folded);
  if (words > kMostWordsOfCorrection || !(Corrects(folded) || asks_on)) return false;
  const auto areas = turn.town.FindPlaces(turn.text);
  if (!areas.ok() || areas->empty()) return false;
  TakePlace(turn, turn.text);
  return true;
}

// The words of "und wie ist das in Nordhagen?" that only carry the question on are left out; empty: there are others.
static std::string PlaceCarriedOn(const Turn& turn) {
  constexpr std::size_t kMostWords = 3;
  static constexpr std::array<std::string_view, 36> kCarryOn{
      "und",  "oder", "in",   "im",     "bei",   "fuer", "aus",  "nach",     "wie",   "ist",   "es",     "das",
      "gilt", "dort", "auch", "siehts", "sieht", "was",  "wenn", "man",      "ich",   "wohne", "wohn",   "lebe",
      "dann", "aber", "denn", "da",     "der",   "die",  "den",  "gemeinde", "stadt", "ort",   "kostet", "vielleicht"};
  std::string place;
  std::size_t words = 0;
  bool where = false;
  for (const std::string& word : nlu::FoldedWords(turn.text)) {
    where = where || word == "in" || word == "bei" || word == "fuer" || word == "aus" || word == "nach";
    if (std::find(kCarryOn.begin(), kCarryOn.end(), word) != kCarryOn.end()) continue;
    place += (place.empty() ? "" : " ") + word;
    ++words;
  }
  const bool carries_on = Folded(turn.text).starts_with("und ") || Folded(turn.text).starts_with("oder ");
  return where && carries_on && words <= kMostWords ? place : std::string();
}

// What was told holds wherever the town's own offices are responsible.
static void SayWhatHoldsThere(Turn& turn, const Area& area) {
  const std::string place = area.name.substr(0, area.name.find(','));
  const auto resolution = turn.town.Resolve(turn.session.service->id, PlaceOf(turn.session));
  if (!resolution.ok()) return turn.SayDown(resolution.status(), "responsibility");
  using Outcome = Resolution::Outcome;
  if (resolution->outcome == Outcome::kNeedInput) return AskPlace(turn, "responsible_office", *resolution);
  const bool known = resolution->outcome == Outcome::kUnique || resolution->outcome == Outcome::kSeveral;
  if (!known || resolution->offices.empty()) {
    turn.Say(Text("place.not_there", {{"place", place}, {"town", turn.town.municipality().name}}));
  } else {
    std::vector<std::string> offices;
    for (const Office& office : resolution->offices) offices.push_back(office.name);
    turn.Say(Text("place.same_there", {{"place", place}, {"offices", Listed(offices)}}));
    turn.Offer(Text("act.responsible_office"), "act", "responsible_office");
  }
}

bool TakeSameElsewhere(Turn& turn) {
  Session& session = turn.session;
  if (!session.service || session.last_acts.empty() || session.booking || session.awaiting != Awaiting::kNothing)
    return false;
  const std::string place = PlaceCarriedOn(turn);
  if (place.empty()) return false;
  const auto areas = turn.town.FindPlaces(turn.text);
  if (!areas.ok() || areas->empty()) return false;
  const std::vector<std::string> acts = session.last_acts;
  const auto office = std::find_if(acts.begin(), acts.end(), [](const std::string& act) { return IsOfficeAct(act); });
  if (office != acts.end()) {
    session.pending_acts = {*office};
    return TakePlace(turn, turn.text), true;
  }
  session.place.reset();
  session.place_text = turn.text;
  session.place_need.clear();
  turn.StopWaiting();
  return SayWhatHoldsThere(turn, areas->front()), true;
}

// Without another word; who says what they want of a town that nobody knows is answered, and told so first.
static bool SayUnknownPlace(Turn& turn) {
  constexpr std::ptrdiff_t kMostSpaces = 4;
  const std::string place = UnknownPlaceIn(turn);
  if (place.empty() || std::count(turn.text.begin(), turn.text.end(), ' ') > kMostSpaces) return false;
  turn.Say(Text("place.unknown", {{"place", place}}), "question");
  if (turn.session.awaiting == Awaiting::kSlot && turn.session.booking) OfferAgain(turn);
  return true;
}

static bool IsOnlyAPostcode(const Turn& turn) {
  constexpr std::size_t kDigits = 5;
  const std::vector<std::string> words = nlu::FoldedWords(turn.text);
  return words.size() == 1 && words.front().size() == kDigits && turn.Find(nlu::EntityKind::kPostcode) != nullptr;
}

bool TakeHome(Turn& turn) {
  constexpr std::ptrdiff_t kMostSpaces = 7;
  Session& session = turn.session;
  const std::string folded = " " + Folded(turn.text);
  const bool lives = SaysWhereOneLives(folded) || IsOnlyAPostcode(turn);
  const bool asks = turn.text.find('?') != std::string::npos || folded.find(" wo ") != std::string::npos ||
                    folded.find(" was ") != std::string::npos;
  const bool offered = session.awaiting == Awaiting::kSlot;
  const bool other = session.awaiting != Awaiting::kNothing && session.awaiting != Awaiting::kService && !offered;
  if (other || !lives || asks || std::count(folded.begin(), folded.end(), ' ') > kMostSpaces) return false;
  const auto areas = turn.town.FindPlaces(turn.text);
  if (!areas.ok()) return false;
  if (areas->empty() && IsOnlyAPostcode(turn)) {
    const Municipality& town = turn.town.municipality();
    turn.Say(Text("place.unknown_postcode", {{"postcode", Trimmed(turn.text)}, {"town", town.name}}), "question");
    return true;
  }
  if (areas->empty()) return SayUnknownPlace(turn);
  if (offered) return false;
  if (session.service) return TakePlace(turn, turn.text), true;
  session.place.reset();
  session.place_text = turn.text;
  turn.Say(Text("place.noted", {{"place", areas->front().name}}) + " " + Text("yes.nothing_asked"), "question");
  return true;
}

void TakePlace(Turn& turn, const std::string& text) {
  Session& session = turn.session;
  const std::string act = session.pending_acts.empty() ? "responsible_office" : session.pending_acts.front();
  if (session.place_need == "initial") {
    session.initial = text;
  } else if (!session.place_need.empty()) {
    AddToPlace(session, text);
  } else {
    const auto areas = turn.town.FindPlaces(text);
    if (!areas.ok()) return turn.SayDown(areas.status(), "responsibility");
    if (areas->empty()) {
      turn.Ask(Text("office.place_unknown"), Awaiting::kPlace, "place");
      session.pending_acts = {act};
      return;
    }
    session.place.reset();
    session.place_text = text;
  }
  session.pending_acts.clear();
  session.place_need.clear();
  turn.StopWaiting();
  AnswerOffices(turn, act);
}

void ChoosePlace(Turn& turn, const Area& area) {
  Session& session = turn.session;
  // A street that was said before stays said.
  session.place = area;
  session.place_need.clear();
  const auto acts = std::exchange(session.pending_acts, {});
  turn.StopWaiting();
  AnswerOffices(turn, acts.empty() ? "responsible_office" : acts.front());
}

}  // namespace amtslotse::dialogue
