#include "gateways/commands.h"

#include <gtest/gtest.h>

#include "gateways/splitting.h"

namespace amtslotse::gateways {
namespace {

TEST(ReadText, StopIsACommandInAllItsForms) {
  for (const char* text : {"STOP", "stop", "Stopp!", "Stopp ! !", " Stop. ", "/stop", "/stop@erlenfurt_bot", "/STOP jetzt"}) {
    const Content content = ReadText(text);
    ASSERT_TRUE(std::holds_alternative<GaveCommand>(content)) << text;
    EXPECT_EQ(std::get<GaveCommand>(content).command, Command::kStop) << text;
  }
}

TEST(ReadText, AStopInsideOfASentenceIsNone) {
  EXPECT_TRUE(std::holds_alternative<Said>(ReadText("Wo ist der Bus-Stop am Rathaus?")));
}

TEST(ReadText, StartAndForget) {
  EXPECT_EQ(std::get<GaveCommand>(ReadText("/start ref-42")).command, Command::kStart);
  EXPECT_EQ(std::get<GaveCommand>(ReadText("Daten löschen")).command, Command::kForget);
  EXPECT_EQ(std::get<GaveCommand>(ReadText("DATEN LÖSCHEN")).command, Command::kForget);
}

TEST(ReadText, OtherSlashCommandsBecomeWords) {
  EXPECT_EQ(std::get<Said>(ReadText("/hilfe")).text, "Was kannst du?");
  EXPECT_EQ(std::get<Said>(ReadText("/gibtesnicht")).text, "/gibtesnicht");
}

TEST(ReadText, BlankIsUnsupported) { EXPECT_TRUE(std::holds_alternative<SentUnsupported>(ReadText(" \n "))); }

TEST(ReadText, CutsToWhatTheDialogueTakes) {
  std::string text;
  for (int i = 0; i < 4096; ++i) text += "ä";
  EXPECT_EQ(Length(std::get<Said>(ReadText(text)).text, Unit::kCodePoints), kMaxText);
}

TEST(Inbound, SurvivesTheInbox) {
  const Content all[] = {Said{"Grüße \"und\"\n"},
                         Chose{"a1", "Do 14:00", "77", "t1"},
                         SentUnsupported{"photo"},
                         GaveCommand{Command::kForget},
                         SpokeInGroup{},
                         CannotRead{},
                         Blocked{},
                         Unblocked{},
                         Moved{"-1001"},
                         SendFailedLater{"wamid.x", true, "131047"}};
  for (const Content& content : all) {
    const Inbound event{"tg-1", "4711", "de", content};
    const auto back = InboundFromJson(ToJson(event));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(ToJson(*back), ToJson(event));
    EXPECT_EQ(back->content.index(), content.index());
  }
  EXPECT_FALSE(InboundFromJson("[]").has_value());
  EXPECT_FALSE(InboundFromJson(R"({"content":{"kind":"said","text":7}})").has_value());
}

}  // namespace
}  // namespace amtslotse::gateways
