#include "booking/zone.h"

#include "tests/unit/booking/world.h"

namespace amtslotse::booking {
namespace {

using std::chrono::minutes;

const Zone kBerlin = *Zone::Find("Europe/Berlin");

TEST(Zone, TheHourThatDoesNotExistIsTheMomentOfTheChange) {
  EXPECT_EQ(kBerlin.At(Day(2027, 3, 28), minutes{2 * 60 + 30}), At(2027, 3, 28, 1, 0));
  EXPECT_EQ(kBerlin.At(Day(2027, 3, 28), minutes{3 * 60}), At(2027, 3, 28, 1, 0));
  EXPECT_EQ(kBerlin.At(Day(2027, 3, 28), minutes{3 * 60 + 30}), At(2027, 3, 28, 1, 30));
}

TEST(Zone, TheHourThatExistsTwiceIsTheFirst) {
  EXPECT_EQ(kBerlin.At(Day(2027, 10, 31), minutes{2 * 60 + 30}), At(2027, 10, 31, 0, 30));
  EXPECT_EQ(kBerlin.At(Day(2027, 10, 31), minutes{3 * 60}), At(2027, 10, 31, 2, 0));
  EXPECT_TRUE(kBerlin.IsAmbiguous(At(2027, 10, 31, 1, 30)));
  EXPECT_FALSE(kBerlin.IsAmbiguous(At(2027, 10, 31, 2, 0)));
}

TEST(Zone, DaysAndTimesAreLocal) {
  EXPECT_EQ(kBerlin.DateOf(At(2026, 12, 31, 23, 30)), Day(2027, 1, 1));
  EXPECT_EQ(kBerlin.TimeOf(At(2026, 12, 31, 23, 30)), minutes{30});
  EXPECT_EQ(kBerlin.AbbreviationAt(At(2026, 7, 1, 0, 0)), "CEST");
}

TEST(Zone, UnknownZonesAreNotFound) { EXPECT_TRUE(absl::IsNotFound(Zone::Find("Europe/Erlenfurt").status())); }

}  // namespace
}  // namespace amtslotse::booking
