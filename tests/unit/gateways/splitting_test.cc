#include "gateways/splitting.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace amtslotse::gateways {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Length, CountsInTheChannelsOwnUnit) {
  EXPECT_EQ(Length("ä", Unit::kUtf16), 1);
  EXPECT_EQ(Length("ä", Unit::kUtf8Bytes), 2);
  EXPECT_EQ(Length("👍🏽", Unit::kUtf16), 4);
  EXPECT_EQ(Length("👍🏽", Unit::kCodePoints), 2);
  EXPECT_EQ(Length("👍🏽", Unit::kUtf8Bytes), 8);
}

TEST(Split, ShortTextIsOnePart) { EXPECT_THAT(Split("Guten Tag.", 10, Unit::kUtf16), ElementsAre("Guten Tag.")); }

TEST(Split, BlankTextHasNoPart) {
  EXPECT_THAT(Split("", 10, Unit::kUtf16), IsEmpty());
  EXPECT_THAT(Split(" \n\n ", 10, Unit::kUtf16), IsEmpty());
}

TEST(Split, PrefersParagraphs) {
  EXPECT_THAT(Split("Erster Absatz. Noch ein Satz.\n\nZweiter Absatz.", 40, Unit::kUtf16),
              ElementsAre("Erster Absatz. Noch ein Satz.", "Zweiter Absatz."));
}

TEST(Split, ThenLines) {
  EXPECT_THAT(Split("- Ausweis mitbringen\n- Foto mitbringen\n- Gebühr", 40, Unit::kUtf16),
              ElementsAre("- Ausweis mitbringen\n- Foto mitbringen", "- Gebühr"));
}

TEST(Split, ThenSentences) {
  EXPECT_THAT(Split("Das kostet Geld. Bringen Sie es mit.", 20, Unit::kUtf16),
              ElementsAre("Das kostet Geld.", "Bringen Sie es mit."));
}

TEST(Split, AnAbbreviationEndsNoSentence) {
  EXPECT_THAT(Split("Sie brauchen z. B. einen Ausweis. Sonst nichts.", 34, Unit::kUtf16),
              ElementsAre("Sie brauchen z. B. einen Ausweis.", "Sonst nichts."));
}

TEST(Split, ThenWords) {
  EXPECT_THAT(Split("eins zwei drei vier", 10, Unit::kUtf16), ElementsAre("eins zwei", "drei vier"));
}

TEST(Split, KeepsAnAddressWhole) {
  EXPECT_THAT(Split("Hier: https://erlenfurt.example/dienste/ausweis", 42, Unit::kUtf16),
              ElementsAre("Hier:", "https://erlenfurt.example/dienste/ausweis"));
}

TEST(Split, NeverInsideOfAGrapheme) {
  // Eight code units each: family of three, joined.
  const std::string family = "👨‍👩‍👧";
  const std::string text = family + family + family;
  EXPECT_THAT(Split(text, 12, Unit::kUtf16), ElementsAre(family, family, family));
}

TEST(Split, EveryPartFitsAndNothingButSpaceIsLost) {
  std::string text;
  for (int i = 0; i < 200; ++i)
    text += "Übergrößen-Straßenverkehrsamt " + std::to_string(i) + (i % 7 == 0 ? ".\n\n" : ", ");
  for (const Unit unit : {Unit::kUtf16, Unit::kCodePoints, Unit::kUtf8Bytes}) {
    for (const std::size_t limit : {5u, 17u, 64u, 1000u}) {
      std::string joined;
      for (const std::string& part : Split(text, limit, unit)) {
        EXPECT_LE(Length(part, unit), limit);
        joined += part;
      }
      std::string expected = text;
      for (std::string* s : {&joined, &expected}) std::erase_if(*s, [](char c) { return c == ' ' || c == '\n'; });
      EXPECT_EQ(joined, expected);
    }
  }
}

TEST(Shorten, CutsAtAGraphemeAndSaysSo) {
  EXPECT_EQ(Shorten("Personalausweis", 8, Unit::kCodePoints), "Persona…");
  EXPECT_EQ(Shorten("kurz", 8, Unit::kCodePoints), "kurz");
  EXPECT_EQ(Shorten("ab👨‍👩‍👧cd", 6, Unit::kUtf16), "ab…");
}

}  // namespace
}  // namespace amtslotse::gateways
