#include "keys/randomness.h"

#include <gtest/gtest.h>

#include <set>

namespace amtslotse::keys {
namespace {

TEST(Randomness, TokensCarryAtLeast128Bits) {
  SystemRandomness random;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(NewToken(random));
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_GE(FromBase64Url(*seen.begin())->size() * 8, 128u);
}

TEST(Randomness, BelowIsUniform) {
  SeededRandomness random(1);
  int counts[3] = {};
  for (int i = 0; i < 30000; ++i) ++counts[random.Below(3)];
  for (const int count : counts) EXPECT_NEAR(count, 10000, 400);
}
}  // namespace
}  // namespace amtslotse::keys
