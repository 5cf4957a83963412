#include "booking/calendar.h"

#include <gmock/gmock.h>

#include "tests/unit/booking/world.h"

namespace amtslotse::booking {
namespace {

using std::chrono::minutes;
using testing::HasSubstr;
using testing::SizeIs;

const Zone kBerlin = *Zone::Find("Europe/Berlin");

// Open around the clock on one day of the week, slots of 30 minutes.
Location NightOffice(std::chrono::weekday day) {
  Location location = SmallOffice();
  location.slot_minutes = 30;
  OpeningRule rule;
  rule.days = EveryWeek{day};
  rule.from = TimeOfDay{0};
  rule.to = TimeOfDay{24 * 60};
  location.opening = {rule};
  return location;
}

OpeningRule Morning(decltype(OpeningRule::days) days) {
  OpeningRule rule;
  rule.days = days;
  rule.from = TimeOfDay{8 * 60};
  rule.to = TimeOfDay{9 * 60};
  return rule;
}

TEST(Calendar, TheSpringNightHasNoSlotsInTheHourThatDoesNotExist) {
  const auto slots = SlotsOfDay(NightOffice(std::chrono::Sunday), kBerlin, Day(2027, 3, 28));
  ASSERT_THAT(slots, SizeIs(46));
  for (std::size_t i = 1; i < slots.size(); ++i) EXPECT_EQ(slots[i].start - slots[i - 1].start, minutes{30});
  EXPECT_EQ(kBerlin.TimeOf(slots[4].start), minutes{3 * 60});
}

TEST(Calendar, TheAutumnNightOffersBothPassesOfTheDoubledHourOnce) {
  const auto slots = SlotsOfDay(NightOffice(std::chrono::Sunday), kBerlin, Day(2027, 10, 31));
  ASSERT_THAT(slots, SizeIs(50));
  for (std::size_t i = 1; i < slots.size(); ++i) EXPECT_EQ(slots[i].start - slots[i - 1].start, minutes{30});
  EXPECT_EQ(kBerlin.TimeOf(slots[4].start), minutes{2 * 60});
  EXPECT_EQ(kBerlin.TimeOf(slots[6].start), minutes{2 * 60});
  EXPECT_TRUE(kBerlin.IsAmbiguous(slots[4].start));
}

TEST(Calendar, OpeningsOnTheNightOfTheChangeLastAsLongAsTimePasses) {
  Location office = NightOffice(std::chrono::Sunday);
  office.opening[0].from = TimeOfDay{60};
  office.opening[0].to = TimeOfDay{4 * 60};
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2027, 3, 28)), SizeIs(4));
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2027, 10, 31)), SizeIs(8));
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2027, 10, 24)), SizeIs(6));
  office.opening[0].from = TimeOfDay{2 * 60};
  office.opening[0].to = TimeOfDay{3 * 60};
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2027, 3, 28)), SizeIs(0));
}

TEST(Calendar, EveryOtherWeekCountsFromItsFirstWeek) {
  Location office = SmallOffice();
  office.opening = {Morning(EveryWeek{std::chrono::Wednesday, 2})};
  office.opening[0].valid_from = Day(2026, 11, 26);  // a Thursday: this week counts, its Wednesday is over
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2026, 11, 25)), SizeIs(0));
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2026, 12, 2)), SizeIs(0));
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2026, 12, 9)), SizeIs(6));
}

TEST(Calendar, TheNthAndTheLastWeekdayOfAMonth) {
  Location office = SmallOffice();
  office.opening = {Morning(NthWeekday{std::chrono::Saturday, 1}), Morning(NthWeekday{std::chrono::Saturday, -1})};
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2026, 12, 5)), SizeIs(6));
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2026, 12, 12)), SizeIs(0));
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2026, 12, 26)), SizeIs(6));
}

TEST(Calendar, RulesThatOverlapAddTheirCounters) {
  Location office = SmallOffice();
  OpeningRule extra = Morning(OneDay{Day(2026, 11, 24)});
  extra.capacity = 3;
  extra.public_capacity = 2;
  office.opening.push_back(extra);
  const auto slots = SlotsOfDay(office, kBerlin, Day(2026, 11, 24));
  EXPECT_EQ(slots[0].capacity, 4);
  EXPECT_EQ(slots[0].public_capacity, 3);
  EXPECT_EQ(slots[6].capacity, 1);
}

TEST(Calendar, ClosuresTakeAwayTheSlotsTheyTouch) {
  Location office = SmallOffice();
  office.closures.push_back(
      {Day(2026, 11, 24), Day(2026, 11, 25), TimeOfDay{8 * 60 + 15}, TimeOfDay{9 * 60}, "Schulung"});
  const auto slots = SlotsOfDay(office, kBerlin, Day(2026, 11, 25));
  ASSERT_THAT(slots, SizeIs(19));
  EXPECT_EQ(kBerlin.TimeOf(slots[1].start), minutes{9 * 60});
  EXPECT_EQ(ClosedBecause(office, Day(2026, 11, 25)), std::nullopt);
}

TEST(Calendar, PublicHolidaysOfTheLandAreClosedUnlessOpened) {
  Location office = SmallOffice();
  office.land = nlu::LandFromCode("SH");
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2028, 10, 31)), SizeIs(0));  // a Tuesday, Reformation Day
  EXPECT_EQ(ClosedBecause(office, Day(2028, 10, 31)), "Reformationstag");
  office.open_holidays.insert(Day(2028, 10, 31));
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2028, 10, 31)), SizeIs(24));
  office.land = nlu::LandFromCode("BY");
  office.open_holidays.clear();
  EXPECT_THAT(SlotsOfDay(office, kBerlin, Day(2028, 10, 31)), SizeIs(24));
}

TEST(Calendar, TheBufferIsTakenButNotPartOfTheAppointment) {
  Location office = SmallOffice();
  office.buffer_minutes = 5;
  EXPECT_EQ(FitAt(office, {{ServiceId{"pass"}, 2}}), Fit(Fits{5, minutes{40}}));
  EXPECT_EQ(FitAt(office, {{ServiceId{"melden"}, 1}}), Fit(Fits{2, minutes{10}}));
}

TEST(Calendar, ACombinationCannotBeLongerThanTheLocationAllows) {
  Location office = SmallOffice();
  office.rules.max_minutes = 60;
  EXPECT_EQ(FitAt(office, {{ServiceId{"pass"}, 4}}), Fit(TooLong{minutes{80}, minutes{60}}));
}

TEST(Calendar, DemandsOfACombinationAddUp) {
  const Demands demands = DemandsOf(SmallOffice(), {{ServiceId{"melden"}, 1}, {ServiceId{"pass"}, 1}});
  EXPECT_EQ(demands, (Demands{.name = true, .email = true}));
}

TEST(Calendar, OverlappingHoursOffTheGridAreRefused) {
  Location office = SmallOffice();
  OpeningRule crooked = Morning(EveryWeek{std::chrono::Tuesday});
  crooked.from = TimeOfDay{8 * 60 + 5};
  office.opening.push_back(crooked);
  EXPECT_THAT(std::string(Validate(office).message()), HasSubstr("whole slots apart"));
}

TEST(Calendar, ValidationNamesTheLocationAndTheField) {
  Location office = SmallOffice();
  office.slot_minutes = 0;
  EXPECT_EQ(Validate(office).message(), "location 'mitte': slot_minutes: expected 1..480");
  office = SmallOffice();
  office.time_zone = "Mars/Olympus";
  EXPECT_THAT(std::string(Validate(office).message()), HasSubstr("Mars/Olympus"));
}

}  // namespace
}  // namespace amtslotse::booking
