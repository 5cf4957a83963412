// Conversations in other languages than German.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/dialogue/session_codec.h"
#include "tests/unit/dialogue/fake_town.h"

namespace amtslotse::dialogue {
namespace {

using nlu::Act;
using nlu::Language;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class OtherLanguages : public testing::Test {
 protected:
  OtherLanguages() {
    for (const char* text : {"hello", "passport please", "I am lost", "and now"})
      town.Hear(text, Act::kOutOfScope).language = {Language::kEnglish, 0.97, false};
  }

  FakeTown town;
  Talk talk{town};
};

TEST_F(OtherLanguages, AreAnsweredInTheirLanguageWithWhatIsPossible) {
  EXPECT_THAT(talk.Say("hello"), AllOf(HasSubstr("only answer in German"), HasSubstr("115"),
                                       HasSubstr("handbookgermany.de/en"), Not(HasSubstr("Können Sie"))));
}

TEST_F(OtherLanguages, HearSomethingElseTheNextTime) {
  const std::string first = talk.Say("hello");
  const std::string second = talk.Say("passport please");
  EXPECT_THAT(second, AllOf(HasSubstr("Reisepass (passport)"), HasSubstr("Talk to a person")));
  const std::string third = talk.Say("I am lost");
  EXPECT_NE(first, second);
  EXPECT_NE(second, third);
  EXPECT_THAT(third, AllOf(HasSubstr("person"), HasSubstr("Talk to a person")));
}

TEST_F(OtherLanguages, AreRememberedWithTheConversation) {
  talk.Say("hello");
  talk.session = *ParseSession(Serialize(talk.session));
  EXPECT_THAT(talk.Say("passport please"), HasSubstr("Reisepass (passport)"));
}

TEST_F(OtherLanguages, WithAGermanWordThatSaysEnoughAreAnsweredInBoth) {
  town.Hear("I need Perso", Act::kOverview, "Perso").language = {Language::kEnglish, 0.9, true};
  const std::string both = talk.Say("I need Perso");
  EXPECT_THAT(both, AllOf(HasSubstr("only answer in German"), HasSubstr("Personalausweis")));
  EXPECT_LT(both.find("only answer in German"), both.find("Personalausweis"));
  EXPECT_THAT(talk.Say("I need Perso"), Not(HasSubstr("only answer in German")));
}

TEST_F(OtherLanguages, WithAGermanWordThatSaysTooLittleAreAnsweredInTheirs) {
  town.Hear("what is Dings", Act::kOutOfScope, "Dings").language = {Language::kEnglish, 0.9, true};
  EXPECT_THAT(talk.Say("what is Dings"), AllOf(HasSubstr("only answer in German"), Not(HasSubstr("verstanden"))));
  EXPECT_EQ(talk.session.unclear_in_a_row, 0);
}

TEST_F(OtherLanguages, GermanWithAWordOfAnotherIsAnsweredInGermanAlone) {
  town.Hear("Perso please", Act::kOverview, "Perso").language = {Language::kEnglish, 0.3, true};
  EXPECT_THAT(talk.Say("Perso please"), AllOf(HasSubstr("Personalausweis"), Not(HasSubstr("only answer in German"))));
}

TEST_F(OtherLanguages, ReadInTheirLanguageWhatToDoIfSomebodyIsInDanger) {
  auto& heard = town.Hear("he is somehow not well", Act::kOutOfScope);
  heard.language = {Language::kEnglish, 0.97, false};
  for (const double confidence : {0.4, 0.7}) {
    heard.emergency = nlu::Emergency{.kind = nlu::EmergencyKind::kOtherDanger, .confidence = confidence};
    const std::string said = Talk(town).Say("he is somehow not well");
    EXPECT_THAT(said, AllOf(HasSubstr("If somebody is in danger, call 112"), Not(HasSubstr("Ist jemand in Gefahr"))));
    EXPECT_EQ(said.find("If somebody") < said.find("only answer in German"), confidence > 0.6) << said;
  }
}

TEST_F(OtherLanguages, AreGoneOnInWithAWordThatMayBeGerman) {
  town.Hear("passport", Act::kOutOfScope).language = {Language::kEnglish, 0.3, true};
  EXPECT_THAT(Talk(town).Say("passport"), Not(HasSubstr("Reisepass (passport)")));
  talk.Say("hello");
  EXPECT_THAT(talk.Say("passport"), HasSubstr("Reisepass (passport)"));
}

TEST_F(OtherLanguages, ThatAreNotAmongTheSevenAreAnsweredInGermanAndEnglish) {
  town.Hear("buenos dias", Act::kOutOfScope).language = {Language::kOther, 0.9, false};
  EXPECT_THAT(talk.Say("buenos dias"), AllOf(HasSubstr("nur auf Deutsch"), HasSubstr("only answer in German")));
}

}  // namespace
}  // namespace amtslotse::dialogue
