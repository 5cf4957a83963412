#include "services/dialogue/core/topics_apart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace amtslotse::dialogue {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(TopicsApart, TheVerbAtTheEndBelongsToAllThings) {
  EXPECT_THAT(TopicsApart("Ich bin umgezogen und muss Wohnsitz und Auto ummelden, wo muss ich hin?",
                          "umgezogen Wohnsitz Auto ummelden"),
              ElementsAre(TopicApart{"Wohnsitz ummelden"}, TopicApart{"Auto ummelden"}));
}

TEST(TopicsApart, TheVerbAtTheBeginningBelongsToAllThings) {
  EXPECT_THAT(TopicsApart("Wo melde ich meinen Hund und mein Gewerbe an?", "melde Hund Gewerbe"),
              ElementsAre(TopicApart{"Hund melde"}, TopicApart{"Gewerbe melde"}));
}

TEST(TopicsApart, WhatIsToBeDoneWithTheFirstIsDoneWithAll) {
  EXPECT_THAT(TopicsApart("Termin Abholung Perso und Pass", "Abholung Perso Pass"),
              ElementsAre(TopicApart{"Abholung Perso"}, TopicApart{"Abholung Pass"}));
  EXPECT_THAT(TopicsApart("Termin für Perso und Führungszeugnis zusammen", "Perso Führungszeugnis zusammen"),
              ElementsAre(TopicApart{"Perso"}, TopicApart{"Führungszeugnis"}));
}

TEST(TopicsApart, HowManyIsSaidOfEach) {
  const auto twice = ElementsAre(TopicApart{"Personalausweise", 2}, TopicApart{"Reisepass", 1});
  EXPECT_THAT(TopicsApart("Termin für 2 Personalausweise und einen Reisepass", "2 Personalausweise Reisepass"), twice);
  EXPECT_THAT(TopicsApart("termin für zwei persos und drei pässe", "zwei persos drei pässe"),
              ElementsAre(TopicApart{"persos", 2}, TopicApart{"pässe", 3}));
}

TEST(TopicsApart, AThingWithAVerbOfItsOwnKeepsIt) {
  EXPECT_THAT(TopicsApart("Wo muss ich hin, um mein Auto anzumelden und einen Reisepass zu beantragen?",
                          "Auto anzumelden Reisepass"),
              ElementsAre(TopicApart{"Auto anzumelden"}, TopicApart{"Reisepass", 1}));
}

TEST(TopicsApart, WhoMovesBringsAlongWhatTheyHave) {
  EXPECT_THAT(TopicsApart("Ich ziehe um und habe einen Hund, was muss ich machen?", "ziehe Hund"),
              ElementsAre(TopicApart{"Wohnung ummelden"}, TopicApart{"Hund ummelden", 1}));
  EXPECT_THAT(
      TopicsApart("wir ziehen nach Erlenfurt, haben einen hund und ein auto", "ziehen hund auto"),
      ElementsAre(TopicApart{"Wohnung anmelden"}, TopicApart{"hund anmelden", 1}, TopicApart{"auto anmelden", 1}));
  EXPECT_THAT(TopicsApart("Umzug mit Hund und Auto", "Umzug Hund Auto"),
              ElementsAre(TopicApart{"Wohnung ummelden"}, TopicApart{"Hund ummelden"}, TopicApart{"Auto ummelden"}));
  EXPECT_THAT(TopicsApart("Umzug mit Kind", "Umzug Kind"), IsEmpty());
  EXPECT_THAT(TopicsApart("Bin umgezogen und muss mein Auto ummelden", "umgezogen Auto ummelden"), IsEmpty());
}

TEST(TopicsApart, WithoutCapitalsTheThingComesFirst) {
  EXPECT_THAT(TopicsApart("auto und wohnung ummelden wo", "auto wohnung ummelden"),
              ElementsAre(TopicApart{"auto ummelden"}, TopicApart{"wohnung ummelden"}));
}

TEST(TopicsApart, OneThingIsNothingToTakeApart) {
  EXPECT_THAT(TopicsApart("Mein Mann und ich sind umgezogen, wo melden wir uns um?", "Mann umgezogen melden um"),
              IsEmpty());
  EXPECT_THAT(TopicsApart("Wo kann ich mein Auto anmelden?", "Auto anmelden"), IsEmpty());
  EXPECT_THAT(TopicsApart("", ""), IsEmpty());
}

TEST(PointsBack, ThatIsWhatWasSpokenOfUnlessAThingFollows) {
  EXPECT_TRUE(PointsBack("was kostet das pro Seite?"));
  EXPECT_FALSE(PointsBack("was kostet das Führungszeugnis pro Person?"));
}

TEST(WithThing, WhatAsksOnNamesNothingAndAKindIsOneOfTheThing) {
  EXPECT_EQ(WithThingOf("schnell", "Führungszeugnis beantragen"), "");
  EXPECT_EQ(WithThingOf("ab", "Kita-Platz finden"), "");
  EXPECT_EQ(WithThingOf("vorläufige", "Personalausweis beantragen"), "vorläufige Personalausweis");
  EXPECT_EQ(WithThingOf("Reisepass schnell", "Führungszeugnis beantragen"), "Reisepass schnell");
}

TEST(WholeVerb, WhoMovesWithinTheTownRegistersTheFlat) {
  EXPECT_EQ(
      WithWholeVerb("Ich ziehe innerhalb von Erlenfurt um. Bis wann muss ich das melden?", "ziehe innerhalb melden"),
      "Wohnung ummelden");
  EXPECT_EQ(WithWholeVerb("Wir ziehen mit dem Hund um", "ziehen Hund"), "umziehen Hund");
}

TEST(WholeVerb, ADividedVerbIsPutTogether) {
  EXPECT_EQ(WithWholeVerb("Ich ziehe nach Kiel. Wo melde ich mich an?", "ziehe melde"), "Wohnung anmelden");
  EXPECT_EQ(WithWholeVerb("Wo melde ich meinen Hund an und wo kaufe ich Futter?", "Hund melde"), "Hund anmelden");
  EXPECT_EQ(WithWholeVerb("Wo melde ich mich ab", "melde ab"), "Wohnung abmelden");
  EXPECT_EQ(WithWholeVerb("Ich melde einen Schaden an der Straße", "melde Schaden"), "melde Schaden");
  EXPECT_EQ(WithWholeVerb("Was kostet ein Perso?", "Perso"), "Perso");
}

}  // namespace
}  // namespace amtslotse::dialogue
