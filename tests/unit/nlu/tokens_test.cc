#include "nlu/text/tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace amtslotse::nlu {
namespace {

using ::testing::ElementsAre;

TEST(Tokens, WordsNumbersAndMarksAreSeparate) {
  const FoldedText folded = FoldWithOrigin("Am 3.12. um 14:30?");
  std::vector<std::string> texts;
  for (const Token& token : Tokenize(folded)) texts.emplace_back(token.text);
  EXPECT_THAT(texts, ElementsAre("am", "3", ".", "12", ".", "um", "14", ":", "30", "?"));
}

TEST(Tokens, LettersAndDigitsTogetherAreAWord) {
  const FoldedText folded = FoldWithOrigin("12a B52");
  const auto tokens = Tokenize(folded);
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens[0].kind, TokenKind::kWord);
  EXPECT_EQ(tokens[1].text, "b52");
}

TEST(Tokens, EmojiAreSymbols) {
  const FoldedText folded = FoldWithOrigin("ok 👍");
  const auto tokens = Tokenize(folded);
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens[1].kind, TokenKind::kSymbol);
}

TEST(Tokens, SpansPointIntoTheOriginal) {
  const std::string text = "Größe: Übergrößenträger";
  const FoldedText folded = FoldWithOrigin(text);
  const auto tokens = Tokenize(folded);
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(Slice(text, tokens[2].span), "Übergrößenträger");
}

TEST(Tokens, FoldedWordsLeaveOutMarks) {
  EXPECT_THAT(FoldedWords("Was kostet's, bitte?"), ElementsAre("was", "kostet", "s", "bitte"));
}

}  // namespace
}  // namespace amtslotse::nlu
