#include "booking/waiting_list.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "booking/lease.h"
#include "booking/reminders.h"
#include "tests/unit/booking/backends.h"
#include "tests/unit/booking/invariants.h"

namespace amtslotse::booking {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr sql::Statement kConfirmed{"SELECT count(*) FROM appointment WHERE state = 3"};

template <typename Backend>
class WaitingListTest : public testing::Test {
 protected:
  // Tuesday only, `slots` places of ten minutes.
  static Location OneMorning(int slots) {
    Location location = SmallOffice();
    location.opening.clear();
    OpeningRule rule;
    rule.days = OneDay{Day(2026, 11, 24)};
    rule.from = TimeOfDay{8 * 60};
    rule.to = TimeOfDay{8 * 60 + 10 * slots};
    location.opening.push_back(rule);
    return location;
  }

  JoinRequest WishOf(const std::string& name) {
    JoinRequest request;
    request.municipality = world.town;
    request.key = {"wish-" + name};
    request.criteria.items = {{ServiceId{"melden"}, 1}};
    request.criteria.from = Day(2026, 11, 23);
    request.criteria.to = Day(2026, 11, 27);
    request.contact.name = name;
    request.contact.email = name + "@example.org";
    return request;
  }

  Joined Join(const JoinRequest& request) {
    const auto outcome = list.Join(request);
    EXPECT_EQ(outcome.status(), absl::OkStatus());
    return std::get<Joined>(*outcome);
  }
  Joined Join(const std::string& name) { return Join(WishOf(name)); }

  Wish Look(const Joined& joined) { return std::get<Wish>(*list.Look(world.town, joined.token)); }

  AnswerOutcome Answer(const Joined& joined, bool accept) {
    const Wish wish = Look(joined);
    const auto outcome = list.Answer(world.town, joined.token, wish.offer ? wish.offer->id : "", accept);
    EXPECT_EQ(outcome.status(), absl::OkStatus());
    return *outcome;
  }

  std::vector<Notification> Messages() { return *world.store->ClaimNotifications(1000, hours{1}); }

  World<Backend> world;
  WaitingList list{*world.store};
};
TYPED_TEST_SUITE(WaitingListTest, Backends, BackendNames);

TYPED_TEST(WaitingListTest, ACancelledPlaceIsOfferedToTheFirstAndHeldForThem) {
  this->world.Apply(this->OneMorning(1));
  const Confirmed booked = this->world.Book(kTuesdayAtEight);
  const Joined first = this->Join("ada");
  const Joined second = this->Join("berta");
  EXPECT_EQ(this->Look(first).position, 1);
  EXPECT_EQ(this->Look(second).position, 2);
  this->world.Cancel(ByToken{booked.token});
  ASSERT_TRUE(this->Look(first).offer.has_value());
  EXPECT_EQ(this->Look(first).offer->start, kTuesdayAtEight);
  EXPECT_FALSE(this->Look(second).offer.has_value());
  EXPECT_EQ(this->Look(second).position, 1);
  EXPECT_TRUE(std::holds_alternative<SlotTaken>(this->world.Hold(kTuesdayAtEight)));
  const auto messages = this->Messages();
  EXPECT_EQ(std::count_if(messages.begin(), messages.end(),
                          [](const Notification& one) { return one.kind == NotificationKind::kOffer; }),
            1);
  ExpectCountsMatch(*this->world.backend.database);
}

TYPED_TEST(WaitingListTest, AcceptingBooksInOneStepAndRepeatsTheSameAnswer) {
  this->world.Apply(this->OneMorning(1));
  const Confirmed booked = this->world.Book(kTuesdayAtEight);
  const Joined wish = this->Join("ada");
  this->world.Cancel(ByToken{booked.token});
  const std::string offer = this->Look(wish).offer->id;
  const auto accepted = std::get<Confirmed>(this->Answer(wish, true));
  EXPECT_EQ(accepted.appointment.start, kTuesdayAtEight);
  EXPECT_EQ(accepted.appointment.contact.name, "ada");
  EXPECT_EQ(this->Look(wish).state, WishState::kBooked);
  const auto again = *this->list.Answer(this->world.town, wish.token, offer, true);
  EXPECT_EQ(std::get<Confirmed>(again).appointment.number, accepted.appointment.number);
  EXPECT_EQ(std::get<Confirmed>(again).cancellation_code, accepted.cancellation_code);
  EXPECT_EQ(CountRows(*this->world.backend.database, kConfirmed), 1);
}

TYPED_TEST(WaitingListTest, PassingGoesToTheNextAndIsNotOfferedAgain) {
  this->world.Apply(this->OneMorning(1));
  const Confirmed booked = this->world.Book(kTuesdayAtEight);
  const Joined first = this->Join("ada");
  const Joined second = this->Join("berta");
  this->world.Cancel(ByToken{booked.token});
  const auto passed = std::get<Wish>(this->Answer(first, false));
  EXPECT_EQ(passed.state, WishState::kWaiting);
  EXPECT_EQ(passed.position, 1);
  ASSERT_TRUE(this->Look(second).offer.has_value());
  EXPECT_TRUE(std::holds_alternative<Wish>(this->Answer(second, false)));
  EXPECT_EQ(*this->list.Run(), 0) << "neither is offered the same place again";
  EXPECT_EQ(this->world.FreeOn(Day(2026, 11, 24)), std::vector<int>{8 * 60});
}

TYPED_TEST(WaitingListTest, AnOfferWithoutAnswerGoesToTheNextAndTheWishToTheEnd) {
  this->world.Apply(this->OneMorning(1));
  const Confirmed booked = this->world.Book(kTuesdayAtEight);
  const Joined first = this->Join("ada");
  const Joined second = this->Join("berta");
  this->world.Cancel(ByToken{booked.token});
  this->world.clock.Advance(hours{4});  // from 7:00: the offer runs from 8:00 to 10:00
  EXPECT_EQ(*this->list.Run(), 1);
  EXPECT_FALSE(this->Look(first).offer.has_value());
  ASSERT_TRUE(this->Look(second).offer.has_value());
  EXPECT_EQ(this->Look(first).position, 1);
  EXPECT_TRUE(std::holds_alternative<OfferGone>(this->Answer(first, true)));
  EXPECT_TRUE(std::holds_alternative<Confirmed>(this->Answer(second, true)));
}

TYPED_TEST(WaitingListTest, WhatBecomesFreeByACalendarChangeIsOffered) {
  this->world.Apply(this->OneMorning(1));
  this->world.Book(kTuesdayAtEight);
  const Joined first = this->Join("ada");
  const Joined second = this->Join("berta");
  EXPECT_EQ(*this->list.Run(), 0);
  this->world.Apply(this->OneMorning(2));
  EXPECT_EQ(*this->list.Run(), 1);
  EXPECT_TRUE(this->Look(first).offer.has_value());
  EXPECT_FALSE(this->Look(second).offer.has_value());
}

TYPED_TEST(WaitingListTest, OnlyWhatWasWishedForIsOffered) {
  this->world.Apply(this->OneMorning(6));
  JoinRequest later = this->WishOf("ada");
  later.criteria.from_time = TimeOfDay{8 * 60 + 30};
  later.criteria.to_time = TimeOfDay{8 * 60 + 40};
  const Joined wish = this->Join(later);
  JoinRequest elsewhere = this->WishOf("berta");
  elsewhere.criteria.locations = {LocationId{"nord"}};
  EXPECT_TRUE(std::holds_alternative<NothingSuits>(*this->list.Join(elsewhere)));
  EXPECT_EQ(*this->list.Run(), 1);
  EXPECT_EQ(this->Look(wish).offer->start, kTuesdayAtEight + minutes{30});
}

TYPED_TEST(WaitingListTest, LeavingGivesTheOfferedPlaceToTheNext) {
  this->world.Apply(this->OneMorning(1));
  const Joined first = this->Join("ada");
  const Joined second = this->Join("berta");
  EXPECT_EQ(*this->list.Run(), 1);
  EXPECT_EQ(this->list.Leave(this->world.town, first.token), absl::OkStatus());
  EXPECT_EQ(this->list.Leave(this->world.town, first.token), absl::OkStatus());
  EXPECT_EQ(this->Look(first).state, WishState::kLeft);
  EXPECT_TRUE(this->Look(second).offer.has_value());
}

TYPED_TEST(WaitingListTest, ARepeatedJoinIsTheSameWishAndAFourthIsRefused) {
  this->world.Apply(this->OneMorning(1));
  const Joined first = this->Join("ada");
  EXPECT_EQ(this->Join("ada").token, first.token);
  for (int i = 0; i < 2; ++i) {
    JoinRequest more = this->WishOf("ada");
    more.key.value += std::to_string(i);
    this->Join(more);
  }
  JoinRequest fourth = this->WishOf("ada");
  fourth.key.value = "fourth";
  EXPECT_TRUE(std::holds_alternative<LimitReached>(*this->list.Join(fourth)));
  JoinRequest nobody = this->WishOf("nobody");
  nobody.contact.email.clear();
  EXPECT_TRUE(std::holds_alternative<DetailsMissing>(*this->list.Join(nobody)));
}

TYPED_TEST(WaitingListTest, ICannotFreesThePlaceForTheWaitingList) {
  this->world.Apply(this->OneMorning(1));
  const Held held = std::get<Held>(this->world.Hold(kTuesdayAtEight));
  ConfirmRequest confirm = this->world.ConfirmFor(held.hold);
  confirm.contact.wants_reminders = true;
  const auto booked = std::get<Confirmed>(this->world.Confirm(confirm));
  const Joined wish = this->Join("ada");
  this->world.clock.Set(kTuesdayAtEight - hours{20});
  std::string answer;
  for (const Notification& message : this->Messages()) {
    if (message.kind == NotificationKind::kReminder) answer = message.answer_token;
  }
  ASSERT_LE(answer.size(), 28u);
  Reminders reminders(*this->world.store);
  EXPECT_TRUE(std::holds_alternative<WillCome>(*reminders.Answer(this->world.town, answer, true)));
  EXPECT_TRUE(std::holds_alternative<NotFound>(
      *reminders.Answer(this->world.town, booked.appointment.number.value + ".AAAAAAAAAAAAAAAA", false)));
  EXPECT_TRUE(std::holds_alternative<Cancelled>(*reminders.Answer(this->world.town, answer, false)));
  EXPECT_TRUE(std::holds_alternative<Cancelled>(*reminders.Answer(this->world.town, answer, false)));
  EXPECT_TRUE(this->Look(wish).offer.has_value());
}

// 50 places are given back by 16 clients at once while 500 wait: each goes to one, and the first fifty get them.
TYPED_TEST(WaitingListTest, FiveHundredWishesForFiftyPlaces) {
  Location location = this->OneMorning(25);
  location.capacity = location.public_capacity = 2;
  this->world.Apply(location);
  std::vector<Confirmed> booked;
  for (int slot = 0; slot < 25; ++slot) {
    for (int place = 0; place < 2; ++place) booked.push_back(this->world.Book(kTuesdayAtEight + slot * minutes{10}));
  }
  std::vector<Joined> wishes;
  for (int i = 0; i < 500; ++i) wishes.push_back(this->Join("person" + std::to_string(i)));
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < 16; ++client) {
    clients.emplace_back([&] {
      for (std::size_t i = next++; i < booked.size(); i = next++) {
        CancelRequest cancel;
        cancel.municipality = this->world.town;
        cancel.key = {"race-" + std::to_string(i)};
        cancel.access = ByToken{booked[i].token};
        const auto outcome = this->world.store->Cancel(cancel);
        EXPECT_EQ(outcome.status(), absl::OkStatus());
      }
    });
  }
  for (std::thread& client : clients) client.join();
  std::multiset<std::int64_t> starts;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const Wish wish = this->Look(wishes[i]);
    ASSERT_EQ(wish.offer.has_value(), i < 50) << i;
    if (wish.offer) starts.insert(wish.offer->start.time_since_epoch().count());
  }
  for (const std::int64_t start : starts) EXPECT_EQ(starts.count(start), 2u);
  for (std::size_t i = 0; i < 50; ++i) EXPECT_TRUE(std::holds_alternative<Confirmed>(this->Answer(wishes[i], true)));
  EXPECT_EQ(CountRows(*this->world.backend.database, kConfirmed), 50);
  ExpectCountsMatch(*this->world.backend.database);
}

TYPED_TEST(WaitingListTest, ALeaseHasOneHolderAndPassesWhenItEnds) {
  Lease one(*this->world.store, "sender", "a");
  Lease other(*this->world.store, "sender", "b");
  const auto first = *one.Take(std::chrono::seconds{10});
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(*one.Take(std::chrono::seconds{10}), first);
  EXPECT_FALSE((*other.Take(std::chrono::seconds{10})).has_value());
  this->world.clock.Advance(std::chrono::seconds{10});
  const auto second = *other.Take(std::chrono::seconds{10});
  ASSERT_TRUE(second.has_value());
  EXPECT_GT(*second, *first);
  EXPECT_EQ(other.GiveBack(), absl::OkStatus());
  EXPECT_TRUE((*one.Take(std::chrono::seconds{10})).has_value());
}

}  // namespace
}  // namespace amtslotse::booking
