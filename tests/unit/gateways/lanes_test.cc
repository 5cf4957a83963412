#include "services/messengers/lanes.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <set>

#include "services/messengers/pacing.h"

namespace amtslotse::messengers {
namespace {

using namespace std::chrono_literals;

TEST(Lanes, AStepRunsOncePerWakeThatFollowsIt) {
  std::atomic<int> steps = 0;
  std::latch entered(1), go_on(1), done(2);
  Lanes lanes(2, [&](const std::string&) -> std::optional<Lanes::Time> {
    if (++steps == 1) {
      entered.count_down();
      go_on.wait();
    }
    done.count_down();
    return std::nullopt;
  });
  lanes.Wake("a");
  entered.wait();
  lanes.Wake("a");  // while it runs: one more
  lanes.Wake("a");
  go_on.count_down();
  done.wait();
  lanes.Stop();
  EXPECT_EQ(steps, 2);
}

TEST(Lanes, OneLaneNeverRunsTwiceAtOnceAndLanesRunInParallel) {
  std::atomic<int> in_a = 0;
  std::atomic<bool> twice = false;
  std::latch b_runs(1), all(51);
  Lanes lanes(4, [&](const std::string& lane) -> std::optional<Lanes::Time> {
    if (lane == "b") {
      b_runs.count_down();
      all.count_down();
      return std::nullopt;
    }
    if (++in_a > 1) twice = true;
    b_runs.wait();  // "a" is held up: "b" must run beside it
    --in_a;
    all.count_down();
    static std::atomic<int> left = 50;
    return --left > 0 ? std::optional(Lanes::Time::clock::now()) : std::nullopt;
  });
  lanes.Wake("a");
  lanes.Wake("b");
  all.wait();
  EXPECT_FALSE(twice);
}

TEST(Lanes, AStepDueLaterRunsThenAndEarlierWhenWoken) {
  std::vector<Lanes::Time> times;
  std::latch first(1), second(1), third(1);
  const auto begin = Lanes::Time::clock::now();
  Lanes lanes(1, [&](const std::string&) -> std::optional<Lanes::Time> {
    times.push_back(Lanes::Time::clock::now());
    if (times.size() == 1) return first.count_down(), begin + 50ms;
    if (times.size() == 2) return second.count_down(), begin + 1h;
    return third.count_down(), std::nullopt;
  });
  lanes.Wake("a");
  first.wait();
  second.wait();
  lanes.Wake("a");
  third.wait();
  EXPECT_GE(times[1], begin + 50ms);
  EXPECT_LT(times[2], begin + 1min);
}

constexpr gateways::Rate kOnePerSecond{.per_second = 1, .burst = 2};

TEST(Pacing, ABurstPassesThenOneASecondInTheOrderOfAsking) {
  Pacing pacing(kOnePerSecond, {});
  const Pacing::Time t0 = Pacing::Time() + 1h;
  EXPECT_EQ(pacing.Take("a", t0), t0);
  EXPECT_EQ(pacing.Take("a", t0), t0);
  EXPECT_EQ(pacing.Take("a", t0), t0 + 1s);
  EXPECT_EQ(pacing.Take("a", t0 + 500ms), t0 + 1s) << "asking again does not cost another place";
  EXPECT_LE(pacing.Take("a", t0 + 1s), t0 + 1s);
  EXPECT_EQ(pacing.Take("a", t0 + 1s), t0 + 2s);
}

TEST(Pacing, OnePeersLimitDoesNotTouchAnother) {
  Pacing pacing(kOnePerSecond, {});
  const Pacing::Time t0 = Pacing::Time() + 1h;
  for (int i = 0; i < 3; ++i) (void)pacing.Take("a", t0);
  EXPECT_EQ(pacing.Take("b", t0), t0);
}

TEST(Pacing, TheAccountsLimitIsSharedInTurn) {
  Pacing pacing({}, {.per_second = 10, .burst = 1});
  const Pacing::Time t0 = Pacing::Time() + 1h;
  EXPECT_EQ(pacing.Take("a", t0), t0);
  EXPECT_EQ(pacing.Take("b", t0), t0 + 100ms);
  EXPECT_EQ(pacing.Take("c", t0), t0 + 200ms);
  EXPECT_LE(pacing.Take("b", t0 + 100ms), t0 + 100ms);
}

TEST(Pacing, AHoldHoldsEverybody) {
  Pacing pacing({}, {});
  const Pacing::Time t0 = Pacing::Time() + 1h;
  pacing.HoldUntil(t0 + 5s);
  EXPECT_EQ(pacing.Take("a", t0), t0 + 5s);
  EXPECT_LE(pacing.Take("a", t0 + 5s), t0 + 5s);
}

}  // namespace
}  // namespace amtslotse::messengers
