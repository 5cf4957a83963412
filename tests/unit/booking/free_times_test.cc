#include <gmock/gmock.h>

#include "tests/unit/booking/world.h"

namespace amtslotse::booking {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;
using testing::SizeIs;

struct SearchTest : testing::Test {
  void SetUp() override {
    Location north = SmallOffice("nord");
    north.step_free = true;
    north.languages = {"de", "en"};
    north.rules.window_days = 10;
    world.Apply(SmallOffice("mitte"));
    world.Apply(north);
    query.municipality = world.town;
    query.items = {{ServiceId{"melden"}, 1}};
  }
  SlotsFound Slots() { return std::get<SlotsFound>(*world.store->FreeSlots(query)); }
  DaysFound Days() { return std::get<DaysFound>(*world.store->FreeDays(query)); }
  World<OnSqlite> world;
  SlotQuery query;
};

TEST_F(SearchTest, AsSoonAsPossibleIsInTimeOrderOverAllLocations) {
  query.as_soon_as_possible = true;
  query.max_results = 3;
  const SlotsFound found = Slots();
  ASSERT_THAT(found.slots, SizeIs(3));
  EXPECT_TRUE(found.more);
  EXPECT_EQ(found.slots[0].location.value, "mitte");
  EXPECT_EQ(found.slots[1].location.value, "nord");
  EXPECT_EQ(found.slots[0].start, found.slots[1].start);
  EXPECT_EQ(found.slots[0].start, At(2026, 11, 23, 7, 0));  // an hour of lead
}

TEST_F(SearchTest, OtherwiseThePreferredLocationComesFirst) {
  query.locations = {LocationId{"nord"}, LocationId{"mitte"}};
  query.per_day_and_location = 2;
  query.max_results = 4;
  const SlotsFound found = Slots();
  EXPECT_EQ(found.slots[0].location.value, "nord");
  EXPECT_EQ(found.slots[1].location.value, "nord");
  EXPECT_EQ(found.slots[2].location.value, "mitte");
  EXPECT_EQ(found.slots[1].start - found.slots[0].start, std::chrono::hours{2});
}

TEST_F(SearchTest, FiltersNarrowByAccessLanguageDayAndTime) {
  query.step_free = true;
  query.language = "en";
  query.weekdays = {std::chrono::Thursday};
  query.to_date = Day(2026, 11, 30);
  query.from_time = TimeOfDay{11 * 60 + 30};
  const SlotsFound found = Slots();
  ASSERT_THAT(found.slots, SizeIs(3));
  for (const FreeSlot& slot : found.slots) EXPECT_EQ(slot.location.value, "nord");
  EXPECT_EQ(found.slots[0].start, At(2026, 11, 26, 10, 30));
}

TEST_F(SearchTest, AnEmptyAnswerSaysWhatElseThereIs) {
  query.part_of_day = PartOfDay::kEvening;
  const auto outcome = *world.store->FreeSlots(query);
  const auto& nothing = std::get<NothingFree>(outcome);
  ASSERT_TRUE(nothing.outside_filters.has_value());
  EXPECT_EQ(nothing.outside_filters->start, At(2026, 11, 23, 7, 0));
  EXPECT_EQ(nothing.next_release, At(2026, 11, 23, 23, 0));  // midnight in Berlin
}

TEST_F(SearchTest, ACombinationNobodyCanDoSaysWhy) {
  query.items = {{ServiceId{"pass"}, 9}};
  const auto outcome = *world.store->FreeDays(query);
  EXPECT_EQ(std::get<CannotCombine>(outcome).why, Fit(QuantityTooHigh{ServiceId{"pass"}, 5}));
  query.items = {{ServiceId{"pass"}, 1}, {ServiceId{"fischen"}, 1}};
  const auto unknown = *world.store->FreeDays(query);
  EXPECT_EQ(std::get<CannotCombine>(unknown).why, Fit(DoesNotOffer{ServiceId{"fischen"}}));
}

TEST_F(SearchTest, DurationsAddUp) {
  query.items = {{ServiceId{"pass"}, 2}, {ServiceId{"melden"}, 1}};
  query.from_date = query.to_date = Day(2026, 11, 24);
  query.locations = {LocationId{"mitte"}};
  const SlotsFound found = Slots();
  EXPECT_EQ(found.slots.front().end - found.slots.front().start, minutes{50});
  EXPECT_EQ(found.slots.back().start, At(2026, 11, 24, 10, 10));
}

TEST_F(SearchTest, DaysCountTheLocationsThatAreFree) {
  query.from_date = Day(2026, 11, 27);
  query.to_date = Day(2026, 12, 4);
  const DaysFound found = Days();
  ASSERT_THAT(found.days, SizeIs(6));  // without the weekend
  EXPECT_EQ(found.days[0].locations, 2);
  EXPECT_EQ(found.days.back().date, Day(2026, 12, 4));
  EXPECT_EQ(found.days.back().locations, 1);  // outside of the north's window
  EXPECT_EQ(found.days.back().preferred.value, "mitte");
}

TEST_F(SearchTest, ADayIsOnlyFreeWhenTheWholeRunIs) {
  query.locations = {LocationId{"mitte"}};
  query.from_date = query.to_date = Day(2026, 11, 24);
  for (int i = 1; i < 24; i += 2) world.Book(kTuesdayAtEight + i * minutes{10});
  EXPECT_THAT(Days().days, SizeIs(1));
  query.items = {{ServiceId{"pass"}, 1}};
  EXPECT_TRUE(std::holds_alternative<NothingFree>(*world.store->FreeDays(query)));
}

TEST_F(SearchTest, PagingGoesOnAfterTheLastSlot) {
  query.as_soon_as_possible = true;
  query.locations = {LocationId{"mitte"}};
  query.max_results = 2;
  const SlotsFound first = Slots();
  query.after = first.slots.back().start;
  EXPECT_EQ(Slots().slots.front().start, first.slots.back().start + minutes{10});
}

TEST_F(SearchTest, AWeeklyReleaseOpensTheWindowInSteps) {
  Location weekly = SmallOffice();
  weekly.rules.window_days = 7;
  weekly.rules.release = ReleaseWeekly{std::chrono::Monday, TimeOfDay{8 * 60}};
  world.Apply(weekly);
  query.locations = {LocationId{"mitte"}};
  EXPECT_EQ(Days().days.back().date, Day(2026, 11, 23));  // released a week ago
  world.clock.Set(At(2026, 11, 23, 7, 0));
  EXPECT_EQ(Days().days.back().date, Day(2026, 11, 30));
  world.clock.Set(At(2026, 11, 26, 7, 0));
  EXPECT_EQ(Days().days.back().date, Day(2026, 11, 30));
}

TEST_F(SearchTest, ASlotStaysTakenWhenTheClockJumpsBack) {
  world.Hold(kTuesdayAtEight);
  world.clock.Advance(minutes{30});
  EXPECT_EQ(world.FreeOn(Day(2026, 11, 24)).front(), 8 * 60);
  world.clock.Set(kMondayMorning);
  query.locations = {LocationId{"mitte"}};
  query.from_date = query.to_date = Day(2026, 11, 24);
  EXPECT_EQ(Slots().slots.front().start, kTuesdayAtEight + minutes{10});
}

}  // namespace
}  // namespace amtslotse::booking
