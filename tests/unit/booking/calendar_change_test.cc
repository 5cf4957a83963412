#include <gmock/gmock.h>

#include "tests/unit/booking/backends.h"

namespace amtslotse::booking {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

template <typename Backend>
class CalendarChangeTest : public testing::Test {
 protected:
  void SetUp() override { world_.Apply(SmallOffice()); }

  KnownCalendar Known() { return **world_.store->Calendar(world_.town, {"mitte"}); }
  SaveCalendarOutcome Save(const Location& location, std::int64_t version) {
    auto outcome = world_.store->SaveCalendar(world_.town, location, version, {"leitung"});
    EXPECT_EQ(outcome.status(), absl::OkStatus());
    return *std::move(outcome);
  }

  World<Backend> world_;
};

TYPED_TEST_SUITE(CalendarChangeTest, Backends, BackendNames);

TYPED_TEST(CalendarChangeTest, ASaveWithAnOldVersionIsRefused) {
  const KnownCalendar before = this->Known();
  Location changed = before.location;
  changed.capacity = 3;
  ASSERT_TRUE(std::holds_alternative<CalendarSaved>(this->Save(changed, before.version)));
  changed.capacity = 4;
  const auto stale = this->Save(changed, before.version);
  ASSERT_TRUE(std::holds_alternative<CalendarStale>(stale));
  EXPECT_EQ(std::get<CalendarStale>(stale).version, this->Known().version);
  EXPECT_EQ(this->Known().location.capacity, 3);
}

TYPED_TEST(CalendarChangeTest, ANewLocationStartsAtVersionZero) {
  Location fresh = SmallOffice("nord");
  ASSERT_TRUE(std::holds_alternative<CalendarSaved>(this->Save(fresh, 0)));
  EXPECT_TRUE(std::holds_alternative<CalendarStale>(this->Save(fresh, 0)));
}

TYPED_TEST(CalendarChangeTest, AClosedDayTellsWhoseAppointmentsItTouches) {
  auto& world = this->world_;
  world.Book(kTuesdayAtEight);
  world.Book(kTuesdayAtEight + std::chrono::hours{1});
  world.Book(kTuesdayAtEight + std::chrono::days{1});
  Location closed = this->Known().location;
  closed.closures.push_back({Day(2026, 11, 24), Day(2026, 11, 24), {}, {}, "Krankheit"});
  const auto affected = *world.store->AffectedBy(world.town, closed);
  ASSERT_THAT(affected, SizeIs(2));
  EXPECT_EQ(affected[0].appointment.start, kTuesdayAtEight);
  EXPECT_EQ(affected[0].why, AffectedBecause::kClosed);
  EXPECT_EQ(affected[0].appointment.contact.name, "Anna Müller");
  // The preview changed nothing; saving says the same.
  EXPECT_THAT(this->Known().location.closures, IsEmpty());
  const auto saved = this->Save(closed, this->Known().version);
  EXPECT_THAT(std::get<CalendarSaved>(saved).affected, SizeIs(2));
}

TYPED_TEST(CalendarChangeTest, OfTooManyThoseBookedFirstStay) {
  auto& world = this->world_;
  Location two = this->Known().location;
  two.capacity = two.public_capacity = 2;
  this->Save(two, this->Known().version);
  const Confirmed first = world.Book(kTuesdayAtEight);
  world.clock.Advance(std::chrono::minutes{1});
  const Confirmed second = world.Book(kTuesdayAtEight);
  Location one = two;
  one.capacity = one.public_capacity = 1;
  const auto affected = *world.store->AffectedBy(world.town, one);
  ASSERT_THAT(affected, SizeIs(1));
  EXPECT_EQ(affected[0].appointment.number, second.appointment.number);
  EXPECT_EQ(affected[0].why, AffectedBecause::kOverCapacity);
}

TYPED_TEST(CalendarChangeTest, AServiceThatGoesTouchesItsAppointments) {
  auto& world = this->world_;
  world.Book(kTuesdayAtEight, "melden");
  Location without = this->Known().location;
  without.services.pop_back();
  const auto affected = *world.store->AffectedBy(world.town, without);
  ASSERT_THAT(affected, SizeIs(1));
  EXPECT_EQ(affected[0].why, AffectedBecause::kNotOffered);
}

TYPED_TEST(CalendarChangeTest, AServiceThatIsBookedElsewhereIsNotOffered) {
  Location outside = this->Known().location;
  outside.services[1].external_url = "https://termine.example.org/melden";
  this->Save(outside, this->Known().version);
  EXPECT_TRUE(std::holds_alternative<NotOffered>(this->world_.Hold(kTuesdayAtEight, "melden")));
  EXPECT_TRUE(std::holds_alternative<Held>(this->world_.Hold(kTuesdayAtEight, "pass")));
}

TYPED_TEST(CalendarChangeTest, ARetiredLocationKeepsItsAppointmentsAndOffersNothing) {
  auto& world = this->world_;
  const Confirmed booked = world.Book(kTuesdayAtEight);
  const auto retired = *world.store->RetireLocation(world.town, {"mitte"}, this->Known().version, {"leitung"});
  EXPECT_THAT(std::get<CalendarSaved>(retired).affected, SizeIs(1));
  EXPECT_EQ(*world.store->Calendar(world.town, {"mitte"}), std::nullopt);
  EXPECT_TRUE(std::holds_alternative<UnknownLocation>(world.Hold(kTuesdayAtEight + std::chrono::hours{1})));
  EXPECT_TRUE(std::holds_alternative<Appointment>(*world.store->Lookup(world.town, ByToken{booked.token})));
}

TYPED_TEST(CalendarChangeTest, TheNearestLocationComesFirst) {
  auto& world = this->world_;
  Location far = SmallOffice("nord");
  far.coordinates = Coordinates{54.80, 9.43};
  world.Apply(far);
  Location near = SmallOffice("sued");
  near.coordinates = Coordinates{54.33, 10.13};
  world.Apply(near);
  SlotQuery query;
  query.municipality = world.town;
  query.items = {{ServiceId{"melden"}, 1}};
  query.near = Coordinates{54.32, 10.12};
  query.per_day_and_location = 1;
  query.max_results = 3;
  const auto slots = std::get<SlotsFound>(*world.store->FreeSlots(query)).slots;
  std::vector<std::string> order;
  for (const FreeSlot& slot : slots) order.push_back(slot.location.value);
  EXPECT_THAT(order, ElementsAre("sued", "nord", "mitte"));
  EXPECT_NEAR(slots[0].metres, 1290, 30);
  EXPECT_LT(slots[2].metres, 0);
}

}  // namespace
}  // namespace amtslotse::booking
