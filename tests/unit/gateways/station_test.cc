// One account at work, against a dialogue of ours and an adapter that records.
#include "services/messengers/station.h"

#include <gmock/gmock.h>

#include "services/messengers/deliveries.h"
#include "tests/unit/gateways/station_fixture.h"

namespace amtslotse::messengers {
namespace {

using gateways::Inbound;
using gateways::Said;
using gateways::SendClass;
using gateways::SendOutcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

TEST_F(StationAtWork, AFirstQuestionGetsTheDisclosureAndItsAnswerInOneMessage) {
  Start();
  Receive({Says("tg-1", "Was kostet ein Ausweis?")});
  const auto sent = adapter_->Await(1);
  EXPECT_EQ(sent[0].peer, "4711");
  EXPECT_EQ(sent[0].piece.text, "Ich bin ein Programm.\n\nAntwort auf Was kostet ein Ausweis?");
  const std::lock_guard lock(dialogue_.mutex);
  EXPECT_EQ(dialogue_.levels["c1"], dialogue::v1::DATA_LEVEL_INFORMATION) << "nobody raised it";
}

TEST_F(StationAtWork, StartGreetsAndASecondStartIsGreetedAgain) {
  Start();
  const gateways::GaveCommand start{gateways::Command::kStart};
  Receive({{"tg-1", "4711", "de", start}});
  EXPECT_EQ(adapter_->Await(1)[0].piece.text, "Ich bin ein Programm.\n\nWas kann ich tun?");
  Receive({{"tg-2", "4711", "de", start}});
  EXPECT_EQ(adapter_->Await(2)[1].piece.text, "Antwort auf Hallo");
}

TEST_F(StationAtWork, TheSameEventTenTimesAtOnceGetsOneAnswer) {
  Start();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 10; ++i) threads.emplace_back([&] { Receive({Says("tg-1", "eins")}); });
  }
  Receive({Says("tg-2", "zwei")});
  const auto sent = adapter_->Await(2);
  EXPECT_THAT(sent, SizeIs(2));
  EXPECT_THAT(sent[0].piece.text, HasSubstr("eins"));
  const std::lock_guard lock(dialogue_.mutex);
  EXPECT_THAT(dialogue_.events["c1"], ElementsAre("eins", "zwei"));
}

TEST_F(StationAtWork, ABurstOfANewPersonIsOneConversationInOrder) {
  Start();
  Receive({{"tg-1", "4711", "de", gateways::SentUnsupported{"photo"}}});
  Receive({{"tg-2", "4711", "de", gateways::SentUnsupported{"photo"}}, Says("tg-3", "Hallo")});
  const auto sent = adapter_->Await(3);
  EXPECT_THAT(sent[2].piece.text, HasSubstr("Hallo"));
  const std::lock_guard lock(dialogue_.mutex);
  EXPECT_THAT(dialogue_.conversations, SizeIs(1));
  EXPECT_THAT(dialogue_.events["c1"], ElementsAre("?photo", "?photo", "Hallo"));
}

TEST_F(StationAtWork, AfterACrashEverythingRecordedIsAnswered) {
  Receive({Says("tg-1", "eins"), Says("tg-2", "zwei", "99")});  // recorded, acknowledged, nothing more
  Restart();
  Start();
  adapter_->Await(2);
}

TEST_F(StationAtWork, ACrashBeforeTheAnswerWasNotedSendsItOnceMoreAndCountsIt) {
  Finished finished;
  finished.reply = Outgoing{.key = "e:tg-1", .messages = {}, .delivery = {}};
  finished.reply->messages.emplace_back().set_text("Antwort");
  ASSERT_TRUE(store_->Record("erlenfurt/telegram/bot", {Says("tg-1", "eins")}, "", 1000).ok());
  ASSERT_TRUE(store_->Finish(KeyOf("4711"), "tg-1", finished, NowMillis()).ok());
  Restart();
  Start();
  EXPECT_EQ(adapter_->Await(1)[0].piece.text, "Antwort");
  EXPECT_THAT(metrics_.Text(),
              HasSubstr("messengers_sent_again_total{account=\"erlenfurt/telegram/bot\",channel=\"telegram\"} 1"));
}

TEST_F(StationAtWork, AGreetingLostInACrashIsMadeUpFor) {
  // The dialogue began the conversation; the process died before it knew.
  dialogue::v1::StartConversationRequest request;
  request.mutable_key()->set_peer(KeyOf("4711").peer);
  dialogue::v1::StartConversationResponse response;
  ASSERT_TRUE(dialogue_.StartConversation(nullptr, &request, &response).ok());
  Start();
  Receive({Says("tg-1", "eins")});
  EXPECT_EQ(adapter_->Await(1)[0].piece.text, "Ich bin ein Programm.\n\nAntwort auf eins");
}

TEST_F(StationAtWork, WhileTheDialogueIsDownThePersonIsToldOnceAndAnsweredAfterwards) {
  {
    const std::lock_guard lock(dialogue_.mutex);
    dialogue_.failures = 12;  // four turns of three attempts
  }
  Start();
  Receive({Says("tg-1", "eins")});
  const auto sent = adapter_->Await(2);
  EXPECT_THAT(sent[0].piece.text, HasSubstr("gerade nicht antworten"));
  EXPECT_THAT(sent[1].piece.text, HasSubstr("Antwort auf eins"));
}

TEST_F(StationAtWork, WhatTheDialogueRefusesGetsAStatedAnswerAndHoldsNothingUp) {
  {
    const std::lock_guard lock(dialogue_.mutex);
    dialogue_.permanent = {grpc::StatusCode::INVALID_ARGUMENT, "text"};
  }
  Start();
  Receive({Says("tg-1", "eins")});
  EXPECT_THAT(adapter_->Await(1)[0].piece.text, HasSubstr("konnte ich leider nicht antworten"));
  {
    const std::lock_guard lock(dialogue_.mutex);
    dialogue_.permanent = grpc::Status::OK;
  }
  Receive({Says("tg-2", "zwei")});
  EXPECT_THAT(adapter_->Await(2)[1].piece.text, HasSubstr("zwei"));
}

TEST_F(StationAtWork, ALimitOnOneChatDoesNotDelayAnother) {
  adapter_->SetAnswer([](const std::string& peer, const gateways::Piece&) {
    return peer == "1" ? SendOutcome{.outcome = SendClass::kRetry, .retry_after = std::chrono::hours(1)}
                       : SendOutcome{};
  });
  Start();
  Receive({Says("tg-1", "eins", "1")});
  adapter_->AwaitThat([&] { return adapter_->failed_ >= 1; });
  Receive({Says("tg-2", "zwei", "2")});
  EXPECT_EQ(adapter_->Await(1)[0].peer, "2");
}

TEST_F(StationAtWork, ALimitedChatIsServedInOrderAfterwards) {
  std::atomic<int> refusals = 2;
  adapter_->SetAnswer([&](const std::string&, const gateways::Piece&) {
    return refusals-- > 0 ? SendOutcome{.outcome = SendClass::kRetry, .retry_after = std::chrono::milliseconds(30)}
                          : SendOutcome{};
  });
  Start();
  Receive({Says("tg-1", "eins"), Says("tg-2", "zwei")});
  const auto sent = adapter_->Await(2);
  EXPECT_THAT(sent[0].piece.text, HasSubstr("eins"));
  EXPECT_THAT(sent[1].piece.text, HasSubstr("zwei"));
}

TEST_F(StationAtWork, AnUnknownResultIsRepeatedAndCounted) {
  std::atomic<bool> first = true;
  adapter_->SetAnswer([&](const std::string&, const gateways::Piece&) {
    return first.exchange(false) ? SendOutcome{.outcome = SendClass::kUnknown, .reason = "timeout"} : SendOutcome{};
  });
  Start();
  Receive({Says("tg-1", "eins")});
  adapter_->Await(1);
  EXPECT_THAT(metrics_.Text(),
              HasSubstr("messengers_sent_again_total{account=\"erlenfurt/telegram/bot\",channel=\"telegram\"} 1"));
}

TEST_F(StationAtWork, WhatCannotBeSentIsADeadLetterAndTheNextGoesOut) {
  adapter_->SetAnswer([](const std::string&, const gateways::Piece& piece) {
    return piece.text.find("eins") != std::string::npos ? SendOutcome{.outcome = SendClass::kPermanent, .reason = "400"}
                                                        : SendOutcome{};
  });
  Start();
  Receive({Says("tg-1", "eins"), Says("tg-2", "zwei")});
  EXPECT_THAT(adapter_->Await(1)[0].piece.text, HasSubstr("zwei"));
  EXPECT_EQ(*store_->CountDead("erlenfurt/telegram/bot"), 1);
}

TEST_F(StationAtWork, RefusedCredentialsHoldEverythingAndItGoesOnWhenTheyWork) {
  adapter_->SetAnswer(
      [](const std::string&, const gateways::Piece&) { return SendOutcome{.outcome = SendClass::kAuthBroken}; });
  Start();
  adapter_->AwaitThat([&] { return adapter_->runs_ >= 1; });
  adapter_->SetRefused(true);
  Receive({Says("tg-1", "eins")});
  adapter_->AwaitThat([&] { return adapter_->runs_ >= 2; });  // the session was ended and tried again
  EXPECT_THAT(metrics_.Text(),
              HasSubstr("messengers_credentials_broken{account=\"erlenfurt/telegram/bot\",channel=\"telegram\"} 1"));
  adapter_->SetAnswer(nullptr);
  adapter_->SetRefused(false);
  EXPECT_THAT(adapter_->Await(1)[0].piece.text, HasSubstr("eins"));
  EXPECT_THAT(metrics_.Text(),
              HasSubstr("messengers_credentials_broken{account=\"erlenfurt/telegram/bot\",channel=\"telegram\"} 0"));
}

TEST_F(StationAtWork, ATapIsAcknowledgedAnsweredAndItsKeyboardShowsWhatWasTaken) {
  Start();
  Receive({Says("tg-1", "Wähle")});
  const auto sent = adapter_->Await(1);
  ASSERT_THAT(sent[0].piece.buttons, SizeIs(2));
  // The prompt's name is stored after the send; the tap comes from a person who saw it.
  while ((*store_->FindPeer(KeyOf("4711")))->prompt.empty()) std::this_thread::yield();
  Receive({{"tg-2", "4711", "de", gateways::Chose{"id-Zwei", "Zwei", "m1", "t9"}}});
  EXPECT_THAT(adapter_->Await(2)[1].piece.text, HasSubstr("#id-Zwei"));
  adapter_->AwaitThat([&] { return !adapter_->retired_.empty() && !adapter_->taps_.empty(); });
  EXPECT_THAT(adapter_->retired_, ElementsAre(std::pair<std::string, std::string>("m1", "Zwei")));
  EXPECT_THAT(adapter_->taps_, ElementsAre("t9"));
}

TEST_F(StationAtWork, AGroupGetsThePointerOnceAndNoConversation) {
  Start();
  Receive({{"tg-1", "-100", "de", gateways::SpokeInGroup{}},
           {"tg-2", "-100", "de", gateways::SpokeInGroup{}},
           Says("tg-3", "eins")});
  const auto sent = adapter_->Await(2);
  EXPECT_THAT(sent, SizeIs(2));
  const std::lock_guard lock(dialogue_.mutex);
  EXPECT_THAT(dialogue_.conversations, SizeIs(1));
}

TEST_F(StationAtWork, StopIsConfirmedAndToldToTheDialogue) {
  Start();
  Receive({Says("tg-1", "eins"), {"tg-2", "4711", "de", gateways::GaveCommand{gateways::Command::kStop}}});
  EXPECT_THAT(adapter_->Await(2)[1].piece.text, HasSubstr("nicht mehr von mir aus"));
  const std::lock_guard lock(dialogue_.mutex);
  EXPECT_EQ(dialogue_.consents.at("c1"), false);
}

TEST_F(StationAtWork, ForgettingDeletesTheConversation) {
  Start();
  Receive({Says("tg-1", "eins")});
  adapter_->Await(1);  // what waits to be sent is forgotten too
  Receive({{"tg-2", "4711", "de", gateways::GaveCommand{gateways::Command::kForget}}});
  EXPECT_THAT(adapter_->Await(2)[1].piece.text, HasSubstr("gelöscht"));
  const std::lock_guard lock(dialogue_.mutex);
  EXPECT_THAT(dialogue_.deleted, ElementsAre("c1"));
}

class WithDeliveries : public StationAtWork {
 protected:
  // A message nobody asked for, to the peer of the first conversation.
  void Deliver(const std::string& id, const std::string& text, gateways::Message::Author author) {
    dialogue::v1::Delivery delivery;
    delivery.set_id(id);
    delivery.mutable_key()->set_municipality_id("erlenfurt");
    delivery.mutable_key()->set_channel("telegram");
    delivery.mutable_key()->set_account("bot");
    delivery.mutable_key()->set_peer(KeyOf("4711").peer);
    delivery.mutable_message()->set_text(text);
    delivery.mutable_message()->set_author(author);
    const std::lock_guard lock(dialogue_.mutex);
    dialogue_.deliveries.push_back(delivery);
  }
  std::string AwaitOutcome(const std::string& id) {
    for (int i = 0; i < 20000; ++i) {
      {
        const std::lock_guard lock(dialogue_.mutex);
        if (const auto found = dialogue_.outcomes.find(id); found != dialogue_.outcomes.end()) return found->second;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return "nothing";
  }
  void StartDelivering() {
    Start();
    running_ = std::jthread([this](const std::stop_token& stop) { deliveries_.Run(stop); });
  }
  ~WithDeliveries() override {
    running_.request_stop();
    if (running_.joinable()) running_.join();
  }
  Deliveries deliveries_{stations_, *store_, *stub_, metrics_, std::chrono::milliseconds(5)};
  std::jthread running_;
};

TEST_F(WithDeliveries, AReminderGoesOutAndItsFateIsTold) {
  StartDelivering();
  Receive({Says("tg-1", "eins")});
  adapter_->Await(1);
  Deliver("r1", "Morgen ist Ihr Termin.", gateways::Message::AUTHOR_ASSISTANT);
  EXPECT_EQ(adapter_->Await(2)[1].piece.text, "Morgen ist Ihr Termin.");
  EXPECT_EQ(AwaitOutcome("r1"), "sent");
}

TEST_F(WithDeliveries, AfterStopNoReminderGoesOutButThePersonAskedForMayAnswer) {
  StartDelivering();
  Receive({Says("tg-1", "eins"), {"tg-2", "4711", "de", gateways::GaveCommand{gateways::Command::kStop}}});
  adapter_->Await(2);
  Deliver("r1", "Morgen ist Ihr Termin.", gateways::Message::AUTHOR_ASSISTANT);
  EXPECT_EQ(AwaitOutcome("r1"), "blocked");
  Deliver("s1", "Hier ist das Bürgerbüro.", gateways::Message::AUTHOR_STAFF);
  EXPECT_EQ(adapter_->Await(3)[2].piece.text, "Hier ist das Bürgerbüro.");
  EXPECT_EQ(AwaitOutcome("s1"), "sent");
}

TEST_F(WithDeliveries, AQuestionLiftsNoStopButAYesToRemindersDoes) {
  StartDelivering();
  Receive({Says("tg-1", "eins"),
           {"tg-2", "4711", "de", gateways::GaveCommand{gateways::Command::kStop}},
           Says("tg-3", "zwei")});
  adapter_->Await(3);
  Deliver("r1", "Morgen ist Ihr Termin.", gateways::Message::AUTHOR_ASSISTANT);
  EXPECT_EQ(AwaitOutcome("r1"), "blocked");
  Receive({Says("tg-4", "Bitte erinnern")});
  adapter_->Await(4);
  Deliver("r2", "Morgen ist Ihr Termin.", gateways::Message::AUTHOR_ASSISTANT);
  EXPECT_EQ(AwaitOutcome("r2"), "sent");
}

TEST_F(WithDeliveries, ForgettingTakesBackTheConsentAndWhatWaits) {
  StartDelivering();
  Receive({Says("tg-1", "eins")});
  adapter_->Await(1);
  adapter_->SetAnswer([](const std::string&, const gateways::Piece& piece) {
    const bool reminder = piece.text.find("Morgen") != std::string::npos;
    return reminder ? SendOutcome{.outcome = SendClass::kRetry, .retry_after = std::chrono::milliseconds(200)}
                    : SendOutcome{};
  });
  Deliver("r1", "Morgen ist Ihr Termin.", gateways::Message::AUTHOR_ASSISTANT);
  adapter_->AwaitThat([&] { return adapter_->failed_ >= 1; });
  Receive({{"tg-2", "4711", "de", gateways::GaveCommand{gateways::Command::kForget}}});
  EXPECT_THAT(adapter_->Await(2)[1].piece.text, HasSubstr("gelöscht"));
  EXPECT_EQ(AwaitOutcome("r1"), "blocked");
  const std::lock_guard lock(dialogue_.mutex);
  EXPECT_EQ(dialogue_.consents.at("c1"), false);
}

TEST_F(WithDeliveries, ABlockIsTold) {
  StartDelivering();
  Receive({Says("tg-1", "eins")});
  adapter_->Await(1);
  adapter_->SetAnswer(
      [](const std::string&, const gateways::Piece&) { return SendOutcome{.outcome = SendClass::kBlocked}; });
  Deliver("r1", "Morgen ist Ihr Termin.", gateways::Message::AUTHOR_ASSISTANT);
  EXPECT_EQ(AwaitOutcome("r1"), "blocked");
}

}  // namespace
}  // namespace amtslotse::messengers
