#include "nlu/text/fold.h"

#include <gtest/gtest.h>

#include <string>

namespace amtslotse::nlu {
namespace {

TEST(Fold, DigitsOfAllScriptsBecomeOurs) {
  EXPECT_EQ(Fold("٢٤٢٠١"), "24201");
  EXPECT_EQ(Fold("३.१२."), "3.12.");
  EXPECT_EQ(Fold("１０ Uhr"), "10 uhr");
}

TEST(Folding, UmlautsInEverySpellingAreOneWord) {
  EXPECT_EQ(Fold("Führerschein"), "fuehrerschein");
  EXPECT_EQ(Fold("FUEHRERSCHEIN"), "fuehrerschein");
  EXPECT_EQ(Fold("Fu\u0308hrerschein"), "fuehrerschein");
  EXPECT_EQ(Fold("ÄÖÜ"), "aeoeue");
}

TEST(Folding, SharpSIsTwoS) {
  EXPECT_EQ(Fold("Straße"), "strasse");
  EXPECT_EQ(Fold("STRAẞE"), "strasse");
}

TEST(Folding, OtherDiacriticsGo) { EXPECT_EQ(Fold("Café Şahin Łódź ığdır"), "cafe sahin lodz igdir"); }

TEST(Folding, InvisibleCharactersGo) {
  EXPECT_EQ(Fold("Pass\u200Bport\u00AD und\u200E Aus\u2060weis\uFEFF"), "passport und ausweis");
}

TEST(Folding, LookalikesInsideALatinWordBecomeLatin) {
  EXPECT_EQ(Fold("Pаss"), "pass");            // Cyrillic а
  EXPECT_EQ(Fold("Reisepаsѕ"), "reisepass");  // Cyrillic а and ѕ
  EXPECT_EQ(Fold("Αusweis"), "ausweis");      // Greek Α
}

TEST(Folding, WordsOfOtherScriptsStay) { EXPECT_EQ(Fold("паспорт"), "паспорт"); }

TEST(Folding, FullWidthAndMathLettersBecomePlain) { EXPECT_EQ(Fold("Ｐａｓｓ 𝐏𝐚𝐬𝐬"), "pass pass"); }

TEST(Folding, QuotesAndDashesBecomeAscii) { EXPECT_EQ(Fold("„Pass“ – 10‑12’"), "\"pass\" - 10-12'"); }

TEST(Folding, InvalidBytesAndControlCharactersBecomeSpaces) {
  EXPECT_EQ(Fold("a\xFF\xFE"
                 "b\x01"
                 "c"),
            "a  b c");
  EXPECT_EQ(Fold("\xC3"), " ");
}

TEST(Folding, EveryByteKnowsWhereItCameFrom) {
  const std::string text = "für Paß";
  const FoldedText folded = FoldWithOrigin(text);
  ASSERT_EQ(folded.text, "fuer pass");
  EXPECT_EQ(Slice(text, folded.OriginalSpan(0, 4)), "für");
  EXPECT_EQ(Slice(text, folded.OriginalSpan(5, 9)), "Paß");
  EXPECT_EQ(folded.origin.back(), text.size());
}

TEST(Folding, SpansOfReplacedLookalikesPointIntoTheOriginal) {
  const std::string text = "mein Pаss läuft";
  const FoldedText folded = FoldWithOrigin(text);
  ASSERT_EQ(folded.text, "mein pass laeuft");
  EXPECT_EQ(Slice(text, folded.OriginalSpan(5, 9)), "Pаss");
  EXPECT_EQ(Slice(text, folded.OriginalSpan(10, 16)), "läuft");
}

TEST(Folding, TenThousandCombiningMarksFoldToTheirLetter) {
  std::string text = "a";
  for (int i = 0; i < 10000; ++i) text += "\u0301";
  EXPECT_EQ(Fold(text), "a");
  EXPECT_LT(Nfc(text).size(), 20u);
}

TEST(Folding, NfcComposesAndKeepsCase) {
  EXPECT_EQ(Nfc("Mu\u0308ller\u200B"), "Müller");
  EXPECT_EQ(Nfc("a\xFF"), "a\uFFFD");
}

TEST(Folding, TruncationDoesNotCutACharacter) {
  EXPECT_EQ(Truncated("für", 2), "f");
  EXPECT_EQ(Truncated("für", 3), "fü");
  EXPECT_EQ(Truncated("für", 10), "für");
}

}  // namespace
}  // namespace amtslotse::nlu
