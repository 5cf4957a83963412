#include "gateways/http/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace amtslotse::gateways::http {
namespace {

TEST(GrowingThreadPool, AsManyTasksAtOnceAsAllowed) {
  GrowingThreadPool pool(8);
  std::latch all(8);
  for (int i = 0; i < 8; ++i) pool.enqueue([&] { all.arrive_and_wait(); });  // ends only when all eight run together
  all.wait();
}

TEST(GrowingThreadPool, MoreTasksThanThreadsWaitTheirTurn) {
  std::atomic<int> done = 0;
  {
    GrowingThreadPool pool(2);
    for (int i = 0; i < 100; ++i) pool.enqueue([&] { ++done; });
    pool.shutdown();
  }
  EXPECT_EQ(done, 100);
}

}  // namespace
}  // namespace amtslotse::gateways::http
