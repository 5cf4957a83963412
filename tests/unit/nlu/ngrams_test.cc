#include "nlu/text/ngrams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace amtslotse::nlu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CharacterNgrams, MarkTheEndsOfTheWord) {
  EXPECT_THAT(CharacterNgrams("pass", 4, 5), ElementsAre("<pas", "<pass", "pass", "pass>", "ass>"));
}

TEST(CharacterNgrams, CountCodePointsNotBytes) { EXPECT_THAT(CharacterNgrams("да", 4, 4), ElementsAre("<да>")); }

TEST(CharacterNgrams, OfAShortWordMayBeNone) { EXPECT_THAT(CharacterNgrams("a", 4, 6), IsEmpty()); }

TEST(StableHash, IsFnv1a) { EXPECT_EQ(StableHash("a"), 0xE40C292Cu); }

}  // namespace
}  // namespace amtslotse::nlu
