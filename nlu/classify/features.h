#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "nlu/classify/linear_model.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {

// What the linear opinion looks at, as 32-bit hashes: words, pairs of words, and character 2- to
// 5-grams within words. Numbers are read by their shape ("24201" as "00000"), so that a postcode
// seen in training stands for all of them.
//
// `tokens` may be a part of a message. The result may name a feature several times. Thread-safe.
std::vector<std::uint32_t> HashedFeatures(std::span<const Token> tokens);

// What words say together and where they stand, as further hashes: beginnings of words and pairs of them up to four
// words apart, words around a gap, the first and the last word, the message's length. They tell apart wishes about
// the same things ("wann … abholen", "wo … abholen"); with few examples for each label they add noise. Thread-safe.
std::vector<std::uint32_t> PairFeatures(std::span<const Token> tokens);

// Words of a message with their features: counted once, read by several models. Borrows the tokens.
struct FeaturedTokens {
  FeaturedTokens(std::span<const Token> all) : tokens(all), features(CountFeatures(HashedFeatures(all))) {}
  FeaturedTokens(const std::vector<Token>& all) : FeaturedTokens(std::span<const Token>(all)) {}

  std::span<const Token> tokens;
  std::vector<FeatureCount> features;
};

// The same words for fastText: folded, numbers by shape, separated by single spaces.
std::string WordLine(std::span<const Token> tokens);

}  // namespace amtslotse::nlu
