#include "booking/folding.h"

#include <gtest/gtest.h>

namespace amtslotse::booking {
namespace {

TEST(Folding, SpellingsOfANameAreTheSame) {
  EXPECT_EQ(FoldName("Müller-Lüdenscheidt"), FoldName("MUELLER LUEDENSCHEIDT"));
  EXPECT_EQ(FoldName("Weiß"), FoldName("WEISS"));
  EXPECT_EQ(FoldName("O’Neill"), FoldName("O'Neill"));
  EXPECT_EQ(FoldName(" .-' "), "");
}

TEST(Folding, TheSurnameIsTheLastWordOrStandsBeforeTheComma) {
  EXPECT_EQ(FoldedSurname("Dr. Anna von der Leyen"), "leyen");
  EXPECT_EQ(FoldedSurname("von der Leyen, Anna"), "leyen");
  EXPECT_TRUE(SurnameMatches("Dr. Anna von der Leyen", "Leyen"));
  EXPECT_TRUE(SurnameMatches("Dr. Anna von der Leyen", "von der Leyen"));
  EXPECT_TRUE(SurnameMatches("Dr. Anna von der Leyen", "Anna von der Leyen"));
  EXPECT_TRUE(SurnameMatches("Eva Müller-Lüdenscheidt", "Mueller Luedenscheidt"));
  EXPECT_FALSE(SurnameMatches("Dr. Anna von der Leyen", "Anna"));
  EXPECT_FALSE(SurnameMatches("Anna Müller", ""));
}

TEST(Folding, WaysToWriteATelephoneNumberAreTheSame) {
  const std::string same = FoldTelephone("+49 431 1234-5");
  EXPECT_EQ(FoldTelephone("0431 12345"), same);
  EXPECT_EQ(FoldTelephone("0049 (431) 12345"), same);
  EXPECT_EQ(FoldTelephone("+49 (0) 431 / 12345"), same);
  EXPECT_NE(FoldTelephone("+45 431 12345"), same);
}

}  // namespace
}  // namespace amtslotse::booking
