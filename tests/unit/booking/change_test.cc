// Appointments that are cancelled and moved, and calendars that change under them.
#include <gmock/gmock.h>

#include "tests/unit/booking/backends.h"

namespace amtslotse::booking {
namespace {

using std::chrono::minutes;
using testing::Contains;
using testing::Not;

template <typename Backend>
class ChangeTest : public SmallOfficeTest<Backend> {};
TYPED_TEST_SUITE(ChangeTest, Backends, BackendNames);

TYPED_TEST(ChangeTest, ACancelledSlotIsFreeAtOnceWithoutADelay) {
  auto& world = this->world_;
  const Confirmed confirmed = world.Book(kTuesdayAtEight);
  EXPECT_TRUE(Is<Cancelled>(world.Cancel(ByCode{confirmed.cancellation_code, "Müller", "chat-1"})));
  EXPECT_THAT(world.FreeOn(Day(2026, 11, 24)), Contains(8 * 60));
  EXPECT_TRUE(Is<NotChangeable>(world.Cancel(ByToken{confirmed.token})));
}

TYPED_TEST(ChangeTest, ACancelledSlotComesBackInsideOfTheDelayWindow) {
  auto& world = this->world_;
  Location slow = SmallOffice();
  slow.rules.return_delay = {minutes{30}, minutes{90}};
  world.Apply(slow);
  const Confirmed confirmed = world.Book(kTuesdayAtEight);
  EXPECT_TRUE(Is<Cancelled>(world.Cancel(ByToken{confirmed.token})));
  world.clock.Advance(minutes{29});
  EXPECT_THAT(world.FreeOn(Day(2026, 11, 24)), Not(Contains(8 * 60)));
  EXPECT_TRUE(Is<SlotTaken>(world.Hold(kTuesdayAtEight)));
  world.clock.Advance(minutes{62});
  EXPECT_THAT(world.FreeOn(Day(2026, 11, 24)), Contains(8 * 60));
  EXPECT_TRUE(Is<Held>(world.Hold(kTuesdayAtEight)));
}

TYPED_TEST(ChangeTest, RebookingMovesInOneStep) {
  auto& world = this->world_;
  const Confirmed confirmed = world.Book(kTuesdayAtEight);
  const auto rebooked = world.Rebook(ByToken{confirmed.token}, kTuesdayAtEight + minutes{60});
  ASSERT_TRUE(Is<Rebooked>(rebooked));
  const Appointment& moved = std::get<Rebooked>(rebooked).appointment;
  EXPECT_EQ(moved.uid, confirmed.appointment.uid);
  EXPECT_EQ(moved.sequence, confirmed.appointment.sequence + 1);
  EXPECT_THAT(world.FreeOn(Day(2026, 11, 24)), Contains(8 * 60));
  EXPECT_THAT(world.FreeOn(Day(2026, 11, 24)), Not(Contains(9 * 60)));
}

TYPED_TEST(ChangeTest, TheOldAppointmentStaysWhenTheNewTimeIsTaken) {
  auto& world = this->world_;
  const Confirmed confirmed = world.Book(kTuesdayAtEight);
  EXPECT_TRUE(Is<Held>(world.Hold(kTuesdayAtEight + minutes{60})));
  EXPECT_TRUE(Is<SlotTaken>(world.Rebook(ByToken{confirmed.token}, kTuesdayAtEight + minutes{60})));
  EXPECT_EQ(std::get<Appointment>(world.Lookup(ByToken{confirmed.token})).start, kTuesdayAtEight);
  EXPECT_THAT(world.FreeOn(Day(2026, 11, 24)), Not(Contains(8 * 60)));
}

TYPED_TEST(ChangeTest, AnAppointmentMayMoveIntoItsOwnPlaces) {
  auto& world = this->world_;
  Location slow = SmallOffice();
  slow.rules.return_delay = {minutes{30}, minutes{30}};
  world.Apply(slow);
  const Confirmed confirmed = world.Book(kTuesdayAtEight, "pass");  // 08:00 to 08:20
  EXPECT_TRUE(Is<Rebooked>(world.Rebook(ByToken{confirmed.token}, kTuesdayAtEight + minutes{10})));
  EXPECT_THAT(world.FreeOn(Day(2026, 11, 24)), Not(Contains(8 * 60)));
  world.clock.Advance(minutes{30});
  const auto free = world.FreeOn(Day(2026, 11, 24));
  EXPECT_THAT(free, Contains(8 * 60));
  EXPECT_THAT(free, Not(Contains(8 * 60 + 10)));
  EXPECT_THAT(free, Not(Contains(8 * 60 + 20)));
  EXPECT_THAT(free, Contains(8 * 60 + 30));
}

TYPED_TEST(ChangeTest, StaffTakePlacesThePublicDoesNotSee) {
  auto& world = this->world_;
  Location two = SmallOffice();
  two.capacity = 2;
  two.public_capacity = 1;
  world.Apply(two);
  EXPECT_TRUE(Is<Held>(world.Hold(kTuesdayAtEight)));
  EXPECT_TRUE(Is<SlotTaken>(world.Hold(kTuesdayAtEight)));
  HoldRequest staff = world.HoldAt(kTuesdayAtEight);
  staff.audience = Audience::kStaff;
  EXPECT_TRUE(Is<Held>(world.Hold(staff)));
  staff.key = world.NewKey();
  EXPECT_TRUE(Is<SlotTaken>(world.Hold(staff)));
  staff.overbook = true;
  EXPECT_TRUE(Is<Held>(world.Hold(staff)));
}

TYPED_TEST(ChangeTest, OverbookingRaisesNothingForTheNext) {
  auto& world = this->world_;
  const Confirmed first = world.Book(kTuesdayAtEight);
  HoldRequest staff = world.HoldAt(kTuesdayAtEight);
  staff.audience = Audience::kStaff;
  staff.overbook = true;
  EXPECT_TRUE(Is<Held>(world.Hold(staff)));
  EXPECT_TRUE(Is<Cancelled>(world.Cancel(ByToken{first.token})));
  EXPECT_TRUE(Is<SlotTaken>(world.Hold(kTuesdayAtEight)));
}

TYPED_TEST(ChangeTest, AClosureKeepsAppointmentsAndTakesAwayTheRest) {
  auto& world = this->world_;
  const Confirmed confirmed = world.Book(kTuesdayAtEight);
  Location closed = SmallOffice();
  closed.closures.push_back({Day(2026, 11, 24), Day(2026, 11, 24), {}, {}, "Personalversammlung"});
  world.Apply(closed);
  EXPECT_TRUE(world.FreeOn(Day(2026, 11, 24)).empty());
  EXPECT_TRUE(Is<NotOffered>(world.Hold(kTuesdayAtEight + minutes{10})));
  EXPECT_TRUE(Is<Appointment>(world.Lookup(ByToken{confirmed.token})));
  world.Apply(SmallOffice());
  EXPECT_TRUE(Is<SlotTaken>(world.Hold(kTuesdayAtEight)));
  EXPECT_TRUE(Is<Held>(world.Hold(kTuesdayAtEight + minutes{10})));
}

TYPED_TEST(ChangeTest, AnotherSlotLengthCountsExistingAppointments) {
  auto& world = this->world_;
  world.Book(kTuesdayAtEight + minutes{10});  // 08:10 to 08:20
  Location longer = SmallOffice();
  longer.slot_minutes = 15;
  world.Apply(longer);
  const auto free = world.FreeOn(Day(2026, 11, 24));
  EXPECT_THAT(free, Not(Contains(8 * 60)));
  EXPECT_THAT(free, Not(Contains(8 * 60 + 15)));
  EXPECT_THAT(free, Contains(8 * 60 + 30));
}

TYPED_TEST(ChangeTest, ARetiredLocationKeepsItsAppointments) {
  auto& world = this->world_;
  const Confirmed confirmed = world.Book(kTuesdayAtEight);
  EXPECT_EQ(world.store->ApplyCalendars(world.town, {SmallOffice("nord")}, {"staff"}), absl::OkStatus());
  EXPECT_TRUE(Is<UnknownLocation>(world.Hold(kTuesdayAtEight + minutes{10})));
  EXPECT_TRUE(Is<Appointment>(world.Lookup(ByToken{confirmed.token})));
  EXPECT_TRUE(Is<Cancelled>(world.Cancel(ByToken{confirmed.token})));
}

TYPED_TEST(ChangeTest, TownsDoNotSeeEachOther) {
  auto& world = this->world_;
  const Confirmed confirmed = world.Book(kTuesdayAtEight);
  const MunicipalityId other{"krummwik"};
  EXPECT_TRUE(Is<NotFound>(*world.store->Lookup(other, ByToken{confirmed.token})));
  EXPECT_TRUE(Is<NotFound>(*world.store->Lookup(other, ByCode{confirmed.cancellation_code, "Müller", ""})));
  HoldRequest request = world.HoldAt(kTuesdayAtEight);
  request.municipality = other;
  EXPECT_TRUE(Is<UnknownLocation>(world.Hold(request)));
}

TYPED_TEST(ChangeTest, TheWindowAndTheLeadTimeBindThePublicOnly) {
  auto& world = this->world_;
  const Instant in_half_an_hour = At(2026, 11, 23, 7, 0);
  world.clock.Set(At(2026, 11, 23, 6, 30));
  EXPECT_TRUE(Is<NotOffered>(world.Hold(in_half_an_hour)));  // lead is 60 minutes
  EXPECT_TRUE(Is<Held>(world.Hold(in_half_an_hour + minutes{30})));
  EXPECT_TRUE(Is<NotOffered>(world.Hold(At(2027, 2, 1, 7, 0))));
  HoldRequest staff = world.HoldAt(in_half_an_hour);
  staff.audience = Audience::kStaff;
  EXPECT_TRUE(Is<Held>(world.Hold(staff)));
}

}  // namespace
}  // namespace amtslotse::booking
