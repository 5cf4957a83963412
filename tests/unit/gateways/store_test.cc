#include "services/messengers/store.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/postgres_server.h"
#include "tests/unit/gateways/messengers_fixture.h"

namespace amtslotse::messengers {
namespace {

using gateways::Inbound;
using gateways::Said;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kAccount[] = "erlenfurt/telegram/bot";

Inbound Says(const std::string& id, const std::string& text, const std::string& peer = "4711") {
  return {id, peer, "de", Said{text}};
}

Outgoing Message(const std::string& key, const std::string& text) {
  Outgoing outgoing{.key = key, .messages = {}, .delivery = {}};
  outgoing.messages.emplace_back().set_text(text);
  return outgoing;
}

// The same in SQLite and in PostgreSQL.
class MessengersStore : public StoreFixture, public testing::WithParamInterface<bool> {
 protected:
  MessengersStore() : StoreFixture(GetParam() ? Postgres().NewDatabase() : "") {}
  static tests::PostgresServer& Postgres() {
    static tests::PostgresServer server;
    return server;
  }
  PeerKey key_ = store_->KeyOf(kAccount, "4711");
};
INSTANTIATE_TEST_SUITE_P(, MessengersStore, testing::Bool(),
                         [](const auto& in) { return in.param ? "PostgreSQL" : "SQLite"; });

TEST_P(MessengersStore, ARepeatedEventIsRecordedOnce) {
  const auto first = store_->Record(kAccount, {Says("tg-1", "Hallo")}, "2 0", 1000);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->peers, SizeIs(1));
  const auto second = store_->Record(kAccount, {Says("tg-1", "Hallo")}, "2 0", 1001);
  ASSERT_TRUE(second.ok());
  EXPECT_THAT(second->peers, IsEmpty());
  EXPECT_EQ(second->duplicates, 1);
  EXPECT_EQ(*store_->Position(kAccount), "2 0");
}

TEST_P(MessengersStore, AnAnsweredEventStaysKnownWithoutItsText) {
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

TEST_P(MessengersStore, EventsOfAPeerComeInOrderAndOthersBesideThem) {
  ASSERT_TRUE(
      store_->Record(kAccount, {Says("tg-1", "eins"), Says("tg-2", "zwei"), Says("tg-3", "anders", "99")}, "", 1000)
          .ok());
  EXPECT_EQ((*store_->NextEvent(key_))->event.event_id, "tg-1");
  ASSERT_TRUE(store_->Finish(key_, "tg-1", {}, 1000).ok());
  EXPECT_EQ((*store_->NextEvent(key_))->event.event_id, "tg-2");
  EXPECT_EQ((*store_->NextEvent(store_->KeyOf(kAccount, "99")))->event.event_id, "tg-3");
}

TEST_P(MessengersStore, WhatWaitsSurvivesARestart) {
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

// Everything that is stored, as bytes.
std::string Stored(booking::sql::Database& database) {
  static constexpr booking::sql::Statement kEverything[] = {
      {"SELECT peer, address, conversation FROM peer"},
      {"SELECT event, peer, content FROM inbox WHERE content IS NOT NULL"},
      {"SELECT key, delivery, content FROM outbox"},
      {"SELECT account, peer, content FROM offer"}};
  std::string all;
  const auto status = database.Read([&](booking::sql::Transaction& t) -> absl::Status {
    for (const auto& statement : kEverything) {
      const auto rows = t.Run(statement, {});
      if (!rows.ok()) return rows.status();
      for (std::size_t row = 0; row < rows->size(); ++row) {
        for (int column = 0; column < 3; ++column) all += rows->Text(row, column);
      }
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return all;
}

TEST_P(MessengersStore, NothingOfACitizenIsStoredInClear) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("tg-1", "Geburtsurkunde für Ottilie", "15557777666")}, "", 1000).ok());
  Finished finished;
  finished.reply = Message("e:tg-1", "Guten Tag, Ottilie");
  ASSERT_TRUE(store_->Finish(store_->KeyOf(kAccount, "15557777666"), "tg-1", finished, 1000).ok());
  std::string stored = Stored(*database_);
  EXPECT_GT(stored.size(), 100u);
  store_.reset();
  database_.reset();
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {  // none of PostgreSQL's
    std::ifstream file(entry.path(), std::ios::binary);
    stored += std::string((std::istreambuf_iterator<char>(file)), {});
  }
  EXPECT_EQ(stored.find("Ottilie"), std::string::npos);
  EXPECT_EQ(stored.find("15557777666"), std::string::npos);
}

TEST_P(MessengersStore, StopTakesUnaskedMessagesBackWhenItIsRecorded) {
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

TEST_P(MessengersStore, ADeadLetterCanBeSentAgain) {
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

TEST_P(MessengersStore, ForgettingLeavesNothingOnceTheLastWordIsSent) {
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

TEST_P(MessengersStore, WhatAnUnaskedMessageOffersIsKeptSealedUntilItIsOver) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("tg-1", "Hallo"), Says("tg-2", "Daten löschen")}, "", 1000).ok());
  Outgoing reminder = Message("d:1", "Kommen Sie?");
  reminder.delivery = "1";
  reminder.messages[0].add_choices()->set_label("Ja, ich komme");
  ASSERT_TRUE(store_->Sent(key_, reminder, std::nullopt, {.references = {}, .shown = 2000}).ok());
  const auto offer = (*store_->FindPeer(key_))->offer;
  ASSERT_TRUE(offer.has_value());
  EXPECT_EQ(offer->message.choices(0).label(), "Ja, ich komme");
  EXPECT_EQ(offer->message.text(), "") << "nothing but its choices";
  EXPECT_EQ(offer->shown, 2000);
  EXPECT_EQ(Stored(*database_).find("komme"), std::string::npos);
  Finished over;
  over.offer_over = true;
  ASSERT_TRUE(store_->Finish(key_, "tg-1", over, 3000).ok());
  EXPECT_FALSE((*store_->FindPeer(key_))->offer.has_value());

  ASSERT_TRUE(store_->Sent(key_, reminder, std::nullopt, {.references = {}, .shown = 2000}).ok());
  Finished forgets;
  forgets.forgets = true;
  ASSERT_TRUE(store_->Finish(key_, "tg-2", forgets, 3000).ok());
  EXPECT_FALSE((*store_->FindPeer(key_))->offer.has_value());
}

TEST_P(MessengersStore, TidyForgetsWhatCannotComeAgain) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("tg-1", "Hallo")}, "", 1000).ok());
  ASSERT_TRUE(store_->Finish(key_, "tg-1", {}, 1000).ok());
  const Millis later = 1000 + 26LL * 3600 * 1000;
  ASSERT_TRUE(store_->Tidy(kAccount, later, std::chrono::hours(25), std::chrono::hours(24 * 90)).ok());
  EXPECT_EQ(store_->Record(kAccount, {Says("tg-1", "Hallo")}, "", later)->duplicates, 0);
}

TEST_P(MessengersStore, WhoTakesAnAccountOverFencesTheFormerHolder) {
  const auto other_database = GetParam() ? NewDatabase() : nullptr;
  Store other(GetParam() ? *other_database : *database_, keys_, random_);
  ASSERT_TRUE(*store_->Hold(kAccount, "one", 1000, 2000));
  EXPECT_FALSE(*other.Hold(kAccount, "two", 1500, 3000)) << "still held";
  ASSERT_TRUE(*other.Hold(kAccount, "two", 2500, 4000));
  EXPECT_TRUE(absl::IsAborted(store_->Record(kAccount, {}, "17", 2600).status()));
  EXPECT_TRUE(absl::IsAborted(store_->Begin(key_, "e:1")));
  EXPECT_TRUE(absl::IsAborted(store_->Finish(key_, "tg-1", {}, 2600)));
  EXPECT_TRUE(other.Record(kAccount, {}, "17", 2600).ok());
  ASSERT_TRUE(other.Release(kAccount, "two").ok());
  EXPECT_TRUE(*store_->Hold(kAccount, "one", 2700, 4000));
}

TEST_P(MessengersStore, WhatWasAcceptedAndRefusedLaterWaitsAgainOrIsForTheStaff) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("wa-1", "Hallo")}, "", 1000).ok());
  for (const std::string id : {"d:r1", "d:r2"}) {
    Outgoing reminder = Message(id, "Morgen ist Ihr Termin");
    reminder.delivery = id.substr(2);
    ASSERT_TRUE(*store_->Add(key_, reminder, 1000));
    ASSERT_TRUE(store_->Sent(key_, reminder, std::nullopt, {.references = {"wamid." + id}, .at = 1000}).ok());
  }
  EXPECT_TRUE(*store_->RefusedLater(key_, "wamid.d:r1", /*window_closed=*/true, "131047", 1001));
  EXPECT_FALSE(*store_->RefusedLater(key_, "wamid.d:r1", true, "131047", 1001)) << "once";
  EXPECT_TRUE((*store_->NextOutgoing(key_))->OutsideWindow());
  EXPECT_TRUE(*store_->RefusedLater(key_, "wamid.d:r2", /*window_closed=*/false, "131026", 1002));
  ASSERT_EQ(*store_->CountDead(kAccount), 1);
  const std::string dead = store_->DeadLetters(kAccount, 10)->at(0).id;
  EXPECT_TRUE(*store_->Discard(kAccount, dead));
  EXPECT_EQ(*store_->CountDead(kAccount), 0);
}

TEST_P(MessengersStore, AnEventThatCouldNotBeAnsweredIsADeadLetterThatComesBack) {
  ASSERT_TRUE(store_->Record(kAccount, {Says("tg-1", "Hallo")}, "", 1000).ok());
  ASSERT_TRUE(store_->PostponeEvent(key_, "tg-1", 1500, Message("t:tg-1", "Gleich."), 1000).ok());
  EXPECT_EQ((*store_->NextEvent(key_))->attempts, 1);
  Finished finished;
  finished.dead = true;
  ASSERT_TRUE(store_->Finish(key_, "tg-1", finished, 1600).ok());
  EXPECT_FALSE(store_->NextEvent(key_)->has_value());
  EXPECT_EQ(store_->DeadLetters(kAccount, 10)->at(0).kind, "unanswered");
  EXPECT_TRUE(*store_->Revive(kAccount, "in:tg-1", 2000));
  EXPECT_EQ((*store_->NextEvent(key_))->event.event_id, "tg-1");
}

TEST_P(MessengersStore, TheNewestApprovalCounts) {
  EXPECT_FALSE(store_->FindApproval(kAccount)->has_value());
  ASSERT_TRUE(
      store_->Approve(kAccount, {.books = true, .by_account = "anke", .by_name = "Anke", .reason = "frei", .at = 1})
          .ok());
  ASSERT_TRUE(
      store_->Approve(kAccount, {.books = false, .by_account = "bert", .by_name = "Bert", .reason = "", .at = 2}).ok());
  EXPECT_EQ((*store_->FindApproval(kAccount))->by_name, "Bert");
  EXPECT_FALSE((*store_->FindApproval(kAccount))->books);
}

}  // namespace
}  // namespace amtslotse::messengers
