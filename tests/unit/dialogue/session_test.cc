#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/dialogue/session_codec.h"
#include "tests/unit/dialogue/fake_town.h"

namespace amtslotse::dialogue {
namespace {

TEST(Sessions, SurviveBeingWrittenAndRead) {
  FakeTown town;
  town.Hear("Termin für Perso", nlu::Act::kBook, "Perso");
  Talk talk(town);
  talk.Say("Termin für Perso");
  talk.Say("1");
  const std::string written = Serialize(talk.session);
  const auto read = ParseSession(written);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(Serialize(*read), written);
  ASSERT_TRUE(read->booking && read->booking->held);
  EXPECT_EQ(read->booking->held->hold_id, "hold-2026-12-03T13:00");
}

TEST(Sessions, ConversationGoesOnAfterBeingReadAgain) {
  FakeTown town;
  town.Hear("Termin für Perso", nlu::Act::kBook, "Perso");
  Talk talk(town);
  talk.Say("Termin für Perso");
  talk.session = *ParseSession(Serialize(talk.session));
  EXPECT_THAT(talk.Say("1"), testing::HasSubstr("welchen Namen"));
}

TEST(Sessions, GarbageIsRefused) {
  for (const char* text : {"[]", "{", "null", "\x0a", "\x0a\xff\xff\xff\xff\x0f", "\x58\x01", "\x0f"})
    EXPECT_FALSE(ParseSession(text).ok()) << text;
}

TEST(Sessions, DoNotGrowWithTheConversation) {
  FakeTown town;
  Talk talk(town);
  for (int i = 0; i < 30; ++i) talk.Say("hm");
  const std::size_t early = Serialize(talk.session).size();
  for (int i = 0; i < 70; ++i) talk.Say("hm");
  EXPECT_LE(talk.session.events.size(), kKeptEvents);
  EXPECT_LE(Serialize(talk.session).size(), early + 100);
}

TEST(Messages, SurviveBeingWrittenAndRead) {
  FakeTown town;
  town.Hear("Termin für Perso", nlu::Act::kBook, "Perso");
  Talk talk(town);
  talk.Say("Termin für Perso");
  ASSERT_FALSE(talk.session.messages.empty());
  const std::string written = Serialize(talk.session.messages);
  const auto read = ParseMessages(written);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(Serialize(*read), written);
  EXPECT_FALSE(ParseMessages("{}").ok());
}

}  // namespace
}  // namespace amtslotse::dialogue
