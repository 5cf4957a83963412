#include <gtest/gtest.h>

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

}  // namespace
}  // namespace amtslotse::dialogue
