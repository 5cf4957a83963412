#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/dialogue/fake_town.h"

namespace amtslotse::dialogue {
namespace {

TEST(Sessions, SurviveBeingWrittenAndRead) {
  FakeTown town;
  town.Hear("Termin für Perso", nlu::Act::kBook, "Perso");
  Talk talk(town);
  talk.Say("Termin für Perso");
  talk.Say("1");
  const std::string written = ToJson(talk.session);
  const auto read = SessionFromJson(written);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(ToJson(*read), written);
  ASSERT_TRUE(read->booking && read->booking->held);
  EXPECT_EQ(read->booking->held->hold_id, "hold-2026-12-03T13:00");
}

TEST(Sessions, ConversationGoesOnAfterBeingReadAgain) {
  FakeTown town;
  town.Hear("Termin für Perso", nlu::Act::kBook, "Perso");
  Talk talk(town);
  talk.Say("Termin für Perso");
  talk.session = *SessionFromJson(ToJson(talk.session));
  EXPECT_THAT(talk.Say("1"), testing::HasSubstr("welchen Namen"));
}

TEST(Sessions, GarbageIsRefused) {
  for (const char* text : {"", "[]", "{", "{\"sequence\":\"x\"}", "null", "{\"messages\":[1]}"})
    EXPECT_FALSE(SessionFromJson(text).ok()) << text;
}

TEST(Sessions, KeepABoundedNumberOfMessages) {
  FakeTown town;
  Talk talk(town);
  for (int i = 0; i < 100; ++i) talk.Say("hm");
  EXPECT_LE(talk.session.messages.size(), kKeptMessages);
  EXPECT_LE(talk.session.events.size(), kKeptEvents);
}

}  // namespace
}  // namespace amtslotse::dialogue
