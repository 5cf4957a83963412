#include "gateways/web/wake_ups.h"

#include <gtest/gtest.h>

#include "services/rpc/wake_up.h"
#include "tests/support/redis_server.h"

namespace amtslotse::gateways::web {
namespace {

using namespace std::chrono_literals;

class OpenChats : public testing::Test {
 protected:
  // Every waiter is woken once when its subscription stands.
  static void AwaitSubscription(std::initializer_list<WakeUps::Waiter*> waiters) {
    for (WakeUps::Waiter* waiter : waiters) EXPECT_TRUE(waiter->Wait(10s));
  }
  void Tell(const std::string& conversation_id) {
    ASSERT_TRUE(redis.Command({"PUBLISH", rpc::ConversationChannel("erlenfurt", conversation_id), "1"}).ok());
  }

  tests::RedisServer server;
  rpc::Redis redis{{.address = server.address(), .password = {}}};
  WakeUps wake_ups{{.address = server.address(), .password = {}}};
};

TEST_F(OpenChats, AreWokenByWhatIsSaidInThem) {
  WakeUps::Waiter waiter(wake_ups, "erlenfurt", "web-1");
  AwaitSubscription({&waiter});
  Tell("web-1");
  EXPECT_TRUE(waiter.Wait(10s));
  EXPECT_FALSE(waiter.Wait(1ms));
}

TEST_F(OpenChats, AreNotWokenByOthers) {
  WakeUps::Waiter mine(wake_ups, "erlenfurt", "web-1"), other(wake_ups, "erlenfurt", "web-2"),
      elsewhere(wake_ups, "krummwik", "web-2");
  AwaitSubscription({&mine, &other, &elsewhere});
  Tell("web-2");
  EXPECT_TRUE(other.Wait(10s));
  EXPECT_FALSE(mine.Wait(1ms));
  EXPECT_FALSE(elsewhere.Wait(1ms));
}

TEST_F(OpenChats, OfTwoWindowsAreBothWoken) {
  WakeUps::Waiter one(wake_ups, "erlenfurt", "web-1");
  AwaitSubscription({&one});
  WakeUps::Waiter other(wake_ups, "erlenfurt", "web-1");
  AwaitSubscription({&one, &other});
  Tell("web-1");
  EXPECT_TRUE(one.Wait(10s));
  EXPECT_TRUE(other.Wait(10s));
}

TEST_F(OpenChats, ThatClosedCostRedisNothing) {
  {
    WakeUps::Waiter gone(wake_ups, "erlenfurt", "web-1");
    AwaitSubscription({&gone});
  }
  WakeUps::Waiter waiter(wake_ups, "erlenfurt", "web-2");
  AwaitSubscription({&waiter});  // in the order they were sent: the other has ended by now
  const auto told = redis.Command({"PUBLISH", rpc::ConversationChannel("erlenfurt", "web-1"), "1"});
  ASSERT_TRUE(told.ok());
  EXPECT_EQ(told->integer(), 0);
}

TEST_F(OpenChats, LookAgainWhenRedisCameBack) {
  WakeUps::Waiter waiter(wake_ups, "erlenfurt", "web-1");
  AwaitSubscription({&waiter});
  server.Stop();
  server.Start();
  EXPECT_TRUE(waiter.Wait(10s));
}

TEST_F(OpenChats, LookWhenTheProcessStops) {
  WakeUps::Waiter waiter(wake_ups, "erlenfurt", "web-1");
  AwaitSubscription({&waiter});
  wake_ups.WakeAll();
  EXPECT_TRUE(waiter.Wait(10s));
}

TEST(OpenChatsWithoutRedis, LookNowAndThen) {
  WakeUps wake_ups({.address = {}, .password = {}});
  WakeUps::Waiter waiter(wake_ups, "erlenfurt", "web-1");
  EXPECT_TRUE(waiter.Wait(WakeUps::kPollPause + 1s));
}

}  // namespace
}  // namespace amtslotse::gateways::web
