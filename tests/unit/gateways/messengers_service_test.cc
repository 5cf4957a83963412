// Leases, the data level, dead letters for the staff, and the window for free messages.
#include "services/messengers/messengers_service.h"

#include <gmock/gmock.h>

#include "services/rpc/actor.h"
#include "tests/support/postgres_server.h"
#include "tests/unit/gateways/messengers_fixture.h"

namespace amtslotse::messengers {
namespace {

using gateways::Inbound;
using gateways::Said;
using gateways::SendClass;
using gateways::SendOutcome;
using testing::HasSubstr;
using testing::SizeIs;

constexpr char kAccount[] = "erlenfurt/telegram/bot";
const std::string kActorKey(32, 'k');

class WithStaff : public StoreFixture {
 protected:
  WithStaff() { stations_.push_back(NewStation(&adapter_, "local")); }
  ~WithStaff() override { stations_.clear(); }

  std::unique_ptr<Station> NewStation(RecordingAdapter** adapter, const std::string& holder) {
    Account account;
    account.settings.municipality_id = "erlenfurt";
    account.settings.channel = "telegram";
    account.settings.account = "bot";
    auto recording = std::make_unique<RecordingAdapter>();
    *adapter = recording.get();
    return std::make_unique<Station>(account, std::move(recording), *store_, *stub_, metrics_, holder);
  }
  void Receive(const std::string& id, const std::string& text) {
    ASSERT_TRUE(stations_[0]->Receive({Inbound{id, "4711", "de", Said{text}}}, "").ok());
  }

  // As the staff service signs it.
  static std::string Actor(staff::v1::Role role, const std::string& municipality = "erlenfurt") {
    staff::v1::Actor actor;
    actor.set_account_id("anke");
    actor.set_display_name("Anke Amt");
    actor.set_municipality_id(municipality);
    actor.add_roles(role);
    actor.set_expires_unix(std::time(nullptr) + 60);
    return rpc::SignActor(actor, kActorKey, {});
  }
  // Over gRPC, so that the actor travels as it does.
  template <class Method, class Request, class Response>
  grpc::Status Call(Method method, Request request, Response* response,
                    const std::string& actor = Actor(staff::v1::ROLE_ADMINISTRATOR)) {
    if (server_ == nullptr) {
      grpc::ServerBuilder builder;
      builder.RegisterService(&service_);
      server_ = builder.BuildAndStart();
    }
    const auto stub = v1::Messengers::NewStub(server_->InProcessChannel({}));
    grpc::ClientContext context;
    context.AddMetadata(rpc::kActorKey, actor);
    request.set_municipality_id("erlenfurt");
    return ((*stub).*method)(&context, request, response);
  }

  FakeDialogue dialogue_;
  std::unique_ptr<dialogue::v1::Dialogue::Stub> stub_ = dialogue_.NewStub();
  rpc::Metrics metrics_;
  RecordingAdapter* adapter_ = nullptr;
  std::vector<std::unique_ptr<Station>> stations_;
  MessengersService service_{stations_, *store_, kActorKey, metrics_};
  std::unique_ptr<grpc::Server> server_;
};

using Stub = v1::Messengers::Stub;

TEST_F(WithStaff, OnlyOneProcessWorksAnAccountAndAnotherFollows) {
  ASSERT_TRUE(stations_[0]->Start().ok());
  RecordingAdapter* other = nullptr;
  const auto second = NewStation(&other, "elsewhere");
  ASSERT_TRUE(second->Start().ok());
  EXPECT_TRUE(stations_[0]->held());
  EXPECT_FALSE(second->held());
  Receive("tg-1", "eins");
  adapter_->Await(1);
  stations_[0]->Stop();  // gives the lease back
  ASSERT_TRUE(second->Receive({Inbound{"tg-2", "4711", "de", Said{"zwei"}}}, "").ok());
  EXPECT_THAT(other->Await(1)[0].piece.text, HasSubstr("zwei"));
  second->Stop();
}

// Two processes on one PostgreSQL: webhooks and staff may reach either, one of them talks to the channel.
class OnSharedStore : public StoreFixture {
 protected:
  OnSharedStore() : StoreFixture(Server().NewDatabase()) {}
  static tests::PostgresServer& Server() {
    static tests::PostgresServer server;
    return server;
  }
  struct Process {
    rpc::Metrics metrics;
    std::unique_ptr<booking::sql::Database> database;
    std::unique_ptr<Store> store;
    RecordingAdapter* adapter = nullptr;
    std::unique_ptr<Station> station;
  };
  std::unique_ptr<Process> NewProcess(const std::string& holder) {
    auto process = std::make_unique<Process>();
    process->database = NewDatabase();
    process->store = std::make_unique<Store>(*process->database, keys_, random_);
    Account account;
    account.settings = {.municipality_id = "erlenfurt", .channel = "telegram", .account = "bot"};
    auto recording = std::make_unique<RecordingAdapter>();
    process->adapter = recording.get();
    process->station =
        std::make_unique<Station>(account, std::move(recording), *process->store, *stub_, process->metrics, holder);
    EXPECT_TRUE(process->station->Start().ok());
    return process;
  }
  FakeDialogue dialogue_;
  std::unique_ptr<dialogue::v1::Dialogue::Stub> stub_ = dialogue_.NewStub();
};

TEST_F(OnSharedStore, WhatReachesTheOtherProcessIsAnsweredByTheHolder) {
  const auto first = NewProcess("one");
  const auto second = NewProcess("two");
  ASSERT_TRUE(first->station->held());
  ASSERT_FALSE(second->station->held());
  ASSERT_TRUE(second->station->Receive({Inbound{"tg-1", "4711", "de", Said{"eins"}}}, "").ok());
  EXPECT_THAT(first->adapter->Await(1)[0].piece.text, HasSubstr("eins"));
  ASSERT_TRUE(
      second->store
          ->Approve(kAccount, {.books = true, .by_account = "anke", .by_name = "Anke", .reason = "frei", .at = 1})
          .ok());
  for (int i = 0; i < 20000 && !first->station->books(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_TRUE(first->station->books()) << "a level set there holds here";
  first->station->Stop();
  ASSERT_TRUE(first->station->Receive({Inbound{"tg-2", "4711", "de", Said{"zwei"}}}, "").ok());
  EXPECT_THAT(second->adapter->Await(1)[0].piece.text, HasSubstr("zwei"));
  const std::lock_guard lock(dialogue_.mutex);
  EXPECT_THAT(dialogue_.events["c1"], testing::ElementsAre("eins", "zwei"));
}

TEST_F(WithStaff, AChannelStartsAtInformationAndIsRaisedOnlyByARecordedApproval) {
  ASSERT_TRUE(stations_[0]->Start().ok());
  EXPECT_FALSE(stations_[0]->books());
  v1::SetDataLevelRequest request;
  request.set_channel("telegram");
  request.set_account("bot");
  request.set_books(true);
  v1::SetDataLevelResponse response;
  EXPECT_EQ(Call(&Stub::SetDataLevel, request, &response).error_code(), grpc::StatusCode::INVALID_ARGUMENT)
      << "without a reason";
  request.set_reason("Freigabe der Datenschutzbeauftragten vom 3. März");
  EXPECT_EQ(Call(&Stub::SetDataLevel, request, &response, Actor(staff::v1::ROLE_EDITOR)).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(
      Call(&Stub::SetDataLevel, request, &response, Actor(staff::v1::ROLE_ADMINISTRATOR, "krummwik")).error_code(),
      grpc::StatusCode::PERMISSION_DENIED);
  ASSERT_TRUE(Call(&Stub::SetDataLevel, request, &response).ok());
  EXPECT_TRUE(response.account().books());
  EXPECT_EQ(response.account().approval().by_name(), "Anke Amt");
  Receive("tg-1", "eins");
  adapter_->Await(1);
  {
    const std::lock_guard lock(dialogue_.mutex);
    EXPECT_EQ(dialogue_.levels["c1"], dialogue::v1::DATA_LEVEL_BOOKING);
  }
  request.set_books(false);
  request.clear_reason();
  ASSERT_TRUE(Call(&Stub::SetDataLevel, request, &response).ok()) << "lowering needs no reason";
  EXPECT_FALSE(stations_[0]->books());
}

TEST_F(WithStaff, AnApprovalHoldsAfterARestart) {
  ASSERT_TRUE(
      store_->Approve(kAccount, {.books = true, .by_account = "anke", .by_name = "Anke", .reason = "frei", .at = 1})
          .ok());
  ASSERT_TRUE(stations_[0]->Start().ok());
  EXPECT_TRUE(stations_[0]->books());
}

TEST_F(WithStaff, DeadLettersAreListedSentAgainAndDiscarded) {
  adapter_->SetAnswer([](const std::string&, const gateways::Piece&) {
    return SendOutcome{.outcome = SendClass::kPermanent, .reason = "400 x"};
  });
  ASSERT_TRUE(stations_[0]->Start().ok());
  Receive("tg-1", "eins");
  adapter_->AwaitThat([&] { return adapter_->failed_ >= 1; });
  v1::ListDeadLettersResponse list;
  for (int i = 0; i < 5000 && list.total() == 0; ++i) {
    ASSERT_TRUE(Call(&Stub::ListDeadLetters, v1::ListDeadLettersRequest(), &list).ok());
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ASSERT_THAT(list.letters(), SizeIs(1));
  EXPECT_EQ(list.letters(0).kind(), "answer");
  EXPECT_EQ(list.letters(0).outcome(), "permanent");
  EXPECT_EQ(list.letters(0).reason(), "400 x");
  EXPECT_THAT(list.letters(0).peer(), SizeIs(8));
  adapter_->SetAnswer(nullptr);
  v1::ResendDeadLetterRequest again;
  again.set_channel("telegram");
  again.set_account("bot");
  again.set_id(list.letters(0).id());
  v1::ResendDeadLetterResponse done;
  ASSERT_TRUE(Call(&Stub::ResendDeadLetter, again, &done).ok());
  EXPECT_THAT(adapter_->Await(1)[0].piece.text, HasSubstr("eins"));
  again.set_id("e:unbekannt");
  EXPECT_EQ(Call(&Stub::ResendDeadLetter, again, &done).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(WithStaff, AMessageThatCouldNotBeAnsweredCanBeAnsweredAgain) {
  {
    const std::lock_guard lock(dialogue_.mutex);
    dialogue_.permanent = {grpc::StatusCode::INVALID_ARGUMENT, "text"};
  }
  ASSERT_TRUE(stations_[0]->Start().ok());
  Receive("tg-1", "eins");
  adapter_->Await(1);
  {
    const std::lock_guard lock(dialogue_.mutex);
    dialogue_.permanent = grpc::Status::OK;
  }
  v1::ListDeadLettersResponse list;
  ASSERT_TRUE(Call(&Stub::ListDeadLetters, v1::ListDeadLettersRequest(), &list).ok());
  ASSERT_THAT(list.letters(), SizeIs(1));
  EXPECT_EQ(list.letters(0).kind(), "unanswered");
  v1::ResendDeadLetterRequest again;
  again.set_channel("telegram");
  again.set_account("bot");
  again.set_id(list.letters(0).id());
  v1::ResendDeadLetterResponse done;
  while (store_->NextOutgoing(store_->KeyOf(kAccount, "4711"))->has_value())
    std::this_thread::yield();  // the regret is noted as sent
  ASSERT_TRUE(Call(&Stub::ResendDeadLetter, again, &done).ok());
  EXPECT_THAT(adapter_->Await(2)[1].piece.text, HasSubstr("Antwort auf eins"));
}

TEST_F(WithStaff, APersonIsFoundByNumberOrByWhatWasWrittenAndThenForgotten) {
  const auto write = [&](const std::string& event, const std::string& peer, const std::string& text) {
    ASSERT_TRUE(store_->Record(kAccount, {Inbound{event, peer, "de", Said{text}}}, "", NowMillis()).ok());
  };
  write("tg-1", "+49 171 2345678", "eins");
  write("tg-2", "4711", "Schreiben Sie mir: Ole.Olsen@example.org");
  write("tg-3", "4712", "nichts davon");
  Outgoing reminder{.key = "d:r1", .messages = {}, .delivery = "r1"};
  reminder.messages.emplace_back().set_text("Morgen ist Ihr Termin.");
  const PeerKey by_mail = store_->KeyOf(kAccount, "4711");
  ASSERT_TRUE(*store_->Add(by_mail, reminder, NowMillis()));

  v1::ExportPersonRequest whom;
  whom.set_email("ole.olsen@example.org");
  whom.set_telephone("0171/2345678");
  v1::ExportPersonResponse kept;
  ASSERT_TRUE(Call(&Stub::ExportPerson, whom, &kept).ok());
  ASSERT_THAT(kept.peers(), SizeIs(2));
  for (const auto& peer : kept.peers()) EXPECT_EQ(peer.channel() + "/" + peer.account(), "telegram/bot");
  EXPECT_EQ(Call(&Stub::ExportPerson, v1::ExportPersonRequest(), &kept).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);

  v1::ErasePersonRequest erase;
  erase.set_email(whom.email());
  erase.set_telephone(whom.telephone());
  v1::ErasePersonResponse erased;
  EXPECT_EQ(Call(&Stub::ErasePerson, erase, &erased, Actor(staff::v1::ROLE_EDITOR)).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  ASSERT_TRUE(Call(&Stub::ErasePerson, erase, &erased).ok());
  EXPECT_EQ(erased.peers(), 2U);
  kept.Clear();
  ASSERT_TRUE(Call(&Stub::ExportPerson, whom, &kept).ok());
  EXPECT_THAT(kept.peers(), SizeIs(0));
  EXPECT_FALSE(store_->FindPeer(by_mail)->has_value());
  EXPECT_FALSE(store_->NextEvent(by_mail)->has_value());
  EXPECT_FALSE(store_->NextOutgoing(by_mail)->has_value());
  ASSERT_THAT(*store_->ReportsDue(10), SizeIs(1)) << "dialogue hears that it did not arrive";
  EXPECT_TRUE(store_->NextEvent(store_->KeyOf(kAccount, "4712"))->has_value()) << "others stay";
}

TEST_F(WithStaff, WhatStaffSaidInAnErasedHandOverDoesNotWaitAnyLonger) {
  ASSERT_TRUE(store_->Record(kAccount, {Inbound{"tg-1", "4711", "de", Said{"Hallo"}}}, "", NowMillis()).ok());
  const PeerKey key = store_->KeyOf(kAccount, "4711");
  for (const std::string id : {"h.aa.7", "h.aa.8", "h.ab.1"}) {
    Outgoing said{.key = "d:" + id, .messages = {}, .delivery = id};
    said.messages.emplace_back().set_text("Ihr Bescheid ist fertig.");
    ASSERT_TRUE(*store_->Add(key, said, NowMillis()));
  }
  const auto dead = store_->NextOutgoing(key);
  ASSERT_TRUE(store_->Kill(key, **dead, "", "403").ok());
  v1::ErasePersonRequest erase;
  erase.set_municipality_id("erlenfurt");
  erase.set_email("ole.olsen@example.org");  // nothing there names it
  for (const char* id : {"aa", "%", ""}) erase.add_hand_over_ids(id);
  v1::ErasePersonResponse erased;
  ASSERT_TRUE(Call(&Stub::ErasePerson, erase, &erased).ok());
  EXPECT_EQ(*store_->CountDead(kAccount), 0);
  const auto left = store_->NextOutgoing(key);
  ASSERT_TRUE(left->has_value());
  EXPECT_EQ((*left)->delivery, "h.ab.1") << "another hand-over's";
  ASSERT_THAT(*store_->ReportsDue(10), SizeIs(1)) << "dialogue hears of the one that waited";
}

TEST_F(WithStaff, NobodyWithoutASignedActorSeesAnything) {
  v1::ListAccountsResponse accounts;
  EXPECT_EQ(Call(&Stub::ListAccounts, v1::ListAccountsRequest(), &accounts, "").error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(Call(&Stub::ListAccounts, v1::ListAccountsRequest(), &accounts, "forged").error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  ASSERT_TRUE(Call(&Stub::ListAccounts, v1::ListAccountsRequest(), &accounts).ok());
  ASSERT_THAT(accounts.accounts(), SizeIs(1));
  EXPECT_THAT(accounts.accounts(0).limits(), HasSubstr("4096"));
}

TEST_F(WithStaff, OutsideOfTheWindowARowGoesOutWholeByTheChannelsOwnMeans) {
  adapter_->capabilities_.window = std::chrono::hours(24);
  ASSERT_TRUE(stations_[0]->Start().ok());
  Receive("tg-1", "eins");
  adapter_->Await(1);
  Outgoing reminder{.key = "d:r1", .messages = {}, .delivery = "r1"};
  reminder.messages.emplace_back().set_text("Morgen ist Ihr Termin.");
  // The channel's clock is ahead of ours: it refuses between queue and send.
  adapter_->SetAnswer([](const std::string&, const gateways::Piece& piece) {
    return piece.outside_window ? SendOutcome{} : SendOutcome{.outcome = SendClass::kWindowClosed, .reason = "131047"};
  });
  const PeerKey key = store_->KeyOf(kAccount, "4711");
  ASSERT_TRUE(*store_->Add(key, reminder, NowMillis()));
  stations_[0]->WakeOutgoing(key);
  const auto sent = adapter_->Await(2);
  EXPECT_TRUE(sent[1].piece.outside_window);
  EXPECT_EQ(sent[1].piece.text, "Morgen ist Ihr Termin.");
}

TEST_F(WithStaff, ByOurClockToTheWindowIsOverAndChoicesBecomeNumbers) {
  adapter_->capabilities_.window = std::chrono::hours(24);
  ASSERT_TRUE(
      store_
          ->Record(kAccount, {{"tg-1", "4711", "de", gateways::Said{"eins"}}}, "", NowMillis() - 25LL * 60 * 60 * 1000)
          .ok());
  const PeerKey key = store_->KeyOf(kAccount, "4711");
  ASSERT_TRUE(store_->Finish(key, "tg-1", {}, NowMillis()).ok());
  Outgoing reminder{.key = "d:r1", .messages = {}, .delivery = "r1"};
  reminder.messages.emplace_back().set_text("Kommen Sie?");
  for (const char* label : {"Ja, ich komme", "Nein, ich kann nicht"})
    reminder.messages[0].add_choices()->set_label(label);
  ASSERT_TRUE(*store_->Add(key, reminder, NowMillis()));
  ASSERT_TRUE(stations_[0]->Start().ok());
  const auto piece = adapter_->Await(1)[0].piece;
  EXPECT_TRUE(piece.outside_window);
  EXPECT_TRUE(piece.buttons.empty());
  EXPECT_TRUE(piece.text.starts_with("Kommen Sie?\n\n1. Ja, ich komme\n2. Nein, ich kann nicht\n")) << piece.text;
}

TEST_F(WithStaff, ARefusalThatComesLaterIsSentAsTheChannelStillAllowsOrKeptForTheStaff) {
  adapter_->capabilities_.window = std::chrono::hours(24);
  adapter_->capabilities_.fails_later = true;
  ASSERT_TRUE(stations_[0]->Start().ok());
  Receive("tg-1", "eins");
  adapter_->Await(1);
  const PeerKey key = store_->KeyOf(kAccount, "4711");
  while (store_->NextOutgoing(key)->has_value()) std::this_thread::yield();
  gateways::SendFailedLater failed{.reference = "m1", .window_closed = true, .reason = "131047"};
  ASSERT_TRUE(stations_[0]->Receive({Inbound{"wa-f1", "4711", "", failed}}, "").ok());
  EXPECT_TRUE(adapter_->Await(2)[1].piece.outside_window);
  Receive("tg-2", "zwei");
  adapter_->Await(3);
  while (store_->NextOutgoing(key)->has_value()) std::this_thread::yield();
  failed = {.reference = "m3", .window_closed = false, .reason = "131026"};
  ASSERT_TRUE(stations_[0]->Receive({Inbound{"wa-f2", "4711", "", failed}}, "").ok());
  for (int i = 0; i < 5000 && *store_->CountDead(kAccount) == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(*store_->CountDead(kAccount), 1);
}

}  // namespace
}  // namespace amtslotse::messengers
