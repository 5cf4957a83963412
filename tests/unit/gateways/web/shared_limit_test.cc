#include <gtest/gtest.h>

#include "gateways/web/rate_limit.h"
#include "tests/support/redis_server.h"

namespace amtslotse::gateways::web {
namespace {

using namespace std::chrono_literals;
const RateLimit::Clock::time_point kNow{1h};

TEST(SharedRateLimit, GatewaysCountTogether) {
  tests::RedisServer server;
  rpc::Redis redis({.address = server.address(), .password = {}});
  RateLimit one(3, 1, "test", &redis), other(3, 1, "test", &redis);
  EXPECT_EQ(one.Take("a", kNow), 0s);
  EXPECT_EQ(other.Take("a", kNow), 0s);
  EXPECT_EQ(one.Take("a", kNow), 0s);
  EXPECT_GT(other.Take("a", kNow), 0s);
  EXPECT_EQ(other.Take("b", kNow), 0s);
  RateLimit another(3, 1, "something else", &redis);
  EXPECT_EQ(another.Take("a", kNow), 0s);
}

TEST(SharedRateLimit, CountsAloneWhileRedisIsAway) {
  tests::RedisServer server;
  rpc::Redis redis({.address = server.address(), .password = {}});
  RateLimit limit(2, 1, "test", &redis);
  server.Stop();
  EXPECT_EQ(limit.Take("a", kNow), 0s);
  EXPECT_EQ(limit.Take("a", kNow), 0s);
  EXPECT_GT(limit.Take("a", kNow), 0s);
  server.Start();
  EXPECT_GT(limit.Take("a", kNow + 1s), 0s) << "asks Redis again after a while only";
  EXPECT_EQ(limit.Take("a", kNow + RateLimit::kAway + 1s), 0s);
}

}  // namespace
}  // namespace amtslotse::gateways::web
