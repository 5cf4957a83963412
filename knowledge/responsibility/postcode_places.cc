#include "knowledge/responsibility/postcode_places.h"

#include <algorithm>
#include <charconv>

#include "knowledge/responsibility/place_names.h"

namespace amtslotse::responsibility {
namespace {

void AddOnce(std::vector<AreaIndex>& list, AreaIndex node) {
  if (std::find(list.begin(), list.end(), node) == list.end()) list.push_back(node);
}

std::string_view GemeindeKey(std::string_view key) { return key.substr(0, key.find('-')); }

}  // namespace

std::optional<std::uint32_t> PostcodeNumber(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.size() != 5 || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

PostcodePlaces::PostcodePlaces(const std::vector<PostcodeRow>& rows, std::vector<Area>& nodes)
    : rows_(rows), nodes_(nodes) {}

std::string PostcodePlaces::Key(std::string_view kreis, std::string_view words) {
  std::string key(kreis);
  key.push_back('|');
  for (const char c : words) {
    if (c != ' ') key.push_back(c);
  }
  return key;
}

void PostcodePlaces::IndexNames() {
  for (AreaIndex node = 0; node < nodes_.size(); ++node) {
    const Area& area = nodes_[node];
    const std::string kreis = area.key.substr(0, 5);
    if (area.top <= Level::kKreis && area.level >= Level::kKreis) kreis_node_[kreis] = node;
    if (area.level > Level::kGemeinde) {
      districts_[Key(GemeindeKey(area.key), PlaceWords(area.name))] = node;
      AddOnce(districts_of_kreis_[Key(kreis, PlaceWords(area.name))], node);
    }
    if (area.level != Level::kGemeinde) continue;
    of_kreis_[kreis].push_back(node);
    for (const NameVariant& variant : NameVariants(area.name))
      AddOnce((variant.kind == NameKind::kPart ? name_parts_ : gemeinden_)[Key(kreis, variant.words)], node);
    if (IsPartOfName(area.title)) AddOnce(gemeinden_[Key(kreis, PlaceWords(area.title + " " + area.name))], node);
  }
}

void PostcodePlaces::Match() {
  IndexNames();
  weights_.assign(nodes_.size(), 0);
  std::vector<Reading> readings;
  readings.reserve(rows_.size());
  for (const PostcodeRow& row : rows_) {
    const auto postcode = PostcodeNumber(row.postcode);
    if (!postcode || row.kreis_key.empty()) continue;
    readings.push_back({&row, *postcode, PlaceWords(row.place)});
  }
  std::vector<const Reading*> rest;
  for (const Reading& reading : readings) {
    if (!MatchName(reading) && !MatchBeginning(reading)) rest.push_back(&reading);
  }
  for (const Reading* reading : rest) MatchRest(*reading);
}

// The row's full name before its short forms: "Neuenkirchen-Vörden" is not Neuenkirchen.
bool PostcodePlaces::MatchName(const Reading& reading) {
  for (const NameVariant& variant : NameVariants(reading.row->place)) {
    if (variant.kind == NameKind::kPart) continue;
    const auto found = gemeinden_.find(Key(reading.row->kreis_key, variant.words));
    if (found == gemeinden_.end()) continue;
    for (const AreaIndex node : found->second) Put(reading, node);
    return true;
  }
  return false;
}

bool PostcodePlaces::MatchBeginning(const Reading& reading) {
  const std::string_view place = reading.row->place;
  for (std::size_t space = place.rfind(' '); space != std::string_view::npos && space > 0;
       space = place.rfind(' ', space - 1)) {
    const auto found = gemeinden_.find(Key(reading.row->kreis_key, PlaceWords(place.substr(0, space))));
    if (found == gemeinden_.end() || found->second.size() != 1) continue;
    std::string_view part = place.substr(space + 1);
    if (const auto comma = part.rfind(", "); comma != std::string_view::npos) part = part.substr(comma + 2);
    const AreaIndex gemeinde = found->second.front();
    const std::string words = PlaceWords(part);
    const auto named = gemeinden_.find(Key(reading.row->kreis_key, words));
    const bool itself = named != gemeinden_.end() &&
                        std::find(named->second.begin(), named->second.end(), gemeinde) != named->second.end();
    Put(reading, itself ? gemeinde : Ortsteil(gemeinde, part));
    return true;
  }
  return false;
}

std::vector<AreaIndex> PostcodePlaces::OfPostcode(const Reading& reading) const {
  const auto found = of_postcode_.find(reading.row->kreis_key + reading.row->postcode);
  return found == of_postcode_.end() ? std::vector<AreaIndex>{} : found->second;
}

void PostcodePlaces::MatchRest(const Reading& reading) {
  const std::string& kreis = reading.row->kreis_key;
  const auto in_kreis = of_kreis_.find(kreis);
  const auto parts = name_parts_.find(Key(kreis, reading.words));
  const std::vector<AreaIndex> of_postcode = OfPostcode(reading);
  if (const auto known = districts_of_kreis_.find(Key(kreis, reading.words));
      known != districts_of_kreis_.end() && known->second.size() == 1) {
    Put(reading, known->second.front());
    return;
  }
  AreaIndex gemeinde = kNoArea;
  if (in_kreis != of_kreis_.end() && in_kreis->second.size() == 1)
    gemeinde = in_kreis->second.front();
  else if (parts != name_parts_.end() && parts->second.size() == 1)
    gemeinde = parts->second.front();
  else if (of_postcode.size() == 1)
    gemeinde = of_postcode.front();
  if (gemeinde != kNoArea) {
    Put(reading, Ortsteil(gemeinde, reading.row->place));
    return;
  }
  const auto above = kreis_node_.find(kreis);
  if (above == kreis_node_.end()) return;  // a Kreis that the Gemeinde file does not have
  const AreaIndex place = Ortsteil(above->second, reading.row->place);
  for (const AreaIndex candidate : of_postcode) AddOnce(possible_[place], candidate);
  possible_.try_emplace(place);
  Put(reading, place);
}

AreaIndex PostcodePlaces::Ortsteil(AreaIndex parent, std::string_view name) {
  const std::string gemeinde(GemeindeKey(nodes_[parent].key));
  const auto [at, is_new] =
      districts_.try_emplace(Key(gemeinde, PlaceWords(name)), static_cast<AreaIndex>(nodes_.size()));
  if (!is_new) return at->second;
  Area& area = nodes_.emplace_back();
  area.key = DistrictKey(gemeinde, name);
  area.name = std::string(name);
  area.level = area.top = Level::kOrtsteil;
  area.parent = parent;
  weights_.push_back(0);
  return at->second;
}

void PostcodePlaces::Put(const Reading& reading, AreaIndex node) {
  places_.emplace_back(reading.postcode, node);
  middles_[reading.postcode].Add(reading.row->latitude, reading.row->longitude);
  Area& area = nodes_[node];
  const float weight = ++weights_[node];
  area.latitude += (reading.row->latitude - area.latitude) / weight;
  area.longitude += (reading.row->longitude - area.longitude) / weight;
  AreaIndex gemeinde = node;
  while (gemeinde != kNoArea && nodes_[gemeinde].level > Level::kGemeinde) gemeinde = nodes_[gemeinde].parent;
  if (gemeinde != kNoArea && nodes_[gemeinde].level == Level::kGemeinde)
    AddOnce(of_postcode_[reading.row->kreis_key + reading.row->postcode], gemeinde);
}

}  // namespace amtslotse::responsibility
