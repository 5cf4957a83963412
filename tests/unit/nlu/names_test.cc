#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "found_texts.h"

namespace amtslotse::nlu {
namespace {

using ::testing::ElementsAre;

TEST(Names, AreReadAfterAnIntroduction) {
  EXPECT_THAT(FoundTexts("Mein Name ist Peter Sonntag"), ElementsAre("person_name: Peter Sonntag"));
  EXPECT_THAT(FoundTexts("ich heiße kerstin mai"), ElementsAre("person_name: kerstin mai"));
}

TEST(Names, AreReadInTheAnswerToTheQuestion) {
  EXPECT_THAT(FoundTexts("Peter Sonntag", Expecting::kName), ElementsAre("person_name: Peter Sonntag"));
  EXPECT_THAT(FoundTexts("anna-lena von der heide", Expecting::kName),
              ElementsAre("person_name: anna-lena von der heide"));
  EXPECT_THAT(FoundTexts("Mein Name ist Anna-Lena Freitag", Expecting::kName),
              ElementsAre("person_name: Anna-Lena Freitag"));
  EXPECT_THAT(FoundTexts("mein name ist anna freitag-müller und ich komme allein", Expecting::kName),
              ElementsAre("person_name: anna freitag-müller"));
  EXPECT_THAT(FoundTexts("ich bin Dr. Mehmet Yılmaz", Expecting::kName), ElementsAre("person_name: Dr. Mehmet Yılmaz"));
}

TEST(Names, AreWholeBehindADegree) {
  EXPECT_THAT(FoundTexts("Mein Name ist Dr. Karl-Heinz März-Freitag"),
              ElementsAre("person_name: Dr. Karl-Heinz März-Freitag"));
}

TEST(Names, AreReadBeforeTheWordsThatSaySo) {
  EXPECT_THAT(FoundTexts("Montag mein Name, ich brauche einen Reisepass"), ElementsAre("person_name: Montag"));
  EXPECT_THAT(FoundTexts("guten tag, mai ist mein name."), ElementsAre("person_name: mai"));
  EXPECT_THAT(FoundTexts("Wie ist mein Name?"), ElementsAre());
  EXPECT_THAT(FoundTexts("In der Urkunde ist mein Name."), ElementsAre());
}

TEST(Names, AreReadAfterATitle) {
  EXPECT_THAT(FoundTexts("Ist Herr Freitag zu sprechen?"), ElementsAre("person_name: Freitag"));
}

}  // namespace
}  // namespace amtslotse::nlu
