// A file that cannot grow for a while, as on a full disk: what is refused is not there, what was acknowledged is, and
// with room again everything works. The limit is one on the size of files, which needs no rights.
#include <sys/resource.h>

#include <csignal>

#include "tests/unit/booking/invariants.h"
#include "tests/unit/booking/world.h"

namespace amtslotse::booking {
namespace {

using std::chrono::minutes;

// No file of this process can be written beyond `bytes` while it lives.
class NoRoom {
 public:
  explicit NoRoom(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit full{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &full);
  }
  ~NoRoom() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

class FullDisk : public testing::TestWithParam<int> {
 protected:
  FullDisk() {
    world.Apply(SmallOffice());
    first = world.Book(kTuesdayAtEight);
  }

  World<OnSqlite> world;
  Confirmed first;
};

TEST_P(FullDisk, WhatIsRefusedIsNotThereAndWithRoomAgainAllWorks) {
  int refused = 0;
  {
    const NoRoom no_room(static_cast<rlim_t>(GetParam()));
    for (int i = 1; i <= 10; ++i) {
      const auto held = world.store->Hold(world.HoldAt(kTuesdayAtEight + i * minutes{10}));
      if (!held.ok()) ++refused;
    }
    // Reading goes on.
    EXPECT_TRUE(std::holds_alternative<Appointment>(world.Lookup(ByToken{first.token})));
  }
  EXPECT_GT(refused, 0);
  ExpectCountsMatch(*world.backend.database);
  for (int i = 1; i <= 10; ++i) (void)world.Book(kTuesdayAtEight + std::chrono::hours{48} + i * minutes{10});
  EXPECT_TRUE(std::holds_alternative<Cancelled>(world.Cancel(ByToken{first.token})));
  EXPECT_TRUE(std::holds_alternative<Held>(world.Hold(kTuesdayAtEight)));
  ExpectCountsMatch(*world.backend.database);
}

// Nothing more fits; one page of the log; somewhere inside of a frame.
INSTANTIATE_TEST_SUITE_P(AtBytes, FullDisk, testing::Values(0, 4096, 100'000));

}  // namespace
}  // namespace amtslotse::booking
