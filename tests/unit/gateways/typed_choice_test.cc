#include "gateways/typed_choice.h"

#include <gtest/gtest.h>

namespace amtslotse::gateways {
namespace {

const std::vector<std::string> kReminder{"Ja, ich komme", "Nein, ich kann nicht"};
const std::vector<std::string> kOffer{"Termin annehmen", "Passt mir nicht"};

TEST(TypedChoice, TakesTheNumberInAnyForm) {
  for (const char* text : {"2", "2.", " 2 ", "Zwei", "zwei!"}) EXPECT_EQ(TypedChoice(text, kReminder), 1U) << text;
  EXPECT_EQ(TypedChoice("3", kReminder), std::nullopt);
  EXPECT_EQ(TypedChoice("drei", kReminder), std::nullopt);
  EXPECT_EQ(TypedChoice("0", kReminder), std::nullopt);
  EXPECT_EQ(TypedChoice("22", kReminder), std::nullopt);
}

TEST(TypedChoice, TakesTheLabelOrWordsOfOneLabelOnly) {
  EXPECT_EQ(TypedChoice("ja, ich komme.", kReminder), 0U);
  EXPECT_EQ(TypedChoice("Ich kann nicht", kReminder), 1U);
  EXPECT_EQ(TypedChoice("annehmen", kOffer), 0U);
  EXPECT_EQ(TypedChoice("ich", kReminder), std::nullopt) << "in both";
  EXPECT_EQ(TypedChoice("ich komme nicht", kReminder), std::nullopt) << "the opposite of what it resembles";
}

TEST(TypedChoice, YesIsTheFirstAndNoTheSecond) {
  EXPECT_EQ(TypedChoice("Ja", kOffer), 0U);
  EXPECT_EQ(TypedChoice("ja gerne!", kOffer), 0U);
  EXPECT_EQ(TypedChoice("Nein danke", kOffer), 1U);
  EXPECT_EQ(TypedChoice("nein", {"Platz länger halten"}), std::nullopt) << "there is no second";
}

TEST(TypedChoice, AnythingElseIsForTheConversation) {
  for (const char* text :
       {"", " ", "Was kostet ein Reisepass?", "Ja, und was muss ich mitbringen?", "nein, erst um 10", "Termin absagen"})
    EXPECT_EQ(TypedChoice(text, kReminder), std::nullopt) << text;
}

}  // namespace
}  // namespace amtslotse::gateways
