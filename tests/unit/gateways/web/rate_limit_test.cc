#include "gateways/web/rate_limit.h"

#include <gtest/gtest.h>

namespace amtslotse::gateways::web {
namespace {

using namespace std::chrono_literals;
const RateLimit::Clock::time_point kNow{1h};

TEST(RateLimit, LetsABurstPassAndThenOneAtATime) {
  RateLimit limit(3, 60);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.Take("a", kNow), 0s);
  EXPECT_EQ(limit.Take("a", kNow), 1s);
  EXPECT_EQ(limit.Take("a", kNow + 1s), 0s);
  EXPECT_EQ(limit.Take("a", kNow + 1s), 1s);
}

TEST(RateLimit, KeysDoNotShare) {
  RateLimit limit(1, 1);
  EXPECT_EQ(limit.Take("a", kNow), 0s);
  EXPECT_EQ(limit.Take("b", kNow), 0s);
  EXPECT_GT(limit.Take("a", kNow), 0s);
}

TEST(RateLimit, ZeroIsNoLimit) {
  RateLimit limit(1, 0);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(limit.Take("a", kNow), 0s);
}

TEST(RateLimit, NobodyIsKeptLongAfterTheLastRequest) {
  RateLimit limit(BurstFor(60), 60);
  EXPECT_EQ(CountedFor(60), 20s);
  limit.Take("a", kNow);
  limit.Take("b", kNow + 2 * CountedFor(60));
  EXPECT_EQ(limit.kept(), 1u);
}

TEST(RateLimit, ManyKeysDoNotGrowWithoutEnd) {
  RateLimit limit(1, 1);
  for (std::size_t i = 0; i < 2 * RateLimit::kMaxKeys; ++i)
    limit.Take(std::to_string(i), kNow + std::chrono::milliseconds(i));
  EXPECT_GT(limit.Take(std::to_string(2 * RateLimit::kMaxKeys - 1), kNow + 200s), 0s);  // the newest is still known
}

}  // namespace
}  // namespace amtslotse::gateways::web
