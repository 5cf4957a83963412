#include "nlu/number_words.h"

#include <gtest/gtest.h>

namespace amtslotse::nlu {
namespace {

TEST(NumberWords, SmallOnesAreRead) {
  EXPECT_EQ(NumberFromWord("null"), 0);
  EXPECT_EQ(NumberFromWord("eine"), 1);
  EXPECT_EQ(NumberFromWord("zwo"), 2);
  EXPECT_EQ(NumberFromWord("zwoelf"), 12);
}

TEST(NumberWords, CompoundsAreRead) {
  EXPECT_EQ(NumberFromWord("einundzwanzig"), 21);
  EXPECT_EQ(NumberFromWord("vierundzwanzig"), 24);
  EXPECT_EQ(NumberFromWord("hundert"), 100);
  EXPECT_EQ(NumberFromWord("zweihundertfuenf"), 205);
  EXPECT_EQ(NumberFromWord("zweitausendsechsundzwanzig"), 2026);
}

TEST(NumberWords, OtherWordsAreNone) {
  EXPECT_FALSE(NumberFromWord("einwohner").has_value());
  EXPECT_FALSE(NumberFromWord("achtung").has_value());
  EXPECT_FALSE(NumberFromWord("hund").has_value());
  EXPECT_FALSE(NumberFromWord("").has_value());
}

TEST(OrdinalWords, AreReadInEveryEnding) {
  EXPECT_EQ(OrdinalFromWord("erste"), 1);
  EXPECT_EQ(OrdinalFromWord("dritten"), 3);
  EXPECT_EQ(OrdinalFromWord("siebter"), 7);
  EXPECT_EQ(OrdinalFromWord("achte"), 8);
  EXPECT_EQ(OrdinalFromWord("zwanzigsten"), 20);
  EXPECT_EQ(OrdinalFromWord("einunddreissigster"), 31);
  EXPECT_EQ(OrdinalFromWord("15ten"), 15);
  EXPECT_EQ(OrdinalFromWord("letzte"), -1);
}

TEST(OrdinalWords, OtherWordsAreNone) {
  EXPECT_FALSE(OrdinalFromWord("naechste").has_value());
  EXPECT_FALSE(OrdinalFromWord("beste").has_value());
  EXPECT_FALSE(OrdinalFromWord("zwei").has_value());
}

}  // namespace
}  // namespace amtslotse::nlu
