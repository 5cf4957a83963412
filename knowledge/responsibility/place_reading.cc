#include "knowledge/responsibility/place_reading.h"

#include <fmt/format.h>

#include <algorithm>

#include "knowledge/responsibility/address.h"
#include "knowledge/responsibility/initials.h"
#include "knowledge/responsibility/keys.h"
#include "knowledge/responsibility/place_names.h"
#include "nlu/text/fold.h"

namespace amtslotse::responsibility {
namespace {

constexpr std::size_t kLongestText = 2000;
constexpr std::size_t kLongestShown = 60;

std::string Shown(std::string_view text) { return std::string(nlu::Truncated(text, kLongestShown)); }

void Take(const KeyReading& key, PlaceReading& reading) {
  if (!key.note.empty()) reading.notes.push_back(key.note);
  if (key.areas.empty())
    reading.problem = PlaceProblem{PlaceProblem::Field::kPlace, key.problem, key.suggestions};
  else
    reading.candidates = key.areas;
}

// The country or place abroad that the text names, as written; of two words at most.
std::string NamedAbroad(const AreaTable& areas, std::string_view text) {
  const TextWords words(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string compact(words[i].text);
    if (areas.IsAbroad(compact)) return std::string(nlu::Slice(text, words[i].span));
    if (i + 1 < words.size() && areas.IsAbroad(compact += words[i + 1].text))
      return std::string(nlu::Slice(text, {words[i].span.begin, words[i + 1].span.end}));
  }
  return {};
}

// "Köln-Ehrenfeld" and "50823 Ehrenfeld" name the town themselves.
bool NamesTown(const AreaTable& areas, const Mention& mention, std::string_view text, AreaIndex town) {
  const auto places = areas.PlacesOf(mention.postcode);
  if (std::find(places.begin(), places.end(), town) != places.end()) return true;
  const std::string name = PlaceWords(areas.at(town).name);
  const std::string said = " " + PlaceWords(nlu::Slice(text, mention.span)) + " ";
  return said.find(" " + name.substr(0, name.find(' ')) + " ") != std::string::npos;
}

}  // namespace

void PlaceReader::ReadKeyInput(std::string_view key, PlaceReading& reading) const {
  reading.given = true;
  Take(ReadKey(areas_, key), reading);
}

void PlaceReader::ReadPostcodeInput(std::string_view postcode, PlaceReading& reading) const {
  reading.given = true;
  const KeyReading key = ReadPostcode(areas_, postcode);
  reading.postcode = key.postcode;
  if (reading.candidates.empty()) {
    Take(key, reading);
    SortBySize(areas_, kNoArea, reading.candidates);
    return;
  }
  // Beside a key the postcode only has to fit.
  const bool fits = std::any_of(key.areas.begin(), key.areas.end(), [&](AreaIndex place) {
    return std::any_of(reading.candidates.begin(), reading.candidates.end(),
                       [&](AreaIndex area) { return areas_.Contains(area, place) || areas_.Contains(place, area); });
  });
  if (!fits) {
    std::vector<AreaIndex> choices = reading.candidates;
    choices.insert(choices.end(), key.areas.begin(), key.areas.end());
    reading.problem =
        PlaceProblem{PlaceProblem::Field::kPlace,
                     key.areas.empty() ? key.problem
                                       : fmt::format("Die Postleitzahl {} gehört nicht zu {}.", Shown(postcode),
                                                     areas_.at(reading.candidates.front()).name),
                     std::move(choices)};
  }
}

// What no directory says is asked, outside the town's own chat.
bool PlaceReader::IsGuess(const Mention& mention, std::string_view text) const {
  if (mention.areas.size() != 1 || areas_.at(mention.areas.front()).proven) return false;
  const AreaIndex town = areas_.Enclosing(mention.areas.front(), Level::kGemeinde);
  return town != home_ && town != kNoArea && !NamesTown(areas_, mention, text, town);
}

void PlaceReader::TakeMention(const Mention& mention, std::string_view text, PlaceReading& reading) const {
  reading.postcode = mention.postcode;
  if (mention.areas.empty()) {
    reading.problem = PlaceProblem{
        PlaceProblem::Field::kPlace, fmt::format("Die Postleitzahl {} gibt es nicht.", mention.surface), {}};
    return;
  }
  if (mention.conflict) {
    reading.problem = PlaceProblem{PlaceProblem::Field::kPlace,
                                   fmt::format("Die Postleitzahl {:05} gehört nicht zu {}.", mention.postcode,
                                               areas_.at(mention.areas.front()).name),
                                   mention.areas};
    return;
  }
  if (mention.postcode != 0 && areas_.PlacesOf(mention.postcode).empty())
    reading.notes.push_back(
        fmt::format("Die Postleitzahl {:05} gibt es nicht; gezählt hat der Ortsname.", mention.postcode));
  if (IsGuess(mention, text)) {
    const Area& part = areas_.at(mention.areas.front());
    reading.problem = PlaceProblem{
        PlaceProblem::Field::kPlace,
        fmt::format(
            "{} ist wohl ein Ortsteil von {}; in einem amtlichen Verzeichnis habe ich das nicht. Ist das gemeint?",
            part.name, areas_.at(areas_.Enclosing(mention.areas.front(), Level::kGemeinde)).name),
        mention.areas};
    return;
  }
  reading.candidates = mention.areas;
  if (!mention.unknown_part.empty())
    reading.notes.push_back(fmt::format("Den Ortsteil „{}“ kenne ich nicht; gezählt hat {}.",
                                        Shown(mention.unknown_part), areas_.at(mention.areas.front()).name));
  if (mention.misspelt)
    reading.notes.push_back(
        fmt::format("„{}“ lese ich als {}.", Shown(mention.surface), areas_.at(mention.areas.front()).name));
}

void PlaceReader::ReadText(const PlaceInput& input, std::optional<PlaceKind> kind, PlaceReading& reading,
                           std::string& house_number) const {
  const std::string_view text = nlu::Truncated(input.text, kLongestText);
  if (IsDigits(text)) {
    const auto digits =
        static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return c != ' '; }));
    if (digits > 5) return ReadKeyInput(text, reading);
    ReadPostcodeInput(text, reading);
    // Five digits may also be the key of a Kreis.
    const auto kreis = reading.problem && digits == 5 ? areas_.FindKey(text) : std::nullopt;
    if (!kreis) return;
    reading.problem->reason += fmt::format(" Als Schlüssel wäre es: {}.", areas_.at(*kreis).name);
    reading.problem->choices = {*kreis};
    return;
  }
  const auto [mentions, address] = ReadPlacesAndAddress(text, finder_, streets_, home_);
  if (reading.street.empty()) {
    reading.street = address.street;
    house_number = house_number.empty() ? address.house_number : house_number;
  }
  if (const Mention* mention = MentionFor(kind, mentions)) {
    reading.given = true;
    if (reading.candidates.empty()) TakeMention(*mention, text, reading);
  } else if (const std::string abroad = NamedAbroad(areas_, text); mentions.empty() && !abroad.empty()) {
    reading.notes.push_back(fmt::format("{} liegt nicht in Deutschland.", abroad));
  } else if (mentions.empty() && reading.street.empty() && reading.candidates.empty() &&
             text.find_first_not_of(' ') != std::string_view::npos) {
    reading.given = true;
    reading.problem =
        PlaceProblem{PlaceProblem::Field::kPlace, fmt::format("Einen Ort „{}“ kenne ich nicht.", Shown(text)), {}};
  }
}

// A town's own chat means the town, when it is one of several of its name; the path says so.
void PlaceReader::PreferHome(PlaceReading& reading) const {
  if (reading.candidates.size() < 2 || home_ == kNoArea) return;
  if (std::find(reading.candidates.begin(), reading.candidates.end(), home_) == reading.candidates.end() ||
      reading.postcode != 0)
    return;
  reading.candidates = {home_};
  reading.notes.push_back(fmt::format("Gemeint ist {} ({}).", areas_.at(home_).name, areas_.Qualifier(home_)));
}

void PlaceReader::ReadStreet(const std::string& house_number, PlaceReading& reading) const {
  if (!house_number.empty()) {
    const auto number = ParseHouseNumber(house_number);
    if (number.ok())
      reading.number = *number;
    else if (!reading.problem)
      reading.problem = PlaceProblem{PlaceProblem::Field::kHouseNumber,
                                     std::string(number.status().message().data(), number.status().message().size()),
                                     {}};
  }
  if (reading.street.empty() || streets_.empty()) return;
  std::vector<AreaIndex> places = reading.candidates;
  if (places.empty()) places.push_back(home_ == kNoArea ? kWholeCountry : home_);
  for (const AreaIndex place : places) {
    const StreetTable::Found found = streets_.Find(reading.street, place, areas_);
    reading.streets.insert(reading.streets.end(), found.streets.begin(), found.streets.end());
    reading.street_misspelt = reading.street_misspelt || found.misspelt;
  }
  std::sort(reading.streets.begin(), reading.streets.end());
  reading.streets.erase(std::unique(reading.streets.begin(), reading.streets.end()), reading.streets.end());
  if (reading.streets.empty() && places.size() == 1 && streets_.Has(places.front()))
    reading.notes.push_back(fmt::format("Eine Straße „{}“ steht nicht im Straßenverzeichnis von {}.", reading.street,
                                        areas_.at(places.front()).name));
  if (reading.street_misspelt)
    reading.notes.push_back(
        fmt::format("„{}“ lese ich als {}.", Shown(reading.street), streets_.street(reading.streets.front()).name));
}

PlaceReading PlaceReader::Read(const PlaceInput& input, std::optional<PlaceKind> kind) const {
  PlaceReading reading;
  reading.street = std::string(nlu::Truncated(input.street, kLongestText));
  reading.initial = InitialKey(nlu::Truncated(input.initial, kLongestShown));
  std::string house_number = input.house_number;
  if (!input.ars.empty())
    ReadKeyInput(input.ars, reading);
  else if (!input.ags.empty())
    ReadKeyInput(input.ags, reading);
  if (!input.postcode.empty() && !reading.problem) ReadPostcodeInput(input.postcode, reading);
  if (!input.text.empty() && !reading.problem) ReadText(input, kind, reading, house_number);
  PreferHome(reading);
  ReadStreet(house_number, reading);
  // A street alone is one of the municipality.
  if (!reading.given && !reading.street.empty()) {
    reading.given = true;
    if (home_ != kNoArea)
      reading.candidates = {home_};
    else if (!reading.problem)
      reading.problem = PlaceProblem{
          PlaceProblem::Field::kPlace, fmt::format("In welchem Ort liegt „{}“?", Shown(reading.street)), {}};
  }
  return reading;
}

}  // namespace amtslotse::responsibility
