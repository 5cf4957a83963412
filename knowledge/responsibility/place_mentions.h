// Steps of PlaceFinder::FindMentions, each on its own.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "knowledge/responsibility/places.h"

namespace amtslotse::responsibility {

// Which of the areas of one name are meant, by level or else by rank, largest first.
std::vector<AreaIndex> ChooseAreas(const AreaTable& areas, std::span<const NameEntry> entries, AreaIndex home,
                                   std::optional<Level> level);

// "Otto-Hahn-Straße" does not mean the place Hahn: a part of a hyphenated word counts only when all its parts are
// places, or when it begins with a town where a place is to be expected ("in Köln-Ehrenfeld"): then the town, with
// `unknown_part`.
void DropPartsOfCompounds(const AreaTable& areas, const TextWords& words, std::vector<bool>& taken,
                          std::vector<Mention>& mentions);

// "Neustadt in Hessen", "24201 Erlenfurt", "Hamburg-Altona": a neighbour chooses among equal names and is then not a
// mention of its own. A postcode beside a name that does not have it makes a conflict.
void NarrowByNeighbours(const AreaTable& areas, const TextWords& words, AreaIndex home, std::vector<Mention>& mentions);

// Sets how the text relates mention `i`: by its preposition and the words of its clause.
void Relate(const TextWords& words, std::vector<Mention>& mentions, std::size_t i);

}  // namespace amtslotse::responsibility
