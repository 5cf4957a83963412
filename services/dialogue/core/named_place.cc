// Where an appointment is to be, as people name the places: "im Bürgerbüro Nord", "8 Uhr Nord", "lieber Mitte".
#include "services/dialogue/core/named_place.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

std::vector<std::string> WordsOfPlace(const std::string& text) {
  return absl::StrSplit(Folded(text), absl::ByAnyChar(" ,.!?()-/"), absl::SkipEmpty());
}

// The places of the town, and those of the times that are offered.
std::map<std::string, std::string> PlacesKnown(const Turn& turn) {
  std::map<std::string, std::string> names;
  if (const auto places = turn.town.ListBookingPlaces(); places.ok()) {
    for (const BookingPlace& place : *places) names.emplace(place.id, place.name);
  }
  if (turn.session.booking) {
    for (const Slot& slot : turn.session.booking->offered) names.emplace(slot.location_id, slot.location_name);
  }
  return names;
}

bool IsOneOf(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool IsOfficeWord(const std::string& word) {
  return IsOneOf(word, {"buergerbuero", "buergeramt", "buergerservice", "buero", "amt", "rathaus", "standort",
                        "filiale", "aussenstelle", "stelle"});
}

// "Mitte Dezember", "Mitte nächster Woche"
bool IsPartOfATime(const std::vector<std::string>& said, std::size_t i) {
  if (said[i] != "mitte" || i + 1 >= said.size()) return false;
  static constexpr std::array<std::string_view, 20> kFollows{
      "januar",   "februar",  "maerz",     "april",    "mai",       "juni",   "juli", "august", "september", "oktober",
      "november", "dezember", "naechster", "naechste", "naechsten", "dieser", "des",  "der",    "kommender", "monat"};
  return std::find(kFollows.begin(), kFollows.end(), said[i + 1]) != kFollows.end() || said[i + 1].starts_with("20");
}

bool LeadsToPlace(const std::vector<std::string>& said, std::size_t i) {
  if (i == 0) return false;
  if (IsOfficeWord(said[i - 1])) return true;
  const bool article = IsOneOf(said[i - 1], {"der", "die", "das", "dem", "den"});
  const std::string& before = article && i > 1 ? said[i - 2] : said[i - 1];
  return IsOneOf(before, {"in", "im", "ins", "nach", "bei", "beim", "am"}) ||
         (!article && IsOneOf(before, {"lieber", "doch", "dann", "statt"}));
}

// `name_alone`: in few words, the name of a place is one also where nothing leads to it.
std::string PlaceIn(const Turn& turn, bool name_alone) {
  const auto names = PlacesKnown(turn);
  if (names.size() < 2) return {};
  std::map<std::string, std::set<std::string>> ids_by_word;
  for (const auto& [id, name] : names) {
    for (const std::string& word : WordsOfPlace(name)) ids_by_word[word].insert(id);
  }
  const std::vector<std::string> said = WordsOfPlace(turn.text);
  constexpr std::size_t kFewWords = 6;
  const bool few = name_alone && said.size() <= kFewWords;
  std::set<std::string> found;
  for (std::size_t i = 0; i < said.size(); ++i) {
    const bool leads = LeadsToPlace(said, i);
    const auto named = ids_by_word.find(said[i]);
    if (named != ids_by_word.end() && named->second.size() == 1 && (few || leads) && !IsPartOfATime(said, i)) {
      const bool against = i > 0 && (said[i - 1] == "statt" || said[i - 1] == "nicht");
      if (!against) found.insert(*named->second.begin());
      continue;
    }
    // "in Nordhagen" is where the Bürgerbüro Nord is.
    constexpr std::size_t kShortest = 4;
    const bool in = i > 0 && (said[i - 1] == "in" || said[i - 1] == "nach");
    if (!few || !in) continue;
    for (const auto& [word, ids] : ids_by_word) {
      if (word.size() >= kShortest && said[i].starts_with(word) && ids.size() == 1) found.insert(*ids.begin());
    }
  }
  return found.size() == 1 ? *found.begin() : std::string();
}

}  // namespace

std::string NamedPlace(const Turn& turn) { return PlaceIn(turn, false); }

std::string FindOfferedLocation(const Turn& turn) { return PlaceIn(turn, true); }

void ReadPlaceWished(const Turn& turn, SlotWish& wish) {
  Session& session = turn.session;
  // Who only says where they live sees the nearest first.
  if (turn.text.empty() || SaysWhereOneLives(" " + Folded(turn.text))) return;
  if (const std::string place = NamedPlace(turn); !place.empty()) {
    wish.location_ids = {place};
    return;
  }
  // "Termin Donnerstag Nordhagen": likewise.
  const nlu::Entity* area = turn.Find(nlu::EntityKind::kPlace);
  if (area != nullptr && !session.place && session.place_text.empty()) session.place_text = area->surface;
}

}  // namespace amtslotse::dialogue
