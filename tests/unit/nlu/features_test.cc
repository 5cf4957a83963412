#include "nlu/classify/features.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "nlu/text/ngrams.h"

namespace amtslotse::nlu {
namespace {

std::vector<std::uint32_t> FeaturesOf(std::string_view text) {
  const FoldedText folded = FoldWithOrigin(text);
  return HashedFeatures(Tokenize(folded));
}

// Models on disk are made of these hashes.
TEST(HashedFeatures, AreTheWordItsNeighboursAndItsNgrams) {
  std::vector<std::uint32_t> wanted = {StableHash("да", 0x811C9DC5u), StableHash("да", StableHash("^", 0x2F0B4C47u))};
  ForEachCharacterNgram("да", 2, 5,
                        [&wanted](std::string_view ngram) { wanted.push_back(StableHash(ngram, 0x6D2B79F5u)); });
  wanted.push_back(StableHash("$", StableHash(" ", StableHash("да", 0x2F0B4C47u))));
  EXPECT_EQ(FeaturesOf("да"), wanted);
}

TEST(HashedFeatures, ReadNumbersByTheirShape) {
  EXPECT_EQ(FeaturesOf("in 24201"), FeaturesOf("in 10115"));
  EXPECT_NE(FeaturesOf("in 24201"), FeaturesOf("in 2420"));
}

TEST(HashedFeatures, OfALongWordAreThoseOfItsBeginning) {
  EXPECT_EQ(FeaturesOf(std::string(64, 'a')), FeaturesOf(std::string(200, 'a')));
}

TEST(PairFeatures, TellWhereWordsStand) {
  const FoldedText here = FoldWithOrigin("wann abholen");
  const FoldedText there = FoldWithOrigin("abholen wann");
  EXPECT_NE(PairFeatures(Tokenize(here)), PairFeatures(Tokenize(there)));
  EXPECT_TRUE(PairFeatures({}).empty());
}

}  // namespace
}  // namespace amtslotse::nlu
