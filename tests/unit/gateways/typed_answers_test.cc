// What people type under a reminder, hours after the conversation.
#include <gmock/gmock.h>

#include "tests/unit/gateways/station_fixture.h"

namespace amtslotse::messengers {
namespace {

using testing::ElementsAre;

class WithAReminder : public StationAtWork {
 protected:
  // Someone who wrote, and a reminder with two choices that was shown to them.
  void Remind(Millis shown) {
    Start();
    Receive({Says("tg-1", "eins")});
    adapter_->Await(1);
    Outgoing reminder{.key = "d:r1", .messages = {}, .delivery = "r1"};
    auto& message = reminder.messages.emplace_back();
    for (const auto& [id, label] : {std::pair("ry.7", "Ja, ich komme"), std::pair("rn.7", "Nein, ich kann nicht")}) {
      auto* choice = message.add_choices();
      choice->set_id(id);
      choice->set_label(label);
    }
    ASSERT_TRUE(store_->Sent(KeyOf("4711"), reminder, std::nullopt, {.references = {}, .shown = shown}).ok());
  }
  // What the dialogue got, after so many answers.
  std::vector<std::string> EventsAfter(std::size_t answers) {
    adapter_->Await(answers);
    const std::lock_guard lock(dialogue_.mutex);
    return dialogue_.events["c1"];
  }
  static Millis LongAgo() { return NowMillis() - 60 * 60 * 1000; }
};

TEST_F(WithAReminder, IsAnsweredByANumberOnceAlthoughTheConversationIsForgotten) {
  Remind(LongAgo());
  Receive({Says("tg-2", "2."), Says("tg-3", "2")});
  EXPECT_THAT(EventsAfter(3), ElementsAre("eins", "#rn.7", "2"));
}

TEST_F(WithAReminder, IsAnsweredByWordsAlsoAfterStopWhichTheyDoNotLift) {
  Remind(LongAgo());
  Receive({{"tg-2", "4711", "de", gateways::GaveCommand{gateways::Command::kStop}}, Says("tg-3", "Ja")});
  EXPECT_THAT(EventsAfter(3), ElementsAre("eins", "#ry.7"));
  EXPECT_TRUE((*store_->FindPeer(KeyOf("4711")))->stopped);
}

TEST_F(WithAReminder, OtherWordsAreForTheConversationAndLeaveItOpen) {
  Remind(LongAgo());
  Receive({Says("tg-2", "Wo ist das?"), Says("tg-3", "ja gern")});
  EXPECT_THAT(EventsAfter(3), ElementsAre("eins", "Wo ist das?", "#ry.7"));
}

TEST_F(WithAReminder, WhatWasWrittenBeforeItCouldBeReadDoesNotAnswerIt) {
  Remind(NowMillis());
  Receive({Says("tg-2", "2")});
  EXPECT_THAT(EventsAfter(2), ElementsAre("eins", "2"));
}

TEST_F(WithAReminder, NewerChoicesTakeItsPlace) {
  Remind(LongAgo());
  Receive({Says("tg-2", "Wähle"), Says("tg-3", "2")});
  EXPECT_THAT(EventsAfter(3), ElementsAre("eins", "Wähle", "#id-Zwei"));
}

TEST_F(WithAReminder, ATapOnItEndsIt) {
  Remind(LongAgo());
  Receive({{"tg-2", "4711", "de", gateways::Chose{"ry.7", "Ja, ich komme", "m9", "t1"}}, Says("tg-3", "2")});
  EXPECT_THAT(EventsAfter(3), ElementsAre("eins", "#ry.7", "2"));
}

}  // namespace
}  // namespace amtslotse::messengers
