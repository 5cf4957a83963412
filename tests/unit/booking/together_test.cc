#include <atomic>
#include <barrier>
#include <thread>

#include "tests/unit/booking/backends.h"

// What is committed together, and what is confirmed without a look at it.
namespace amtslotse::booking {
namespace {

constexpr sql::Statement kInsert{"INSERT INTO thing (id) VALUES (?1)"};
constexpr sql::Statement kCount{"SELECT count(*) FROM thing"};

TEST(TogetherTest, PostgresOneThatIsRefusedTakesNobodyWithIt) {
  const OnPostgres backend;
  sql::Database& database = *backend.database;
  ASSERT_EQ(database.Write([](sql::Transaction& transaction) {
    return transaction.Script("CREATE TABLE thing (id BIGINT PRIMARY KEY)");
  }),
            absl::OkStatus());
  constexpr int kThreads = 24;
  constexpr int kRounds = 10;
  std::atomic<int> written = 0;
  std::atomic<int> refused = 0;
  std::barrier start(kThreads);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int round = 0; round < kRounds; ++round) {
        start.arrive_and_wait();
        // Every third writes the round's one row, which only one of them can have.
        const std::int64_t id = thread % 3 == 0 ? round : 1'000 * (thread + 1) + round;
        const absl::Status done =
            database.Write([&](sql::Transaction& transaction) { return transaction.Later(kInsert, {id}); });
        EXPECT_TRUE(done.ok() || (absl::IsAborted(done) && id == round)) << done;
        done.ok() ? ++written : ++refused;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(written, kRounds * (kThreads * 2 / 3 + 1));
  EXPECT_EQ(refused, kRounds * (kThreads / 3 - 1));
  std::int64_t rows = 0;
  ASSERT_EQ(database.Read([&](sql::Transaction& transaction) {
    const auto counted = transaction.Run(kCount, {});
    if (counted.ok()) rows = counted->Int(0, 0);
    return counted.status();
  }),
            absl::OkStatus());
  EXPECT_EQ(rows, written);
}

// One replica holds and confirms; the other changes the hold in between.
template <typename Backend>
class ChangedHoldTest : public SmallOfficeTest<Backend> {
 protected:
  HoldId HoldHere() { return std::get<Held>(this->world_.Hold(kTuesdayAtEight)).hold; }
  std::unique_ptr<Store> OtherReplica() {
    return *Store::Open(*this->world_.backend.database, this->world_.keys, this->world_.clock, this->world_.random);
  }
};
TYPED_TEST_SUITE(ChangedHoldTest, Backends, BackendNames);

TYPED_TEST(ChangedHoldTest, IsGoneWhenTheOtherReleasedIt) {
  auto& world = this->world_;
  const HoldId hold = this->HoldHere();
  ASSERT_EQ(this->OtherReplica()->Release({world.town, hold}), absl::OkStatus());
  EXPECT_TRUE(Is<HoldGone>(world.Confirm(world.ConfirmFor(hold))));
}

TYPED_TEST(ChangedHoldTest, IsConfirmedWhenTheOtherExtendedIt) {
  auto& world = this->world_;
  const HoldId hold = this->HoldHere();
  world.clock.Advance(std::chrono::minutes{5});
  const auto other = this->OtherReplica();
  ASSERT_TRUE(Is<Held>(*other->Extend({world.town, hold})));
  world.clock.Advance(std::chrono::minutes{2});
  EXPECT_TRUE(Is<Confirmed>(world.Confirm(world.ConfirmFor(hold))));
}

TYPED_TEST(ChangedHoldTest, IsConfirmedOnceWhenBothAreAsked) {
  auto& world = this->world_;
  const HoldId hold = this->HoldHere();
  const ConfirmRequest request = world.ConfirmFor(hold);
  const auto there = *this->OtherReplica()->Confirm(request);
  const auto here = world.Confirm(request);
  ASSERT_TRUE(Is<Confirmed>(there) && Is<Confirmed>(here));
  EXPECT_EQ(std::get<Confirmed>(here).cancellation_code, std::get<Confirmed>(there).cancellation_code);
  ConfirmRequest again = request;
  again.key = world.NewKey();
  EXPECT_TRUE(Is<HoldGone>(world.Confirm(again)));
}

TYPED_TEST(ChangedHoldTest, IsConfirmedByTheCalendarOfNow) {
  auto& world = this->world_;
  const HoldId hold = this->HoldHere();
  Location moved = SmallOffice();
  moved.rules.confirm_by_message = true;
  ASSERT_EQ(this->OtherReplica()->ApplyCalendar(world.town, moved, {"staff"}), absl::OkStatus());
  EXPECT_TRUE(Is<AwaitingConfirmation>(world.Confirm(world.ConfirmFor(hold))));
}

TYPED_TEST(ChangedHoldTest, IsGoneWhenItEndedAndTheOtherSoldItsPlace) {
  auto& world = this->world_;
  const HoldId hold = this->HoldHere();
  world.clock.Advance(std::chrono::minutes{11});
  const auto other = this->OtherReplica();
  ASSERT_TRUE(Is<Held>(*other->Hold(world.HoldAt(kTuesdayAtEight))));
  EXPECT_TRUE(Is<HoldGone>(world.Confirm(world.ConfirmFor(hold))));
}

}  // namespace
}  // namespace amtslotse::booking
