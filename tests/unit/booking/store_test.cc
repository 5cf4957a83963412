// From a hold to an appointment, and what is kept of it.
#include <gmock/gmock.h>

#include "tests/unit/booking/backends.h"

namespace amtslotse::booking {
namespace {

using std::chrono::minutes;
using testing::Contains;
using testing::Not;
using testing::SizeIs;

template <typename Backend>
class StoreTest : public SmallOfficeTest<Backend> {
 protected:
  // Where a message must come back: a hold that waits for it, and the message.
  std::pair<Held, Notification> Await() {
    auto& world = this->world_;
    Location careful = SmallOffice();
    careful.rules.confirm_by_message = true;
    world.Apply(careful);
    const Held held = std::get<Held>(world.Hold(kTuesdayAtEight));
    const auto awaiting = world.Confirm(world.ConfirmFor(held.hold));
    EXPECT_TRUE(Is<AwaitingConfirmation>(awaiting));
    EXPECT_EQ(std::get<AwaitingConfirmation>(awaiting).expires, kMondayMorning + minutes{60});
    const auto messages = *world.store->ClaimNotifications(10, minutes{1});
    EXPECT_THAT(messages, SizeIs(1));
    return {held, messages.at(0)};
  }
};
TYPED_TEST_SUITE(StoreTest, Backends, BackendNames);

TYPED_TEST(StoreTest, AHeldSlotIsTaken) {
  auto& world = this->world_;
  EXPECT_TRUE(Is<Held>(world.Hold(kTuesdayAtEight)));
  EXPECT_TRUE(Is<SlotTaken>(world.Hold(kTuesdayAtEight)));
  EXPECT_THAT(world.FreeOn(Day(2026, 11, 24)), Not(Contains(8 * 60)));
}

TYPED_TEST(StoreTest, AnExpiredHoldFreesItsSlotWithoutAnyTimer) {
  auto& world = this->world_;
  const Held held = std::get<Held>(world.Hold(kTuesdayAtEight));
  EXPECT_EQ(held.expires, kMondayMorning + minutes{10});
  EXPECT_EQ(held.warn_at, kMondayMorning + minutes{8});
  world.clock.Advance(minutes{10});
  EXPECT_THAT(world.FreeOn(Day(2026, 11, 24)), Contains(8 * 60));
  EXPECT_TRUE(Is<Held>(world.Hold(kTuesdayAtEight)));
}

TYPED_TEST(StoreTest, AHoldStillHasItsPlaceOneSecondBeforeItExpires) {
  auto& world = this->world_;
  EXPECT_TRUE(Is<Held>(world.Hold(kTuesdayAtEight)));
  world.clock.Advance(minutes{10} - std::chrono::seconds{1});
  EXPECT_TRUE(Is<SlotTaken>(world.Hold(kTuesdayAtEight)));
}

TYPED_TEST(StoreTest, ALateConfirmSucceedsWhileNobodyTookThePlace) {
  auto& world = this->world_;
  const Held held = std::get<Held>(world.Hold(kTuesdayAtEight));
  world.clock.Advance(minutes{45});
  EXPECT_TRUE(Is<Confirmed>(world.Confirm(world.ConfirmFor(held.hold))));
  EXPECT_TRUE(Is<SlotTaken>(world.Hold(kTuesdayAtEight)));
}

TYPED_TEST(StoreTest, ALateConfirmFailsWhenThePlaceWasRetaken) {
  auto& world = this->world_;
  const Held held = std::get<Held>(world.Hold(kTuesdayAtEight));
  world.clock.Advance(minutes{11});
  EXPECT_TRUE(Is<Held>(world.Hold(kTuesdayAtEight)));
  EXPECT_TRUE(Is<HoldGone>(world.Confirm(world.ConfirmFor(held.hold))));
}

TYPED_TEST(StoreTest, ALateConfirmSucceedsWhenWhoRetookThePlaceGaveItBack) {
  auto& world = this->world_;
  const Held held = std::get<Held>(world.Hold(kTuesdayAtEight));
  world.clock.Advance(minutes{11});
  const Held second = std::get<Held>(world.Hold(kTuesdayAtEight));
  EXPECT_EQ(world.store->Release({world.town, second.hold}), absl::OkStatus());
  EXPECT_TRUE(Is<Confirmed>(world.Confirm(world.ConfirmFor(held.hold))));
}

TYPED_TEST(StoreTest, SeveralSlotsAreTakenAllOrNone) {
  auto& world = this->world_;
  EXPECT_TRUE(Is<Held>(world.Hold(kTuesdayAtEight + minutes{20})));
  EXPECT_TRUE(Is<SlotTaken>(world.Hold(kTuesdayAtEight, "pass", 2)));  // 08:00 to 08:40
  EXPECT_TRUE(Is<Held>(world.Hold(kTuesdayAtEight, "pass", 1)));       // 08:00 to 08:20
}

TYPED_TEST(StoreTest, TheSameKeyReturnsTheFirstHold) {
  auto& world = this->world_;
  const HoldRequest request = world.HoldAt(kTuesdayAtEight);
  const HoldOutcome first = world.Hold(request);
  EXPECT_EQ(std::get<Held>(world.Hold(request)), std::get<Held>(first));
  HoldRequest other = request;
  other.start += minutes{10};
  EXPECT_TRUE(absl::IsInvalidArgument(world.store->Hold(other).status()));
}

TYPED_TEST(StoreTest, TheSameKeyReturnsTheFirstConfirmationWithItsSecrets) {
  auto& world = this->world_;
  const Held held = std::get<Held>(world.Hold(kTuesdayAtEight));
  const ConfirmRequest request = world.ConfirmFor(held.hold);
  const auto first = std::get<Confirmed>(world.Confirm(request));
  const auto second = std::get<Confirmed>(world.Confirm(request));
  EXPECT_EQ(first.token, second.token);
  EXPECT_EQ(first.cancellation_code, second.cancellation_code);
  EXPECT_EQ(first.appointment.number, second.appointment.number);
}

TYPED_TEST(StoreTest, AConfirmedAppointmentCarriesWhatWasBooked) {
  auto& world = this->world_;
  const Confirmed confirmed = world.Book(kTuesdayAtEight, "pass");
  const Appointment& appointment = confirmed.appointment;
  EXPECT_EQ(appointment.state, AppointmentState::kConfirmed);
  EXPECT_EQ(appointment.start, kTuesdayAtEight);
  EXPECT_EQ(appointment.end, kTuesdayAtEight + minutes{20});
  EXPECT_EQ(appointment.location_address, "Marktstraße 4, 24201 Erlenfurt");
  EXPECT_EQ(appointment.contact.name, "Anna Müller");
  ASSERT_THAT(appointment.services, SizeIs(1));
  EXPECT_EQ(appointment.services[0].name, "Reisepass");
  EXPECT_FALSE(appointment.expires.has_value());
  EXPECT_GE(confirmed.token.value.size(), 32u);
}

TYPED_TEST(StoreTest, WhatAServiceDemandsMustBeThere) {
  auto& world = this->world_;
  const Held held = std::get<Held>(world.Hold(kTuesdayAtEight, "pass"));
  const auto missing = std::get<DetailsMissing>(world.Confirm(world.ConfirmFor(held.hold, "  ", "no address")));
  EXPECT_EQ(missing.fields, (std::vector<Field>{Field::kName, Field::kEmail}));
  EXPECT_TRUE(Is<Confirmed>(world.Confirm(world.ConfirmFor(held.hold))));
}

TYPED_TEST(StoreTest, AnAppointmentIsFoundByCodeWithSurnameAndByLink) {
  auto& world = this->world_;
  const Confirmed confirmed = world.Book(kTuesdayAtEight);
  EXPECT_TRUE(Is<Appointment>(world.Lookup(ByToken{confirmed.token})));
  EXPECT_TRUE(Is<Appointment>(world.Lookup(ByCode{confirmed.cancellation_code, "MUELLER", "chat-1"})));
  EXPECT_TRUE(Is<NotFound>(world.Lookup(ByCode{confirmed.cancellation_code, "Schmidt", "chat-1"})));
  EXPECT_TRUE(Is<NotFound>(world.Lookup(ByToken{{confirmed.token.value + "x"}})));
  EXPECT_TRUE(Is<NotFound>(world.Lookup(ByToken{{confirmed.appointment.number.value}})));
}

TYPED_TEST(StoreTest, WrongCodesAreLimitedPerConversation) {
  auto& world = this->world_;
  const Confirmed confirmed = world.Book(kTuesdayAtEight);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(Is<NotFound>(world.Lookup(ByCode{"AAAA-AAAA", "Müller", "chat-1"})));
  const auto later = world.Lookup(ByCode{confirmed.cancellation_code, "Müller", "chat-1"});
  ASSERT_TRUE(Is<TryLater>(later));
  EXPECT_EQ(std::get<TryLater>(later).at, kMondayMorning + minutes{15});
  EXPECT_TRUE(Is<Appointment>(world.Lookup(ByCode{confirmed.cancellation_code, "Müller", "chat-2"})));
  world.clock.Advance(minutes{15});
  EXPECT_TRUE(Is<Appointment>(world.Lookup(ByCode{confirmed.cancellation_code, "Müller", "chat-1"})));
}

TYPED_TEST(StoreTest, AHoldIsExtendedThreeTimes) {
  auto& world = this->world_;
  const Held held = std::get<Held>(world.Hold(kTuesdayAtEight));
  for (int i = 0; i < 3; ++i) {
    world.clock.Advance(minutes{9});
    const auto extended = world.store->Extend({world.town, held.hold});
    ASSERT_TRUE(extended.ok() && Is<Held>(*extended));
    EXPECT_EQ(std::get<Held>(*extended).expires, world.clock.Now() + minutes{10});
  }
  EXPECT_TRUE(Is<NoFurtherExtension>(*world.store->Extend({world.town, held.hold})));
}

TYPED_TEST(StoreTest, ANewHoldReplacesTheOldOneOrLeavesIt) {
  auto& world = this->world_;
  const Held held = std::get<Held>(world.Hold(kTuesdayAtEight));
  EXPECT_TRUE(Is<Held>(world.Hold(kTuesdayAtEight + minutes{30})));
  HoldRequest taken = world.HoldAt(kTuesdayAtEight + minutes{30});
  taken.replaces = held.hold;
  EXPECT_TRUE(Is<SlotTaken>(world.Hold(taken)));
  EXPECT_THAT(world.FreeOn(Day(2026, 11, 24)), Not(Contains(8 * 60)));
  HoldRequest free = world.HoldAt(kTuesdayAtEight + minutes{60});
  free.replaces = held.hold;
  EXPECT_TRUE(Is<Held>(world.Hold(free)));
  EXPECT_THAT(world.FreeOn(Day(2026, 11, 24)), Contains(8 * 60));
  EXPECT_TRUE(Is<HoldGone>(world.Confirm(world.ConfirmFor(held.hold))));
}

TYPED_TEST(StoreTest, WhereAMessageMustComeBackTheCodeConfirms) {
  auto& world = this->world_;
  const auto [held, message] = this->Await();
  EXPECT_EQ(message.kind, NotificationKind::kConfirm);
  EXPECT_THAT(message.code, SizeIs(6));
  const std::string wrong = message.code == "000000" ? "000001" : "000000";
  const auto refused = *world.store->ConfirmByCode({world.town, world.NewKey(), {}, held.hold, wrong});
  ASSERT_TRUE(Is<WrongCode>(refused));
  EXPECT_EQ(std::get<WrongCode>(refused).attempts_left, 4);
  EXPECT_TRUE(Is<Confirmed>(*world.store->ConfirmByCode({world.town, world.NewKey(), {}, held.hold, message.code})));
}

TYPED_TEST(StoreTest, WhereAMessageMustComeBackTheLinkConfirmsToo) {
  auto& world = this->world_;
  const auto [held, message] = this->Await();
  world.clock.Advance(minutes{90});  // late, and nobody was faster
  const ConfirmByCodeRequest request{world.town, world.NewKey(), message.token, {}, ""};
  const auto confirmed = *world.store->ConfirmByCode(request);
  ASSERT_TRUE(Is<Confirmed>(confirmed));
  EXPECT_EQ(std::get<Confirmed>(confirmed).token, message.token);
  EXPECT_EQ(std::get<Confirmed>(*world.store->ConfirmByCode(request)).cancellation_code,
            std::get<Confirmed>(confirmed).cancellation_code);
}

TYPED_TEST(StoreTest, WhoOpenedTheLinkAndThenEntersTheCodeHasTheSameAppointment) {
  auto& world = this->world_;
  const auto [held, message] = this->Await();
  const auto first =
      std::get<Confirmed>(*world.store->ConfirmByCode({world.town, world.NewKey(), message.token, {}, ""}));
  const auto& code = message.code;
  const auto by_code = *world.store->ConfirmByCode({world.town, world.NewKey(), {}, held.hold, code});
  ASSERT_TRUE(Is<Confirmed>(by_code));
  EXPECT_EQ(std::get<Confirmed>(by_code).appointment.number, first.appointment.number);
  EXPECT_EQ(std::get<Confirmed>(by_code).cancellation_code, first.cancellation_code);
  const std::string wrong = code == "000000" ? "000001" : "000000";
  EXPECT_TRUE(Is<WrongCode>(*world.store->ConfirmByCode({world.town, world.NewKey(), {}, held.hold, wrong})));
  EXPECT_TRUE(Is<Confirmed>(*world.store->ConfirmByCode({world.town, world.NewKey(), message.token, {}, ""})));
  EXPECT_EQ(world.store->ClaimNotifications(10, minutes{1})->size(), 1u) << "told once that it stands";
  // The hold opens nothing else any more.
  EXPECT_TRUE(Is<HoldGone>(world.Confirm(world.ConfirmFor(held.hold))));
  EXPECT_TRUE(Is<HoldGone>(*world.store->Extend({world.town, held.hold})));
  EXPECT_EQ(world.store->Release({world.town, held.hold}), absl::OkStatus());
  EXPECT_EQ(std::get<Appointment>(world.Lookup(ByToken{first.token})).state, AppointmentState::kConfirmed);
  EXPECT_TRUE(Is<Cancelled>(world.Cancel(ByToken{first.token})));
  EXPECT_TRUE(Is<HoldGone>(*world.store->ConfirmByCode({world.town, world.NewKey(), {}, held.hold, code})));
}

TYPED_TEST(StoreTest, NobodyHasMoreThanTheLimitOverAllLocations) {
  auto& world = this->world_;
  for (const char* id : {"mitte", "nord"}) {
    Location strict = SmallOffice(id);
    strict.rules.person_limit = 2;
    world.Apply(strict);
  }
  world.Book(kTuesdayAtEight);
  HoldRequest north = world.HoldAt(kTuesdayAtEight);
  north.location.value = "nord";
  EXPECT_TRUE(Is<Confirmed>(world.Confirm(world.ConfirmFor(std::get<Held>(world.Hold(north)).hold))));
  const Held third = std::get<Held>(world.Hold(kTuesdayAtEight + minutes{30}));
  EXPECT_TRUE(Is<LimitReached>(world.Confirm(world.ConfirmFor(third.hold, "A. M.", " ANNA@example.org "))));
  ConfirmRequest carer = world.ConfirmFor(third.hold);
  carer.exempt_from_limit = true;
  EXPECT_TRUE(Is<Confirmed>(world.Confirm(carer)));
}

TYPED_TEST(StoreTest, WhatIsPastOrOffTheGridIsNotOffered) {
  auto& world = this->world_;
  EXPECT_TRUE(Is<NotOffered>(world.Hold(At(2026, 11, 20, 7, 0))));
  EXPECT_TRUE(Is<NotOffered>(world.Hold(kTuesdayAtEight + minutes{5})));
  EXPECT_TRUE(Is<NotOffered>(world.Hold(At(2026, 11, 24, 11, 0))));           // after closing
  EXPECT_TRUE(Is<NotOffered>(world.Hold(At(2026, 11, 24, 10, 50), "pass")));  // would end after closing
  EXPECT_TRUE(Is<NotOffered>(world.Hold(kTuesdayAtEight, "unknown")));
  EXPECT_TRUE(Is<NotOffered>(world.Hold(kTuesdayAtEight, "pass", 6)));
  EXPECT_TRUE(
      absl::IsInvalidArgument(world.store->Hold(world.HoldAt(kTuesdayAtEight, "pass", 1'000'000'000)).status()));
}

TYPED_TEST(StoreTest, NamesCannotSmuggleHeaders) {
  auto& world = this->world_;
  const Held held = std::get<Held>(world.Hold(kTuesdayAtEight));
  for (const char* name : {"Anna\r\nBcc: all@example.org", "Anna\x01", "\xff\xfe"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(world.store->Confirm(world.ConfirmFor(held.hold, name)).status()));
  }
  EXPECT_TRUE(
      absl::IsInvalidArgument(world.store->Confirm(world.ConfirmFor(held.hold, std::string(900, 'a'))).status()));
}

TYPED_TEST(StoreTest, NamesOfEveryScriptBookAndAreFound) {
  auto& world = this->world_;
  Instant start = kTuesdayAtEight;
  const std::pair<const char*, const char*> names[] = {{"Θεοδώρα Παπαδοπούλου", "παπαδοπούλου"},
                                                       {"Ольга Щербакова", "щербакова"},
                                                       {"محمد عبد الله", "الله"},
                                                       {"王小明", "王小明"},
                                                       {"O'Neill-Ångström, Zoë", "o’neill-angström"},
                                                       {"Hans von und zu Guttenberg", "von und zu Guttenberg"}};
  for (const auto& [name, surname] : names) {
    const Held held = std::get<Held>(world.Hold(start));
    const auto confirmed = std::get<Confirmed>(world.Confirm(world.ConfirmFor(held.hold, name)));
    EXPECT_TRUE(Is<Appointment>(world.Lookup(ByCode{confirmed.cancellation_code, surname, "chat"}))) << name;
    start += minutes{10};
  }
}

TYPED_TEST(StoreTest, EveryConfirmationLeavesAMessageAndItsReminder) {
  auto& world = this->world_;
  const Instant thursday = kTuesdayAtEight + std::chrono::hours{48};
  const Held held = std::get<Held>(world.Hold(thursday));
  ConfirmRequest request = world.ConfirmFor(held.hold);
  request.contact.wants_reminders = true;
  EXPECT_TRUE(Is<Confirmed>(world.Confirm(request)));
  auto messages = *world.store->ClaimNotifications(10, minutes{5});
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0].kind, NotificationKind::kConfirmed);
  EXPECT_EQ(messages[0].appointment.contact.email, "anna@example.org");
  EXPECT_THAT(*world.store->ClaimNotifications(10, minutes{5}), SizeIs(0));  // leased
  world.clock.Advance(minutes{5});
  const auto again = *world.store->ClaimNotifications(10, minutes{5});
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].message_id, messages[0].message_id);
  EXPECT_EQ(world.store->MarkSent(messages[0].id, messages[0].fence),
            absl::OkStatus());  // too late, the claim moved on
  EXPECT_EQ(world.store->MarkSent(again[0].id, again[0].fence), absl::OkStatus());
  world.clock.Set(thursday - std::chrono::hours{24});
  const auto reminder = *world.store->ClaimNotifications(10, minutes{5});
  ASSERT_THAT(reminder, SizeIs(1));
  EXPECT_EQ(reminder[0].kind, NotificationKind::kReminder);
}

TYPED_TEST(StoreTest, WhatIsPastItsRetentionIsAnonymised) {
  auto& world = this->world_;
  const Confirmed confirmed = world.Book(kTuesdayAtEight);
  world.clock.Set(kTuesdayAtEight + std::chrono::hours{24 * 7});
  EXPECT_TRUE(world.store->Tidy(1000).ok());
  EXPECT_TRUE(Is<Appointment>(world.Lookup(ByToken{confirmed.token})));
  world.clock.Advance(minutes{11});
  EXPECT_TRUE(world.store->Tidy(1000).ok());
  EXPECT_TRUE(Is<NotFound>(world.Lookup(ByToken{confirmed.token})));
  EXPECT_TRUE(Is<NotFound>(world.Lookup(ByCode{confirmed.cancellation_code, "Müller", ""})));
}

}  // namespace
}  // namespace amtslotse::booking
