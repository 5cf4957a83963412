#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "nlu/text/tokens.h"

namespace amtslotse::nlu {

// What the linear opinion looks at, as 32-bit hashes: words, pairs of words, and character 2- to
// 5-grams within words. Numbers are read by their shape ("24201" as "00000"), so that a postcode
// seen in training stands for all of them.
//
// `tokens` may be a part of a message. The result may name a feature several times. Thread-safe.
std::vector<std::uint32_t> HashedFeatures(std::span<const Token> tokens);

// The same words for fastText: folded, numbers by shape, separated by single spaces.
std::string WordLine(std::span<const Token> tokens);

}  // namespace amtslotse::nlu
