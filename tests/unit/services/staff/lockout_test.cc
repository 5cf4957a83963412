#include "services/staff/core/lockout.h"

#include <gtest/gtest.h>

namespace amtslotse::staff {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

const LockoutPolicy kPolicy{.free_tries = 5, .first_delay = seconds(30), .longest_delay = seconds(900)};

TEST(Lockout, LetsTheFirstFiveThrough) {
  for (int count = 0; count < 5; ++count) EXPECT_EQ(DelayAfter(kPolicy, count), seconds(0)) << count;
}

TEST(Lockout, DoublesUpToItsLongest) {
  EXPECT_EQ(DelayAfter(kPolicy, 5), seconds(30));
  EXPECT_EQ(DelayAfter(kPolicy, 6), seconds(60));
  EXPECT_EQ(DelayAfter(kPolicy, 9), seconds(480));
  EXPECT_EQ(DelayAfter(kPolicy, 10), seconds(900));
  EXPECT_EQ(DelayAfter(kPolicy, 2'000'000'000), seconds(900));
}

TEST(Lockout, EndsWithTheDelay) {
  const sys_seconds last(seconds(1000));
  EXPECT_EQ(Remaining(kPolicy, {5, last}, last + seconds(29)), seconds(1));
  EXPECT_EQ(Remaining(kPolicy, {5, last}, last + seconds(30)), seconds(0));
}

TEST(Lockout, IsNeverLongerThanItsDelayAfterTheClockWasSetBack) {
  const sys_seconds last(seconds(1'000'000));
  EXPECT_EQ(Remaining(kPolicy, {5, last}, last - seconds(500'000)), seconds(30));
}

}  // namespace
}  // namespace amtslotse::staff
