#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "services/dialogue/session_store.h"
#include "tests/support/redis_server.h"

namespace amtslotse::dialogue {
namespace {

class StoredSessions : public testing::Test {
 protected:
  static keys::KeyRing Keys() {
    keys::SeededRandomness random(7);
    return *keys::KeyRing::Parse(keys::KeyRing::NewFile(random));
  }
  static std::chrono::system_clock::time_point Soon(int milliseconds = 20'000) {
    return std::chrono::system_clock::now() + std::chrono::milliseconds(milliseconds);
  }
  Session New() {
    Session session;
    session.conversation_id = "web-1";
    session.municipality_id = "erlenfurt";
    session.place_text = "Geheimnisweg 7";
    return session;
  }
  tests::RedisServer server;
  rpc::Redis redis{{.address = server.address(), .password = ""}};
  keys::KeyRing keys = Keys();
  SessionStore store{redis, keys, std::chrono::seconds(1800)};
};

TEST_F(StoredSessions, AreReadAsWritten) {
  auto leased = store.Begin("erlenfurt", "web-1", Soon());
  ASSERT_TRUE(leased.ok()) << leased.status();
  EXPECT_FALSE(leased->session.has_value());
  ASSERT_TRUE(store.Commit(*leased, New()).ok());
  const auto read = store.Read("erlenfurt", "web-1");
  ASSERT_TRUE(read.ok() && read->has_value());
  EXPECT_EQ((*read)->place_text, "Geheimnisweg 7");
}

TEST_F(StoredSessions, AreSealedInRedis) {
  ASSERT_TRUE(store.Commit(*store.Begin("erlenfurt", "web-1", Soon()), New()).ok());
  const auto stored = redis.Command({"HGET", "session:erlenfurt:web-1", "d"});
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(stored->text().find("Geheimnisweg"), std::string::npos);
}

TEST_F(StoredSessions, MessagesStandBesideThemSealedAndInOrder) {
  for (const char* text : {"eins", "zwei", "drei"}) {
    auto leased = store.Begin("erlenfurt", "web-1", Soon());
    ASSERT_TRUE(leased.ok());
    Session session = leased->session.value_or(New());
    EXPECT_TRUE(session.messages.empty());
    Message message;
    message.text = text;
    Append(session, message, {});
    ASSERT_TRUE(store.Commit(*leased, session).ok());
  }
  const auto later = store.Messages("erlenfurt", "web-1", 1);
  ASSERT_TRUE(later.ok() && later->has_value());
  ASSERT_EQ((*later)->size(), 2u);
  EXPECT_EQ((*later)->front().text, "zwei");
  EXPECT_EQ((*later)->back().sequence, 3u);
  const auto stored = redis.Command({"LINDEX", "messages:erlenfurt:web-1", "0"});
  EXPECT_EQ(stored->text().find("eins"), std::string::npos);
  ASSERT_TRUE(store.Erase("erlenfurt", "web-1").ok());
  EXPECT_FALSE(store.Messages("erlenfurt", "web-1", 0)->has_value());
  EXPECT_EQ(redis.Command({"EXISTS", "messages:erlenfurt:web-1"})->integer(), 0);
}

TEST_F(StoredSessions, KeepTheLastMessagesOnly) {
  for (int i = 0; i < kKeptCommits + 5; ++i) {
    auto leased = store.Begin("erlenfurt", "web-1", Soon());
    Session session = leased->session.value_or(New());
    Append(session, Message(), {});
    ASSERT_TRUE(store.Commit(*leased, session).ok());
  }
  EXPECT_EQ((*store.Messages("erlenfurt", "web-1", 0))->size(), static_cast<std::size_t>(kKeptCommits));
}

TEST_F(StoredSessions, DoNotOpenUnderAnotherTown) {
  ASSERT_TRUE(store.Commit(*store.Begin("erlenfurt", "web-1", Soon()), New()).ok());
  ASSERT_TRUE(redis.Command({"COPY", "session:erlenfurt:web-1", "session:krummwik:web-1"}).ok());
  EXPECT_EQ(store.Read("krummwik", "web-1").status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(StoredSessions, OneTurnAtATime) {
  const auto first = store.Begin("erlenfurt", "web-1", Soon());
  EXPECT_TRUE(absl::IsAborted(store.Begin("erlenfurt", "web-1", Soon(60)).status()));
  std::thread ends([&] { ASSERT_TRUE(store.Commit(*first, New()).ok()); });
  const auto second = store.Begin("erlenfurt", "web-1", Soon());
  ends.join();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(second->session.has_value());
}

TEST_F(StoredSessions, AHolderThatLostItsLeaseCannotWrite) {
  const auto dead = store.Begin("erlenfurt", "web-1", Soon());
  ASSERT_TRUE(redis.Command({"DEL", "lease:erlenfurt:web-1"}).ok());  // as its expiry does
  const auto alive = store.Begin("erlenfurt", "web-1", Soon());
  ASSERT_TRUE(alive.ok());
  EXPECT_TRUE(absl::IsAborted(store.Commit(*dead, New())));
  EXPECT_TRUE(store.Commit(*alive, New()).ok());
}

TEST_F(StoredSessions, APeerFindsItsConversationAgain) {
  EXPECT_EQ(*store.ConversationOf("erlenfurt", "hash", "telegram-1"), "telegram-1");
  EXPECT_EQ(*store.ConversationOf("erlenfurt", "hash", "telegram-2"), "telegram-1");
  EXPECT_EQ(*store.ConversationOf("krummwik", "hash", "telegram-3"), "telegram-3");
}

TEST_F(StoredSessions, WithoutRedisNothingHangs) {
  server.Stop();
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(absl::IsUnavailable(store.Begin("erlenfurt", "web-1", Soon(60'000)).status()));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

// What was asked of a Redis that hangs is read when it wakes: nobody waits for that answer any more.
TEST_F(StoredSessions, AQuestionThatRedisReadsTooLateTakesNoLease) {
  ASSERT_TRUE(store.Commit(*store.Begin("erlenfurt", "web-1", Soon()), New()).ok());
  server.Pause();
  EXPECT_TRUE(absl::IsUnavailable(store.Begin("erlenfurt", "web-1", Soon()).status()));
  server.Resume();
  rpc::Redis elsewhere{{.address = server.address(), .password = ""}};
  SessionStore other{elsewhere, keys, std::chrono::seconds(1800)};
  EXPECT_TRUE(other.Begin("erlenfurt", "web-1", Soon(kLease.count() / 4)).ok());
}

TEST_F(StoredSessions, AWriteThatRedisReadsTooLateEndsTheTurnAllTheSame) {
  const auto leased = store.Begin("erlenfurt", "web-1", Soon());
  server.Pause();
  EXPECT_TRUE(absl::IsUnavailable(store.Commit(*leased, New())));
  server.Resume();
  const auto next = store.Begin("erlenfurt", "web-1", Soon(kLease.count() / 4));
  EXPECT_TRUE(next.ok() && next->session.has_value());
}

// The write never arrived: the lease is given back as soon as Redis can be reached, for whichever process comes next.
TEST_F(StoredSessions, AWriteThatNeverArrivedKeepsNobodyWaiting) {
  const auto leased = store.Begin("erlenfurt", "web-1", Soon());
  rpc::Redis elsewhere{{.address = server.address(), .password = ""}};
  SessionStore other{elsewhere, keys, std::chrono::seconds(1800)};
  const std::string socket = server.address().substr(std::string("unix:").size());
  ASSERT_TRUE(elsewhere.Command({"CLIENT", "KILL", "TYPE", "normal"}).ok());
  std::filesystem::rename(socket, socket + ".away");
  EXPECT_TRUE(absl::IsUnavailable(store.Commit(*leased, New())));
  std::filesystem::rename(socket + ".away", socket);
  const auto next = other.Begin("erlenfurt", "web-1", Soon(kLease.count() / 4));
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_FALSE(next->session.has_value());
  EXPECT_TRUE(absl::IsAborted(store.Commit(*leased, New())));
  EXPECT_TRUE(other.Commit(*next, New()).ok());
}

// Redis's clock may be another after a fail-over: who is still there is not turned away.
TEST_F(StoredSessions, AnotherClockTurnsNobodyAway) {
  auto now = std::chrono::steady_clock::now();
  SessionStore here{redis, keys, std::chrono::seconds(1800), nullptr, [&] { return now; }};
  ASSERT_TRUE(here.Commit(*here.Begin("erlenfurt", "web-1", Soon()), New()).ok());
  now -= std::chrono::hours(1);
  const auto leased = here.Begin("erlenfurt", "web-1", Soon(kLease.count() / 4));
  ASSERT_TRUE(leased.ok()) << leased.status();
  EXPECT_TRUE(here.Commit(*leased, New()).ok());
}

}  // namespace
}  // namespace amtslotse::dialogue
