// At which of several places: the nearest first, or where somebody speaks the citizen's language.
#include <absl/strings/str_split.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/turn.h"

namespace amtslotse::dialogue {
namespace {

bool AsksNearest(const std::string& text) {
  static constexpr std::array<std::string_view, 14> kWords{
      "in meiner naehe", "in der naehe", "naechstgelegen",    "am naechsten bei",  "am naechsten zu",
      "am naechsten an", "wohnortnah",   "am naechsten lieg", "am naechsten dran", "naeher dran",
      "naeher bei",      "naeher an",    "um die ecke",       "kuerzeste"};
  const std::string folded = Folded(text);
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view words) { return folded.find(words) != std::string::npos; });
}

// Of a Gemeinde and its parts, which a postcode may mean, the smallest. Several places of one name lie apart: none of
// them is taken for where the citizen is.
Position MiddleOf(const std::vector<Area>& areas) {
  constexpr std::int64_t kNearby = 300'000;
  if (areas.empty()) return {};
  const Position first = areas.front().position;
  const bool together = std::all_of(areas.begin(), areas.end(), [&](const Area& area) {
    return std::abs(area.position.latitude - first.latitude) < kNearby &&
           std::abs(area.position.longitude - first.longitude) < 2 * kNearby;
  });
  return together ? areas.back().position : Position{};
}

// Where the citizen is, as far as it was said.
Position WhereFrom(Turn& turn) {
  const Session& session = turn.session;
  if (session.place && session.place->position.known()) return session.place->position;
  if (session.place_text.empty()) return {};
  const auto areas = turn.town.FindPlaces(session.place_text);
  return areas.ok() ? MiddleOf(*areas) : Position{};
}

bool TakePlaceNamed(Turn& turn) {
  const auto areas = turn.town.FindPlaces(turn.text);
  if (!areas.ok() || !MiddleOf(*areas).known()) return false;
  turn.session.place.reset();
  turn.session.place_text = turn.text;
  turn.session.booking->near = MiddleOf(*areas);
  return true;
}

// "24203", "ich wohne in Nordhagen"
bool TellsWhereFrom(const Turn& turn) {
  const std::string folded = " " + Folded(turn.text);
  return turn.Find(nlu::EntityKind::kPostcode) != nullptr || SaysWhereOneLives(folded) ||
         folded.find(" komme aus ") != std::string::npos;
}

// Where the asked language is spoken; where that is nowhere, everywhere, and the need is noted.
absl::StatusOr<Slots> FindSpoken(Turn& turn, SlotQuery query) {
  auto found = turn.town.FindSlots(query);
  if (query.language.empty() || !found.ok()) return found;
  const bool nowhere = found->slots.empty();
  turn.places_note =
      Text(nowhere ? "book.language_nowhere" : "book.language_there", {{"language", LanguageName(query.language)}});
  if (!nowhere) return found;
  Needs& needs = turn.session.booking->contact.needs;
  if (needs.interpreter.empty()) needs.interpreter = query.language;
  query.language.clear();
  return turn.town.FindSlots(query);
}

}  // namespace

std::string DistanceText(int metres) {
  constexpr int kFar = 100'000;
  if (metres <= 0 || metres >= kFar) return "";
  if (metres < 1'000) return fmt::format("etwa {} m", std::max(100, (metres + 50) / 100 * 100));
  return fmt::format("etwa {} km", (metres + 500) / 1'000);
}

absl::StatusOr<Slots> FindAtPlaces(Turn& turn, SlotQuery query) {
  BookingDraft& draft = *turn.session.booking;
  const bool fresh = !draft.near.known();
  if (fresh) draft.near = WhereFrom(turn);
  query.near = draft.near;
  if (!draft.rebooking) query.language = turn.session.spoken;
  auto found = FindSpoken(turn, query);
  if (!found.ok() || !turn.places_note.empty()) return found;
  const bool measured = std::any_of(found->slots.begin(), found->slots.end(),
                                    [](const Slot& slot) { return !DistanceText(slot.metres).empty(); });
  if (measured && (fresh || AsksNearest(turn.text))) turn.places_note = Text("book.nearest_first");
  if (!draft.near.known() && AsksNearest(turn.text)) turn.places_note = Text("book.ask_near");
  return found;
}

std::string WithoutLanguage(const Turn& turn, const std::string& topic) {
  static constexpr std::array<std::string_view, 22> kWords{
      "jemand", "jemanden", "jemandem", "der", "die", "das", "wer",         "kann",   "koennen",  "gut",     "auch",
      "auf",    "mit",      "mir",      "nur", "ich", "wo",  "mitarbeiter", "person", "kollegen", "kollege", "bei"};
  if (LanguageAskedFor(turn.text).empty()) return topic;
  std::vector<std::string_view> kept;
  for (const auto part : absl::StrSplit(topic, ' ', absl::SkipEmpty())) {
    const std::string_view word(part.data(), part.size());
    const std::string folded = Folded(word);
    const bool asks = std::find(kWords.begin(), kWords.end(), folded) != kWords.end() || folded.starts_with("spr") ||
                      !LanguageAskedFor("jemand kann " + folded).empty();
    if (!asks) kept.push_back(word);
  }
  std::string rest;
  for (const std::string_view word : kept) rest += (rest.empty() ? "" : " ") + std::string(word);
  return rest;
}

bool AnswerWhoSpeaks(Turn& turn) {
  constexpr std::ptrdiff_t kMostSpaces = 9;
  const std::string language = LanguageAskedFor(turn.text);
  if (language.empty()) return false;
  turn.session.spoken = language;
  const std::string folded = " " + Folded(turn.text);
  const bool asks = folded.find(" wo ") != std::string::npos || folded.find(" wer ") != std::string::npos ||
                    folded.find(" jemand") != std::string::npos || folded.find(" welche") != std::string::npos;
  if (!asks || folded.find("termin") != std::string::npos || turn.session.booking ||
      std::count(folded.begin(), folded.end(), ' ') > kMostSpaces)
    return false;
  const auto places = turn.town.ListBookingPlaces();
  if (!places.ok()) return false;
  std::vector<std::string> there;
  for (const BookingPlace& place : *places) {
    if (std::find(place.languages.begin(), place.languages.end(), language) == place.languages.end()) continue;
    there.push_back(place.address.empty() ? place.name : fmt::format("{} ({})", place.name, place.address));
  }
  turn.Ask(Text(there.empty() ? "spoken.nowhere" : "spoken.where",
                {{"language", LanguageName(language)}, {"places", Listed(there)}}),
           Awaiting::kTopicForBooking, "free_text");
  return true;
}

bool TakeWhereabouts(Turn& turn) {
  BookingDraft& draft = *turn.session.booking;
  if (const std::string language = LanguageAskedFor(turn.text); !language.empty()) {
    turn.session.spoken = language;
    return OfferSlots(turn), true;
  }
  const bool asks = AsksNearest(turn.text);
  if (!asks && !TellsWhereFrom(turn)) return false;
  const bool named = TakePlaceNamed(turn);
  if (!named && !asks) return false;
  if (!named && !draft.near.known() && !WhereFrom(turn).known()) {
    turn.Ask(Text("book.ask_near"), Awaiting::kSlot, "choice");
    return true;
  }
  draft.wish.location_ids.clear();
  if (named) turn.places_note = Text("book.nearest_first");
  return OfferSlots(turn), true;
}

}  // namespace amtslotse::dialogue
