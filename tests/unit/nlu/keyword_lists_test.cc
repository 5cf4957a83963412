#include "nlu/keyword_lists.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace amtslotse::nlu {
namespace {

using ::testing::ElementsAre;

// The words at which further wishes begin.
std::vector<std::string> Begins(std::string_view text) {
  const FoldedText folded = FoldWithOrigin(text);
  const std::vector<Token> tokens = Tokenize(folded);
  std::vector<std::string> words;
  for (const std::size_t at : FindListedWishes(tokens).begins) words.emplace_back(tokens[at].text);
  return words;
}

TEST(KeywordLists, EachWordBehindTheFirstBeginsAWish) {
  EXPECT_THAT(Begins("eheschliessung unterlagen kosten termin"), ElementsAre("kosten", "termin"));
  EXPECT_THAT(Begins("perso verloren neuen beantragen kosten dauer"), ElementsAre("dauer"));
  EXPECT_THAT(Begins("Reisepass: Gebühr, Unterlagen und Bearbeitungszeit?"), ElementsAre("unterlagen", "und"));
  EXPECT_THAT(Begins("gewerbe anmelden wo und wieviel"), ElementsAre("und"));
  EXPECT_THAT(Begins("öffnungszeiten/adresse bitte"), ElementsAre("adresse"));
  EXPECT_THAT(Begins("kosten + dauer für Kinderpass"), ElementsAre("dauer"));
  EXPECT_THAT(Begins("hund anmelden wie teuer wie lange"), ElementsAre("wie"));
}

TEST(KeywordLists, OneQuestionIsNone) {
  for (const char* text : {"was kosten unterlagen", "welche unterlagen kosten geld", "Termin Dauer", "unterlagen wohin",
                           "wo termin", "die kosten", "kosten für die unterlagen", "termin mit unterlagen", "wo", ""})
    EXPECT_THAT(Begins(text), ElementsAre()) << text;
}

}  // namespace
}  // namespace amtslotse::nlu
