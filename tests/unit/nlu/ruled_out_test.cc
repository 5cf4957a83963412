#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nlu/entities/entities.h"

namespace amtslotse::nlu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The times of a text; "-" before what is ruled out, "*" before what is meant for any week. Friday, 20 November 2026.
std::vector<std::string> Times(std::string_view text) {
  Reference reference;
  reference.now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours{9};
  const FoldedText folded = FoldWithOrigin(text);
  const std::vector<Token> tokens = Tokenize(folded);
  std::vector<std::string> times;
  for (const Entity& entity : FindEntities(text, tokens, reference, PlaceNames({}, {}))) {
    const auto* value = std::get_if<TimeValue>(&entity.value);
    if (value == nullptr) continue;
    times.push_back((value->ruled_out ? "-" : "") + std::string(value->weekly ? "*" : "") + entity.surface);
  }
  return times;
}

TEST(RuledOut, IsWhatStandsBehindNot) {
  EXPECT_THAT(Times("Termin, aber nicht montags"), ElementsAre("-*montags"));
  EXPECT_THAT(Times("nicht am Montag bitte"), ElementsAre("-*Montag"));
  EXPECT_THAT(Times("außer freitags geht alles"), ElementsAre("-*freitags"));
  EXPECT_THAT(Times("auf keinen Fall montags"), ElementsAre("-*montags"));
  EXPECT_THAT(Times("nicht vor 10 Uhr"), ElementsAre("-vor 10 Uhr"));
  EXPECT_THAT(Times("nicht montags und dienstags"), ElementsAre("-*montags", "-*dienstags"));
  EXPECT_THAT(Times("weder montags noch freitags"), ElementsAre("-*montags", "-*freitags"));
}

TEST(RuledOut, IsWhatSomebodyCannot) {
  EXPECT_THAT(Times("Montag kann ich leider nicht"), ElementsAre("-*Montag"));
  EXPECT_THAT(Times("montags habe ich keine Zeit"), ElementsAre("-*montags"));
  EXPECT_THAT(Times("Morgen geht bei mir nicht, lieber am Dienstag"), ElementsAre("-Morgen", "Dienstag"));
  EXPECT_THAT(Times("Montag oder Dienstag passt mir nicht"), ElementsAre("-*Montag", "-*Dienstag"));
}

TEST(RuledOut, IsNotWhatIsAskedForInstead) {
  EXPECT_THAT(Times("nicht montags, lieber dienstags"), ElementsAre("-*montags", "*dienstags"));
  EXPECT_THAT(Times("statt Montag lieber Dienstag"), ElementsAre("-*Montag", "Dienstag"));
  EXPECT_THAT(Times("Geht es nicht am Montag?"), ElementsAre("Montag"));
  EXPECT_THAT(Times("nicht nur montags"), ElementsAre("*montags"));
  EXPECT_THAT(Times("montags, nicht dienstags"), ElementsAre("*montags", "-*dienstags"));
  EXPECT_THAT(Times("Warum haben Sie am Montag nicht auf?"), ElementsAre("Montag"));
}

TEST(Weekly, IsADayOfAnyWeek) {
  EXPECT_THAT(Times("jeden Dienstag"), ElementsAre("*jeden Dienstag"));
  EXPECT_THAT(Times("nächsten Dienstag"), ElementsAre("nächsten Dienstag"));
  EXPECT_THAT(Times("nicht nächsten Dienstag"), ElementsAre("-nächsten Dienstag"));
  EXPECT_THAT(Times("Ich heiße Montag"), IsEmpty());
}

}  // namespace
}  // namespace amtslotse::nlu
