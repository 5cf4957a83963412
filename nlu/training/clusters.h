#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::nlu {

// How alike two texts are, from 0 to 1: the shared part (Jaccard) of their character 3-grams after
// folding.
double Likeness(std::string_view a, std::string_view b);

// From this on two texts are near-duplicates.
inline constexpr double kNearDuplicate = 0.6;

// One cluster number per text: near-duplicates, also by way of others, share it. Numbers are the
// index of the cluster's first text.
std::vector<std::size_t> NearDuplicateClusters(const std::vector<std::string>& texts);

// Splits by cluster: true for those that fall into `share` of the clusters. The choice depends only
// on the cluster's first text and the seed, so that adding examples leaves other clusters in place.
std::vector<bool> HeldBack(const std::vector<std::string>& texts, double share, std::uint64_t seed);

// Whether each of `tests` is a near-duplicate of one of `training`.
std::vector<bool> Leaks(const std::vector<std::string>& tests, const std::vector<std::string>& training);

}  // namespace amtslotse::nlu
