#include "booking/desk.h"

#include "booking/figures.h"
#include "booking/reminders.h"
#include "booking/visits.h"
#include "booking/waiting_list.h"
#include "tests/unit/booking/backends.h"
#include "tests/unit/booking/invariants.h"

namespace amtslotse::booking {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

template <typename Backend>
class DeskTest : public testing::Test {
 protected:
  CallerOutcome BookFor(Instant start, const std::string& name, bool overbook = false) {
    CallerRequest request;
    request.municipality = world.town;
    request.key = world.NewKey();
    request.location = {"mitte"};
    request.items = {{ServiceId{"pass"}, 1}};  // citizens must give an e-mail for it
    request.start = start;
    request.contact.name = name;
    request.overbook = overbook;
    request.actor = {"desk"};
    const auto outcome = desk.Book(request);
    EXPECT_EQ(outcome.status(), absl::OkStatus());
    return *outcome;
  }

  World<Backend> world;
  Desk desk{*world.store};
  Visits visits{*world.store};
};
TYPED_TEST_SUITE(DeskTest, Backends, BackendNames);

TYPED_TEST(DeskTest, ACallerWithoutEmailGetsNumberCodeAndSlip) {
  this->world.Apply(SmallOffice());
  const auto booked = std::get<Confirmed>(this->BookFor(kTuesdayAtEight, "Karl Kühn"));
  EXPECT_TRUE(std::holds_alternative<SlotTaken>(this->BookFor(kTuesdayAtEight, "Zweiter")));
  EXPECT_TRUE(std::holds_alternative<Confirmed>(this->BookFor(kTuesdayAtEight, "Zweiter", /*overbook=*/true)));
  const auto slip = **this->desk.PrintSlip(this->world.town, booked.appointment.number, {"desk"});
  EXPECT_EQ(slip.cancellation_code, booked.cancellation_code);
  for (const std::string& text :
       {std::string("Kühn"), std::string("kuehn"), booked.appointment.number.value, booked.cancellation_code}) {
    const auto found = *this->desk.Search(this->world.town, text, {"desk"});
    ASSERT_EQ(found.size(), 1u) << text;
    EXPECT_EQ(found[0].number, booked.appointment.number);
  }
  EXPECT_TRUE((*this->desk.Search({"krummwik"}, "Kühn", {"desk"})).empty());
  EXPECT_TRUE((*this->world.store->ClaimNotifications(10, hours{1})).empty()) << "there is nowhere to send to";
}

TYPED_TEST(DeskTest, FortyAppointmentsOfAClosedDayAreLedToNewTimesAndBack) {
  Location wide = SmallOffice();
  wide.capacity = wide.public_capacity = 2;
  this->world.Apply(wide);
  std::vector<Confirmed> booked;
  for (int i = 0; i < 40; ++i) booked.push_back(this->world.Book(kTuesdayAtEight + (i / 2) * minutes{10}));
  (void)this->world.store->ClaimNotifications(1000, hours{100});

  ProposeQuery query;
  query.municipality = this->world.town;
  query.location = {"mitte"};
  query.from = kTuesdayAtEight - hours{8};
  query.to = kTuesdayAtEight + hours{16};
  const auto proposals = *this->desk.Propose(query);
  ASSERT_EQ(proposals.size(), 40u);
  Location closed = wide;
  closed.closures.push_back({Day(2026, 11, 24), Day(2026, 11, 24), std::nullopt, std::nullopt, "krank"});
  this->world.Apply(closed);
  std::vector<MoveWish> wishes;
  for (const MoveProposal& proposal : proposals) {
    ASSERT_TRUE(proposal.slot.has_value());
    EXPECT_TRUE(proposal.reachable);
    wishes.push_back({proposal.appointment.number, proposal.slot->location, proposal.slot->start});
  }
  const auto moved = *this->desk.Move(this->world.town, {"sick"}, wishes, "Wir sind krank.", {"lead"});
  for (const Moved& one : moved.moves) EXPECT_TRUE(std::holds_alternative<Rebooked>(one.outcome));
  EXPECT_EQ((*this->desk.Move(this->world.town, {"sick"}, wishes, "Wir sind krank.", {"lead"})).id, moved.id);
  const auto messages = *this->world.store->ClaimNotifications(1000, hours{100});
  EXPECT_EQ(messages.size(), 40u) << "one message each, also after the repeat";
  EXPECT_EQ(messages[0].reason, "Wir sind krank.");
  ExpectCountsMatch(*this->world.backend.database);

  this->world.Apply(wide);
  const auto back = **this->desk.Undo(this->world.town, moved.id, {"lead"});
  for (const Moved& one : back.moves) EXPECT_TRUE(std::holds_alternative<Rebooked>(one.outcome));
  for (const Confirmed& one : booked) {
    EXPECT_EQ(std::get<Appointment>(this->world.Lookup(ByNumber{one.appointment.number})).start, one.appointment.start);
  }
  ExpectCountsMatch(*this->world.backend.database);
}

TYPED_TEST(DeskTest, ACancellationIsTakenBackWhileThereIsRoom) {
  this->world.Apply(SmallOffice());
  const Confirmed one = this->world.Book(kTuesdayAtEight);
  const auto batch =
      *this->desk.Move(this->world.town, {"off"}, {{one.appointment.number, std::nullopt, {}}}, "", {"lead"});
  EXPECT_TRUE(std::holds_alternative<Cancelled>(batch.moves[0].outcome));
  const auto back = **this->desk.Undo(this->world.town, batch.id, {"lead"});
  EXPECT_TRUE(std::holds_alternative<Rebooked>(back.moves[0].outcome));
  EXPECT_EQ(std::get<Appointment>(this->world.Lookup(ByToken{one.token})).state, AppointmentState::kConfirmed);
  ExpectCountsMatch(*this->world.backend.database);
  const auto again =
      *this->desk.Move(this->world.town, {"off2"}, {{one.appointment.number, std::nullopt, {}}}, "", {"lead"});
  this->world.Book(kTuesdayAtEight);
  EXPECT_TRUE(
      std::holds_alternative<SlotTaken>((**this->desk.Undo(this->world.town, again.id, {"lead"})).moves[0].outcome));
}

TYPED_TEST(DeskTest, ADayGoesFromExpectedToServedWithWalkInsBetween) {
  Location location = SmallOffice();
  location.counters = {{"1", "Schalter 1"}, {"2", "Schalter 2"}};
  location.rules.appointments_per_walk_in = 2;
  this->world.Apply(location);
  std::vector<Confirmed> booked;
  for (int i = 0; i < 3; ++i) booked.push_back(this->world.Book(kTuesdayAtEight + i * minutes{10}));
  this->world.clock.Set(kTuesdayAtEight + minutes{20});
  const auto drawn =
      std::get<Drawn>(*this->visits.Draw(this->world.town, {"ticket"}, {"mitte"}, {{ServiceId{"melden"}, 1}}));
  EXPECT_EQ(drawn.number, "W1");
  EXPECT_EQ(drawn.before.people, 3);
  EXPECT_LE(drawn.before.low_minutes, drawn.before.high_minutes);
  EXPECT_EQ(
      std::get<Drawn>(*this->visits.Draw(this->world.town, {"ticket"}, {"mitte"}, {{ServiceId{"melden"}, 1}})).number,
      "W1");

  std::vector<std::string> order;
  for (int i = 0; i < 5; ++i) {
    const auto called =
        *this->visits.CallNext(this->world.town, {"call" + std::to_string(i)}, {"mitte"}, "1", {"desk"});
    order.push_back(called ? called->number : "nobody");
    this->world.clock.Advance(std::chrono::seconds{1});
  }
  EXPECT_EQ(order, (std::vector<std::string>{booked[0].appointment.number.value, booked[1].appointment.number.value,
                                             "W1", booked[2].appointment.number.value, "nobody"}));
  EXPECT_EQ((**this->visits.CallNext(this->world.town, {"call0"}, {"mitte"}, "1", {"desk"})).number, order[0])
      << "a repeat";
  const auto display = *this->visits.Display(this->world.town, {"mitte"});
  ASSERT_EQ(display.calls.size(), 4u);
  EXPECT_EQ(display.calls[0].number, order[3]);
  EXPECT_EQ(display.calls[0].counter, "Schalter 1");

  const auto day = *this->visits.Day(this->world.town, {"mitte"}, Day(2026, 11, 24));
  ASSERT_EQ(day.visits.size(), 4u);
  for (const Visit& visit : day.visits) {
    const auto served = *this->visits.SetState(this->world.town, visit.id, AppointmentState::kServed, "", {"desk"});
    EXPECT_EQ(served->state, AppointmentState::kServed);
  }
  const auto undone =
      *this->visits.SetState(this->world.town, day.visits[0].id, AppointmentState::kArrived, "", {"desk"});
  EXPECT_FALSE(undone->called.has_value());
  EXPECT_FALSE(
      (*this->visits.SetState({"krummwik"}, day.visits[0].id, AppointmentState::kServed, "", {"desk"})).has_value());
  EXPECT_FALSE(
      (*this->visits.SetState(this->world.town, "a999999", AppointmentState::kServed, "", {"desk"})).has_value());
}

// Booked by chat, reminded there, declined; offered to the next, accepted; come, called, served.
TYPED_TEST(DeskTest, APlaceGoesFromOneCitizenToTheNextAndIsUsed) {
  Location location = SmallOffice();
  location.opening.clear();
  OpeningRule rule;
  rule.days = OneDay{Day(2026, 11, 25)};
  rule.from = TimeOfDay{8 * 60};
  rule.to = TimeOfDay{8 * 60 + 10};  // one place in all
  location.opening.push_back(rule);
  location.counters = {{"1", "Schalter 1"}};
  this->world.Apply(location);
  const Instant start = kTuesdayAtEight + hours{24};
  ConfirmRequest confirm = this->world.ConfirmFor(std::get<Held>(this->world.Hold(start)).hold);
  confirm.contact.conversation = "telegram-1.reference";
  confirm.contact.wants_reminders = true;
  const auto first = std::get<Confirmed>(this->world.Confirm(confirm));

  WaitingList list(*this->world.store);
  JoinRequest join;
  join.municipality = this->world.town;
  join.key = {"join"};
  join.criteria.items = {{ServiceId{"melden"}, 1}};
  join.criteria.from = Day(2026, 11, 23);
  join.criteria.to = Day(2026, 11, 27);
  join.contact.name = "Berta Braun";
  join.contact.email = "berta@example.org";
  const auto wish = std::get<Joined>(*list.Join(join));

  this->world.clock.Set(start - hours{22});  // Tuesday, ten in the morning
  const auto reminders = *this->world.store->ClaimNotifications(10, hours{1}, Route::kConversation);
  ASSERT_EQ(reminders.size(), 1u);
  EXPECT_EQ(reminders[0].kind, NotificationKind::kReminder);
  EXPECT_TRUE(std::holds_alternative<Cancelled>(
      *Reminders(*this->world.store).Answer(this->world.town, reminders[0].answer_token, false)));

  const auto offered = std::get<Wish>(*list.Look(this->world.town, wish.token));
  ASSERT_TRUE(offered.offer.has_value());
  EXPECT_EQ(offered.offer->ends, this->world.clock.Now() + hours{2});
  const auto second = std::get<Confirmed>(*list.Answer(this->world.town, wish.token, offered.offer->id, true));
  EXPECT_EQ(second.appointment.start, start);
  EXPECT_NE(second.appointment.number, first.appointment.number);

  this->world.clock.Set(start - minutes{3});
  const auto day = *this->visits.Day(this->world.town, {"mitte"}, Day(2026, 11, 25));
  ASSERT_EQ(day.visits.size(), 1u);
  (void)this->visits.SetState(this->world.town, day.visits[0].id, AppointmentState::kArrived, "", {"desk"});
  const auto called = *this->visits.CallNext(this->world.town, {"call"}, {"mitte"}, "1", {"desk"});
  ASSERT_TRUE(called.has_value());
  EXPECT_EQ(called->appointment->contact.name, "Berta Braun");
  EXPECT_EQ((*this->visits.SetState(this->world.town, called->id, AppointmentState::kServed, "", {"desk"}))->state,
            AppointmentState::kServed);
  const auto figures =
      *KeyFigures(*this->world.store, this->world.town, {"mitte"}, Day(2026, 11, 25), Day(2026, 11, 25));
  const auto value = [&](const std::string& name) {
    for (const Figure& figure : figures) {
      if (figure.name == name) return figure.value;
    }
    return -1.0;
  };
  EXPECT_EQ(value("served"), 1);
  EXPECT_EQ(value("cancelled"), 1);
  EXPECT_EQ(value("use"), 1);
  EXPECT_EQ(value("wait_mean"), 0);
  const auto by = [&](const std::string& name, const std::string& bucket) {
    for (const Figure& figure : figures) {
      if (figure.name == name && figure.bucket == bucket) return figure.value;
    }
    return -1.0;
  };
  EXPECT_EQ(by("hour", "08"), 1);
  EXPECT_EQ(value("missed_hour"), -1);
  ExpectCountsMatch(*this->world.backend.database);
}

TYPED_TEST(DeskTest, CallsAndMovesAreForgottenSoonAndTicketsWhenNoFigureNeedsThem) {
  static constexpr sql::Statement kCalls{"SELECT count(*) FROM calling"};
  static constexpr sql::Statement kMoves{"SELECT count(*) FROM move_batch"};
  static constexpr sql::Statement kTickets{"SELECT count(*) FROM ticket"};
  this->world.Apply(SmallOffice());
  const Confirmed one = this->world.Book(kTuesdayAtEight);
  (void)this->desk.Move(this->world.town, {"off"}, {{one.appointment.number, std::nullopt, {}}}, "", {"lead"});
  this->world.clock.Set(kTuesdayAtEight);
  (void)this->visits.Draw(this->world.town, {"ticket"}, {"mitte"}, {{ServiceId{"melden"}, 1}});
  ASSERT_TRUE((*this->visits.CallNext(this->world.town, {"call"}, {"mitte"}, "1", {"desk"})).has_value());
  auto& database = *this->world.backend.database;
  const auto counts = [&] {
    EXPECT_TRUE(this->world.store->Tidy(1000).ok());
    return std::vector<std::int64_t>{CountRows(database, kCalls), CountRows(database, kMoves),
                                     CountRows(database, kTickets)};
  };
  EXPECT_EQ(counts(), (std::vector<std::int64_t>{1, 1, 1}));
  this->world.clock.Advance(hours{24 * 40});
  EXPECT_EQ(counts(), (std::vector<std::int64_t>{0, 0, 1}));
  this->world.clock.Advance(hours{24 * 800});
  EXPECT_EQ(counts(), (std::vector<std::int64_t>{0, 0, 0}));
}

TYPED_TEST(DeskTest, AFeedHasOneSecretAtATime) {
  this->world.Apply(SmallOffice());
  const std::string first = *this->desk.NewFeed(this->world.town, {"mitte"}, {"lead"});
  EXPECT_EQ((*this->desk.FeedLocation(this->world.town, first))->value, "mitte");
  const std::string second = *this->desk.NewFeed(this->world.town, {"mitte"}, {"lead"});
  EXPECT_FALSE((*this->desk.FeedLocation(this->world.town, first)).has_value());
  EXPECT_TRUE((*this->desk.FeedLocation(this->world.town, second)).has_value());
  EXPECT_FALSE((*this->desk.FeedLocation({"krummwik"}, second)).has_value());
}

TEST(CallRule, AppointmentsFirstInTheirRatio) {
  EXPECT_TRUE(AppointmentIsNext(true, false, 99, 2));
  EXPECT_FALSE(AppointmentIsNext(false, true, 0, 2));
  EXPECT_TRUE(AppointmentIsNext(true, true, 1, 2));
  EXPECT_FALSE(AppointmentIsNext(true, true, 2, 2));
  EXPECT_TRUE(AppointmentIsNext(true, true, 99, 0));
}

TEST(ExpectedWait, GrowsWithThoseBeforeAndShrinksWithCounters) {
  EXPECT_EQ(Expected({}, 1).high_minutes, 0);
  EXPECT_LT(Expected({10, 10}, 1).high_minutes, Expected({10, 10, 10, 10}, 1).high_minutes);
  EXPECT_GT(Expected({10, 10, 10, 10}, 1).high_minutes, Expected({10, 10, 10, 10}, 2).high_minutes);
  EXPECT_LE(Expected({10, 10, 10, 10}, 2).low_minutes, 20);
}

TEST(AppointmentTable, HasNoNeedsAndNoFormulas) {
  Appointment appointment;
  appointment.number.value = "482199371";
  appointment.time_zone = "Europe/Berlin";
  appointment.start = kTuesdayAtEight;
  appointment.end = kTuesdayAtEight + minutes{10};
  appointment.contact.name = "=HYPERLINK(\"x\")";
  appointment.needs.note = "Rollstuhl";
  const std::string text = FormatAppointments({appointment});
  EXPECT_NE(text.find("24.11.2026;08:00;08:10"), std::string::npos);
  EXPECT_NE(text.find("\"'=HYPERLINK(\"\"x\"\")\""), std::string::npos);
  EXPECT_EQ(text.find("Rollstuhl"), std::string::npos);
}

}  // namespace
}  // namespace amtslotse::booking
