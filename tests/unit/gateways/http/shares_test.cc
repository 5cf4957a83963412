#include "gateways/http/shares.h"

#include <gtest/gtest.h>

namespace amtslotse::gateways::http {
namespace {

TEST(Shares, NobodyHoldsMoreThanTheirs) {
  Shares shares(2);
  const auto first = shares.Take("a");
  auto second = shares.Take("a");
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(shares.Take("a"));
  EXPECT_TRUE(shares.Take("b")) << "another is not held up";
  second.reset();
  EXPECT_TRUE(shares.Take("a")) << "what was given back is free";
}

TEST(Shares, SomeHaveNoLimit) { EXPECT_TRUE(Shares::Unlimited()); }

}  // namespace
}  // namespace amtslotse::gateways::http
