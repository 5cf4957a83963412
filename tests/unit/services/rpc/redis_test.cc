#include "services/rpc/redis.h"

#include <gtest/gtest.h>

#include "tests/support/redis_server.h"

namespace amtslotse::rpc {
namespace {

TEST(RedisClient, ReadsWhatItWrote) {
  tests::RedisServer server;
  Redis redis({.address = server.address(), .password = ""});
  const std::string binary("a\0\r\n\xff", 5);
  ASSERT_TRUE(redis.Command({"SET", "k", binary}).ok());
  EXPECT_EQ(redis.Command({"GET", "k"})->text(), binary);
  EXPECT_TRUE(redis.Command({"GET", "none"})->nil());
  EXPECT_EQ(redis.Script("return {KEYS[1], 7}", {"x"}, {})->list()[1].integer(), 7);
}

TEST(RedisClient, SaysUnavailableWhenRedisIsGoneAndHealsWhenItIsBack) {
  tests::RedisServer server;
  Redis redis({.address = server.address(), .password = ""});
  ASSERT_TRUE(redis.Alive());
  server.Stop();
  EXPECT_TRUE(absl::IsUnavailable(redis.Command({"GET", "k"}).status()));
  EXPECT_TRUE(absl::IsUnavailable(redis.Command({"GET", "k"}).status()));
  server.Start();
  EXPECT_TRUE(redis.Command({"GET", "k"}).ok());
}

TEST(RedisClient, SomethingElseIsDoneOnceWhileRedisWorks) {
  tests::RedisServer server;
  Redis redis({.address = server.address(), .password = ""});
  int done = 0;
  const auto work = [&] { ++done; };
  EXPECT_EQ(redis.Command({"PING"}, work)->text(), "PONG");
  EXPECT_EQ(done, 1);
  // The idle connection is lost meanwhile, which is known only after the work: the command goes out again, alone.
  const auto restart = [&] {
    ++done;
    server.Stop();
    server.Start();
  };
  EXPECT_EQ(redis.Command({"PING"}, restart)->text(), "PONG");
  EXPECT_EQ(done, 2);
  server.Stop();
  EXPECT_TRUE(absl::IsUnavailable(redis.Command({"PING"}, work).status()));
}

TEST(RedisClient, AnErrorOfACommandIsAStatus) {
  tests::RedisServer server;
  Redis redis({.address = server.address(), .password = ""});
  EXPECT_EQ(redis.Command({"NOSUCHCOMMAND"}).status().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(redis.Alive());
}

}  // namespace
}  // namespace amtslotse::rpc
