#include "knowledge/responsibility/areas.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace amtslotse::responsibility {

std::string_view LevelId(Level level) {
  constexpr std::array<std::string_view, 8> kIds{"bund",    "land",     "regierungsbezirk", "kreis",
                                                 "verband", "gemeinde", "bezirk",           "ortsteil"};
  return kIds[static_cast<std::size_t>(level)];
}

std::optional<AreaIndex> AreaTable::FindKey(std::string_view key) const {
  if (const auto found = by_key_.find(key); found != by_key_.end()) return found->second;
  if (const MergedArea* merged = FindMerged(key)) return merged->into;
  return std::nullopt;
}

const MergedArea* AreaTable::FindMerged(std::string_view key) const {
  const auto found = merged_by_key_.find(key);
  return found == merged_by_key_.end() ? nullptr : &merged_[found->second];
}

AreaIndex AreaTable::Enclosing(AreaIndex area, Level level) const {
  for (; area != kNoArea; area = areas_[area].parent) {
    if (areas_[area].top <= level && level <= areas_[area].level) return area;
    if (areas_[area].level < level) return kNoArea;
  }
  return kNoArea;
}

std::span<const AreaIndex> AreaTable::PlacesOf(std::uint32_t postcode) const {
  const auto less = [](const PostcodePlace& place, std::uint32_t value) { return place.postcode < value; };
  const auto begin = std::lower_bound(postcodes_.begin(), postcodes_.end(), postcode, less);
  auto end = begin;
  while (end != postcodes_.end() && end->postcode == postcode) ++end;
  return std::span(postcode_places_)
      .subspan(static_cast<std::size_t>(begin - postcodes_.begin()), static_cast<std::size_t>(end - begin));
}

std::optional<Middle> AreaTable::MiddleOf(std::uint32_t postcode) const {
  const auto found = postcode_middles_.find(postcode);
  return found == postcode_middles_.end() ? std::nullopt : std::optional(found->second);
}

bool AreaTable::IsSeatPostcode(std::uint32_t postcode) const {
  const auto less = [](const PostcodePlace& place, std::uint32_t value) { return place.postcode < value; };
  const auto found = std::lower_bound(postcodes_.begin(), postcodes_.end(), postcode, less);
  return found != postcodes_.end() && found->postcode == postcode && found->seat;
}

bool AreaTable::IsUncertain(AreaIndex place) const { return possible_.contains(place); }

std::span<const AreaIndex> AreaTable::PossibleGemeinden(AreaIndex place) const {
  const auto found = possible_.find(place);
  if (found == possible_.end()) return {};
  return found->second;
}

std::string AreaTable::Qualifier(AreaIndex area) const {
  if (at(area).level == Level::kLand) return "Bundesland";
  std::vector<std::string_view> parts;
  for (AreaIndex above = at(area).parent; above != kNoArea && above != kWholeCountry; above = at(above).parent) {
    const Level level = at(above).level;
    if (level != Level::kVerband && level != Level::kRegierungsbezirk) parts.emplace_back(at(above).name);
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace amtslotse::responsibility
