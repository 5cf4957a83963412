#include "services/messengers/store.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/unit/gateways/messengers_fixture.h"

namespace amtslotse::messengers {
namespace {

using gateways::Inbound;
using gateways::Said;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kAccount[] = "erlenfurt/telegram/bot";

Inbound Says(const std::string& id, const std::string& text, const std::string& peer = "4711") { return {id, peer, "de", Said{text}}; }

Outgoing Message(const std::string& key, const std::string& text) {
  Outgoing outgoing{.key = key, .messages = {}, .delivery = {}};
  outgoing.messages.emplace_back().set_text(text);
  return outgoing;
}

class MessengersStore : public StoreFixture {
 protected:
  PeerKey key_ = store_->KeyOf(kAccount, "4711");
};

TEST_F(MessengersStore, ARepeatedEventIsRecordedOnce) {
  const auto first = store_->Record(kAccount, {Says("tg-1", "Hallo")}, "2 0", 1000);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->peers, SizeIs(1));
  const auto second = store_->Record(kAccount, {Says("tg-1", "Hallo")}, "2 0", 1001);
  ASSERT_TRUE(second.ok());
  EXPECT_THAT(second->peers, IsEmpty());
  EXPECT_EQ(second->duplicates, 1);
  EXPECT_EQ(*store_->Position(kAccount), "2 0");
}

TEST_F(MessengersStore, AnAnsweredEventStaysKnownWithoutItsText) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("tg-1", "Hallo")}, "", 1000).ok());
  Finished finished;
  finished.reply = Message("e:tg-1", "Guten Tag");
  ASSERT_TRUE(store_->Finish(key_, "tg-1", finished, 1000).ok());
  EXPECT_FALSE(store_->NextEvent(key_)->has_value());
  EXPECT_EQ(store_->Record(kAccount, {Says("tg-1", "Hallo")}, "", 1001)->duplicates, 1);
  const auto next = store_->NextOutgoing(key_);
  ASSERT_TRUE(next.ok() && next->has_value());
  EXPECT_EQ((*next)->messages.at(0).text(), "Guten Tag");
  EXPECT_TRUE((*next)->begun);
}

TEST_F(MessengersStore, EventsOfAPeerComeInOrderAndOthersBesideThem) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("tg-1", "eins"), Says("tg-2", "zwei"), Says("tg-3", "anders", "99")}, "", 1000).ok());
  EXPECT_EQ((*store_->NextEvent(key_))->event.event_id, "tg-1");
  ASSERT_TRUE(store_->Finish(key_, "tg-1", {}, 1000).ok());
  EXPECT_EQ((*store_->NextEvent(key_))->event.event_id, "tg-2");
  EXPECT_EQ((*store_->NextEvent(store_->KeyOf(kAccount, "99")))->event.event_id, "tg-3");
}

TEST_F(MessengersStore, WhatWaitsSurvivesARestart) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("tg-1", "eins"), Says("tg-2", "zwei", "99")}, "3 0", 1000).ok());
  Finished finished;
  finished.reply = Message("e:tg-1", "Antwort");
  ASSERT_TRUE(store_->Finish(key_, "tg-1", finished, 1000).ok());
  Reopen();
  const auto backlog = store_->ReadBacklog(kAccount);
  ASSERT_TRUE(backlog.ok());
  EXPECT_THAT(backlog->events, testing::ElementsAre(store_->KeyOf(kAccount, "99")));
  EXPECT_THAT(backlog->outgoing, testing::ElementsAre(key_));
  EXPECT_EQ(backlog->begun, 1) << "whether the answer went out is not known";
  EXPECT_EQ(*store_->Position(kAccount), "3 0");
}

TEST_F(MessengersStore, NothingOfACitizenLiesInTheFileInClear) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("tg-1", "Geburtsurkunde für Ottilie", "15557777666")}, "", 1000).ok());
  Finished finished;
  finished.reply = Message("e:tg-1", "Guten Tag, Ottilie");
  ASSERT_TRUE(store_->Finish(store_->KeyOf(kAccount, "15557777666"), "tg-1", finished, 1000).ok());
  store_.reset();
  database_.reset();
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    EXPECT_EQ(bytes.find("Ottilie"), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find("15557777666"), std::string::npos) << entry.path();
  }
}

TEST_F(MessengersStore, StopTakesUnaskedMessagesBackWhenItIsRecorded) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("tg-1", "Hallo")}, "", 1000).ok());
  Outgoing reminder = Message("d:r1", "Morgen ist Ihr Termin");
  reminder.delivery = "r1";
  reminder.fence = 3;
  ASSERT_TRUE(*store_->Add(key_, reminder, 1000));
  EXPECT_FALSE(*store_->Add(key_, reminder, 1000)) << "leased again";
  Inbound stop{"tg-2", "4711", "", gateways::GaveCommand{gateways::Command::kStop}};
  ASSERT_TRUE(store_->Record(kAccount, {stop}, "", 1001).ok());
  EXPECT_FALSE(store_->NextOutgoing(key_)->has_value());
  EXPECT_TRUE((*store_->FindPeer(key_))->stopped);
  const auto reports = store_->ReportsDue(10);
  ASSERT_THAT(*reports, SizeIs(1));
  EXPECT_EQ(reports->at(0).outcome, "blocked");
  EXPECT_EQ(reports->at(0).fence, 3u);
  ASSERT_TRUE(store_->Reported(reports->at(0)).ok());
  EXPECT_THAT(*store_->ReportsDue(10), IsEmpty());
}

TEST_F(MessengersStore, ADeadLetterCanBeSentAgain) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("tg-1", "Hallo")}, "", 1000).ok());
  ASSERT_TRUE(*store_->Add(key_, Message("x", "Text"), 1000));
  ASSERT_TRUE(store_->Kill(key_, *(*store_->NextOutgoing(key_)), "permanent", "400 too long").ok());
  EXPECT_FALSE(store_->NextOutgoing(key_)->has_value());
  EXPECT_EQ(*store_->CountDead(kAccount), 1);
  EXPECT_EQ(store_->DeadLetters(kAccount, 10)->at(0).reason, "400 too long");
  EXPECT_TRUE(*store_->Revive(kAccount, "x", 2000));
  EXPECT_FALSE(*store_->Revive(kAccount, "x", 2000));
  EXPECT_EQ((*store_->NextOutgoing(key_))->messages.at(0).text(), "Text");
}

TEST_F(MessengersStore, ForgettingLeavesNothingOnceTheLastWordIsSent) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("tg-1", "Hallo"), Says("tg-2", "vergiss mich")}, "", 1000).ok());
  ASSERT_TRUE(store_->Finish(key_, "tg-1", {.reply = Message("e:tg-1", "Antwort"), .conversation = "c1"}, 1000).ok());
  Finished forget;
  forget.reply = Message("e:tg-2", "Vergessen.");
  forget.reply->forgets_peer = true;
  forget.forgets = true;
  ASSERT_TRUE(store_->Finish(key_, "tg-2", forget, 1000).ok());
  const auto last = store_->NextOutgoing(key_);
  ASSERT_TRUE(last->has_value());
  EXPECT_EQ((*last)->key, "e:tg-2");
  EXPECT_EQ((*store_->FindPeer(key_))->conversation, "");
  ASSERT_TRUE(store_->Sent(key_, **last, std::nullopt).ok());
  EXPECT_FALSE(store_->FindPeer(key_)->has_value());
}

TEST_F(MessengersStore, TidyForgetsWhatCannotComeAgain) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("tg-1", "Hallo")}, "", 1000).ok());
  ASSERT_TRUE(store_->Finish(key_, "tg-1", {}, 1000).ok());
  const Millis later = 1000 + 26LL * 3600 * 1000;
  ASSERT_TRUE(store_->Tidy(kAccount, later, std::chrono::hours(25), std::chrono::hours(24 * 90)).ok());
  EXPECT_EQ(store_->Record(kAccount, {Says("tg-1", "Hallo")}, "", later)->duplicates, 0);
}

}  // namespace
}  // namespace amtslotse::messengers
