// The two minutes before a hold ends, who comes along, and calendars that change while others look.
#include <gmock/gmock.h>

#include "tests/unit/booking/backends.h"

namespace amtslotse::booking {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

template <typename Backend>
class HoldTest : public testing::Test {
 protected:
  void SetUp() override { world_.Apply(SmallOffice()); }

  HoldRequest FromChat() {
    HoldRequest request = world_.HoldAt(kTuesdayAtEight);
    request.conversation = "telegram-1.sealed";
    return request;
  }
  std::vector<Notification> Due() { return *world_.store->ClaimNotifications(10, minutes{5}, Route::kConversation); }

  World<Backend> world_;
};

TYPED_TEST_SUITE(HoldTest, Backends, BackendNames);

TYPED_TEST(HoldTest, TheConversationIsWarnedTwoMinutesBeforeTheEnd) {
  const Held held = std::get<Held>(this->world_.Hold(this->FromChat()));
  this->world_.clock.Advance(minutes{8} - seconds{1});
  EXPECT_THAT(this->Due(), IsEmpty());
  this->world_.clock.Advance(seconds{1});
  const auto due = this->Due();
  ASSERT_THAT(due, SizeIs(1));
  EXPECT_EQ(due[0].kind, NotificationKind::kHoldEnding);
  EXPECT_EQ(due[0].token.value, held.hold.value);
  EXPECT_EQ(due[0].appointment.expires, held.expires);
  EXPECT_EQ(due[0].appointment.location_name, "Bürgerbüro mitte");
  EXPECT_EQ(due[0].appointment.contact.conversation, "telegram-1.sealed");
}

TYPED_TEST(HoldTest, AnExtensionBringsItsOwnWarningAndDropsTheFirst) {
  auto& world = this->world_;
  const Held held = std::get<Held>(world.Hold(this->FromChat()));
  world.clock.Advance(minutes{5});
  const auto extended = *world.store->Extend({world.town, held.hold});
  EXPECT_EQ(std::get<Held>(extended).expires, kMondayMorning + minutes{15});
  world.clock.Advance(minutes{4});
  EXPECT_THAT(this->Due(), IsEmpty());  // the first one, at eight minutes, says what is no longer so
  world.clock.Advance(minutes{4});
  EXPECT_THAT(this->Due(), SizeIs(1));
}

TYPED_TEST(HoldTest, WhoHasConfirmedOrGivenBackIsNotWarned) {
  auto& world = this->world_;
  const Held held = std::get<Held>(world.Hold(this->FromChat()));
  ASSERT_TRUE(std::holds_alternative<Confirmed>(world.Confirm(world.ConfirmFor(held.hold))));
  HoldRequest other = this->FromChat();
  other.start += minutes{10};
  const Held given_back = std::get<Held>(world.Hold(other));
  ASSERT_TRUE(world.store->Release({world.town, given_back.hold}).ok());
  world.clock.Advance(minutes{9});
  EXPECT_THAT(this->Due(), IsEmpty());
}

TYPED_TEST(HoldTest, AWarningThatNobodySeesIsNoFailureForStaff) {
  auto& world = this->world_;
  (void)world.Hold(this->FromChat());
  world.clock.Advance(minutes{8});
  const auto due = this->Due();
  ASSERT_THAT(due, SizeIs(1));
  ASSERT_TRUE(world.store->TryOtherWay(due[0].id, due[0].fence, Route::kEmail, "closed").ok());
  EXPECT_EQ(world.store->ListOutbox({.municipality = world.town, .state = MessageState::kFailed})->lines.size(), 0u);
}

TYPED_TEST(HoldTest, WhoBooksInAMessengerIsReachedThere) {
  auto& world = this->world_;
  Location careful = SmallOffice();
  careful.rules.confirm_by_message = true;
  world.Apply(careful);
  ConfirmRequest confirm = world.ConfirmFor(std::get<Held>(world.Hold(this->FromChat())).hold);
  confirm.contact.email.clear();
  confirm.contact.conversation = "telegram-1.sealed";
  EXPECT_TRUE(std::holds_alternative<Confirmed>(world.Confirm(confirm)));
}

TYPED_TEST(HoldTest, WhereEveryNameIsAskedForEveryNameIsNeeded) {
  auto& world = this->world_;
  Location named = SmallOffice();
  named.services[1].demands.attendees = true;
  world.Apply(named);
  HoldRequest three = world.HoldAt(kTuesdayAtEight, "melden", 3);
  three.attendee_count = 3;
  const Held held = std::get<Held>(world.Hold(three));
  ConfirmRequest confirm = world.ConfirmFor(held.hold);
  confirm.attendees = {{"Anna Müller", ""}, {"Ben Müller", "child"}};
  const auto missing = world.Confirm(confirm);
  ASSERT_TRUE(std::holds_alternative<DetailsMissing>(missing));
  EXPECT_THAT(std::get<DetailsMissing>(missing).fields, ElementsAre(Field::kAttendees));
  confirm.attendees.push_back({"Cem Müller", "child"});
  confirm.key = world.NewKey();
  const auto confirmed = world.Confirm(confirm);
  ASSERT_TRUE(std::holds_alternative<Confirmed>(confirmed));
  EXPECT_EQ(std::get<Confirmed>(confirmed).appointment.attendees.size(), 3u);
  EXPECT_EQ(std::get<Confirmed>(confirmed).appointment.attendee_count, 3);
}

// Two processes on one database: what one publishes the other offers in under a second, and refuses what is gone at
// once.
TYPED_TEST(HoldTest, WhoHasNotHeardOfAClosureDoesNotHoldByTheOldCalendar) {
  auto& world = this->world_;
  const auto other = *Store::Open(*world.backend.database, world.keys, world.clock, world.random);
  ASSERT_TRUE(std::holds_alternative<Held>(*other->Hold(world.HoldAt(kTuesdayAtEight))));
  Location closed = SmallOffice();
  closed.closures.push_back({Day(2026, 11, 24), Day(2026, 11, 24), std::nullopt, std::nullopt, "krank"});
  world.Apply(closed);
  const auto held = *other->Hold(world.HoldAt(kTuesdayAtEight + minutes{10}));
  EXPECT_TRUE(std::holds_alternative<NotOffered>(held));
}

TYPED_TEST(HoldTest, APlaceThatWasGivenBackIsHeldAgainThoughItWasRefusedBefore) {
  auto& world = this->world_;
  const Held held = std::get<Held>(world.Hold(kTuesdayAtEight));
  EXPECT_TRUE(std::holds_alternative<SlotTaken>(world.Hold(kTuesdayAtEight)));
  EXPECT_EQ(world.store->Release({world.town, held.hold}), absl::OkStatus());
  EXPECT_TRUE(std::holds_alternative<Held>(world.Hold(kTuesdayAtEight)));
}

TYPED_TEST(HoldTest, AKeyThatWasUsedForAnotherTimeIsRefused) {
  auto& world = this->world_;
  HoldRequest request = world.HoldAt(kTuesdayAtEight);
  ASSERT_TRUE(std::holds_alternative<Held>(world.Hold(request)));
  request.start += minutes{10};
  EXPECT_TRUE(absl::IsInvalidArgument(world.store->Hold(request).status()));
  request.key = world.NewKey();
  EXPECT_TRUE(std::holds_alternative<Held>(world.Hold(request)));
}

// Another replica took it, so that this one has not seen it fill up.
TYPED_TEST(HoldTest, APlaceThatAnotherReplicaSoldIsNotSoldTwice) {
  auto& world = this->world_;
  const auto other = *Store::Open(*world.backend.database, world.keys, world.clock, world.random);
  ASSERT_TRUE(std::holds_alternative<Held>(*other->Hold(world.HoldAt(kTuesdayAtEight))));
  EXPECT_TRUE(std::holds_alternative<SlotTaken>(world.Hold(kTuesdayAtEight)));
  EXPECT_TRUE(std::holds_alternative<SlotTaken>(*other->Hold(world.HoldAt(kTuesdayAtEight))));
}

TEST(Replicas, PostgresACalendarThatOneChangesIsSeenByTheOtherInUnderASecond) {
  World<OnPostgres> one;
  one.Apply(SmallOffice());
  const auto database = *sql::OpenPostgres({one.backend.connection, 4});
  SeededRandomness random(9);
  const auto other = *Store::Open(*database, one.keys, one.clock, random);
  SlotQuery query;
  query.municipality = one.town;
  query.items = {{ServiceId{"melden"}, 1}};
  query.from_date = query.to_date = Day(2026, 11, 24);
  ASSERT_TRUE(std::holds_alternative<SlotsFound>(*other->FreeSlots(query)));  // it knows the old calendar now

  Location closed = SmallOffice();
  closed.closures.push_back(
      {.first = Day(2026, 11, 24), .last = Day(2026, 11, 24), .from = {}, .to = {}, .reason = "Betriebsausflug"});
  one.Apply(closed);
  const auto published = std::chrono::steady_clock::now();
  while (std::holds_alternative<SlotsFound>(*other->FreeSlots(query))) {
    ASSERT_LT(std::chrono::steady_clock::now() - published, seconds{30});
  }
  HoldRequest late = one.HoldAt(kTuesdayAtEight);
  EXPECT_TRUE(std::holds_alternative<NotOffered>(*other->Hold(late)));

  // A place that one takes is gone from the other's picture as fast.
  one.Apply(SmallOffice());
  ASSERT_TRUE(std::holds_alternative<SlotsFound>(*other->FreeSlots(query)));
  const auto first_of = [&] { return std::get<SlotsFound>(*other->FreeSlots(query)).slots.front().start; };
  ASSERT_EQ(first_of(), kTuesdayAtEight);
  ASSERT_TRUE(std::holds_alternative<Held>(one.Hold(kTuesdayAtEight)));
  const auto taken = std::chrono::steady_clock::now();
  while (first_of() == kTuesdayAtEight) ASSERT_LT(std::chrono::steady_clock::now() - taken, seconds{30});
}

}  // namespace
}  // namespace amtslotse::booking
