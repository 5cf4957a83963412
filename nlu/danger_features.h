#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "nlu/danger_signs.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {

// The signs of danger in a text's words.
DangerSigns SignsOf(std::span<const Token> tokens);

// How many opinions on danger there are: one over words and signs, one over runs of letters. Each is fooled by other
// texts than the other.
inline constexpr std::size_t kDangerOpinions = 2;

// What each of them looks at, as 32-bit hashes; a feature may be named several times.
//
// First the words, what stands together, and the signs, each of them several times: a sign says more than a word.
// Then all runs of 2 to 6 letters of the line, across its words: endings, misspellings, short phrases. Thread-safe.
using DangerFeatures = std::array<std::vector<std::uint32_t>, kDangerOpinions>;
DangerFeatures FeaturesOfDanger(std::span<const Token> tokens, const DangerSigns& signs);

}  // namespace amtslotse::nlu
