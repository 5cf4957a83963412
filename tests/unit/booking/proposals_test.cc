// What a new calendar touches is led to times of that calendar, which is not saved yet.
#include <gmock/gmock.h>

#include "booking/desk.h"
#include "tests/unit/booking/backends.h"
#include "tests/unit/booking/invariants.h"

namespace amtslotse::booking {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;

template <typename Backend>
class ProposalsTest : public testing::Test {
 protected:
  void SetUp() override { world.Apply(SmallOffice()); }

  std::vector<MoveProposal> Propose(const Location& calendar, const std::vector<LocationId>& others = {}) {
    ProposeQuery query;
    query.municipality = world.town;
    query.location = calendar.id;
    query.calendar = calendar;
    query.others = others;
    const auto proposals = desk.Propose(query);
    EXPECT_EQ(proposals.status(), absl::OkStatus());
    return *proposals;
  }

  // The new starts, in minutes after Tuesday, 8 o'clock; -1 where there is none.
  static std::vector<std::int64_t> Starts(const std::vector<MoveProposal>& proposals) {
    std::vector<std::int64_t> starts;
    for (const MoveProposal& proposal : proposals) {
      starts.push_back(proposal.slot ? (proposal.slot->start - kTuesdayAtEight) / minutes{1} : -1);
    }
    return starts;
  }

  // Saves it and moves everybody to where it was proposed, as the console does.
  void SaveAndMove(const Location& calendar, const std::vector<MoveProposal>& proposals) {
    const auto version = (**world.store->Calendar(world.town, calendar.id)).version;
    ASSERT_TRUE(
        std::holds_alternative<CalendarSaved>(*world.store->SaveCalendar(world.town, calendar, version, {"lead"})));
    std::vector<MoveWish> wishes;
    for (const MoveProposal& one : proposals)
      wishes.push_back({one.appointment.number, one.slot->location, one.slot->start});
    const auto batch = *desk.Move(world.town, world.NewKey(), wishes, "", {"lead"});
    for (const Moved& moved : batch.moves)
      EXPECT_TRUE(std::holds_alternative<Rebooked>(moved.outcome)) << moved.number.value;
    ExpectCountsMatch(*world.backend.database);
  }

  World<Backend> world;
  Desk desk{*world.store};
};
TYPED_TEST_SUITE(ProposalsTest, Backends, BackendNames);

TYPED_TEST(ProposalsTest, AClosedDayGoesToTheDayThatOpensForIt) {
  this->world.Book(kTuesdayAtEight);
  this->world.Book(kTuesdayAtEight + minutes{10}, "pass");
  Location closed = SmallOffice();
  closed.closures.push_back({Day(2026, 11, 24), Day(2026, 11, 27), std::nullopt, std::nullopt, "krank"});
  OpeningRule instead;
  instead.days = OneDay{Day(2026, 11, 28)};
  instead.from = TimeOfDay{9 * 60};
  instead.to = TimeOfDay{10 * 60};
  closed.opening.push_back(instead);
  const auto proposals = this->Propose(closed);
  const std::int64_t saturday = 4 * 24 * 60 + 60;
  EXPECT_THAT(this->Starts(proposals), ElementsAre(saturday, saturday + 10));
  EXPECT_EQ(proposals[0].why, AffectedBecause::kClosed);
  this->SaveAndMove(closed, proposals);
}

TYPED_TEST(ProposalsTest, OtherOpeningHoursGiveTimesOfTheSameDay) {
  this->world.Book(kTuesdayAtEight);
  this->world.Book(kTuesdayAtEight + hours{3});
  Location later = SmallOffice();
  for (OpeningRule& rule : later.opening) rule.from = TimeOfDay{11 * 60}, rule.to = TimeOfDay{15 * 60};
  const auto proposals = this->Propose(later);
  EXPECT_THAT(this->Starts(proposals), ElementsAre(190)) << "11 o'clock stays and is taken";
  this->SaveAndMove(later, proposals);
}

TYPED_TEST(ProposalsTest, FewerPlacesGiveTimesThatAreFreeWithFewer) {
  Location two = SmallOffice();
  two.capacity = two.public_capacity = 2;
  this->world.Apply(two);
  for (int i = 0; i < 3; ++i) this->world.Book(kTuesdayAtEight + (i / 2) * minutes{10});
  const auto proposals = this->Propose(SmallOffice());
  EXPECT_THAT(this->Starts(proposals), ElementsAre(20)) << "at 8:10 somebody stays";
  EXPECT_EQ(proposals[0].why, AffectedBecause::kOverCapacity);
  this->SaveAndMove(SmallOffice(), proposals);
}

TYPED_TEST(ProposalsTest, AServiceThatGoesIsOfferedWhereElseItIs) {
  this->world.Apply(SmallOffice("nord"));
  this->world.Book(kTuesdayAtEight, "melden");
  this->world.Book(kTuesdayAtEight + minutes{10}, "pass");
  Location without = SmallOffice();
  without.services.pop_back();
  EXPECT_THAT(this->Starts(this->Propose(without)), ElementsAre(-1));
  const auto proposals = this->Propose(without, {{"nord"}});
  ASSERT_THAT(this->Starts(proposals), ElementsAre(0));
  EXPECT_EQ(proposals[0].location_name, "Bürgerbüro nord");
  EXPECT_EQ(proposals[0].why, AffectedBecause::kNotOffered);
  this->SaveAndMove(without, proposals);
}

TYPED_TEST(ProposalsTest, WithOtherSlotLengthsNoTwoGetTheSamePlace) {
  for (int i = 0; i < 6; ++i) this->world.Book(kTuesdayAtEight + i * minutes{10});
  Location longer = SmallOffice();
  longer.slot_minutes = 15;
  longer.services[1].minutes = 15;
  const auto proposals = this->Propose(longer);
  ASSERT_GE(proposals.size(), 2u);
  this->SaveAndMove(longer, proposals);
  EXPECT_TRUE(this->Propose(longer).empty());
}

TYPED_TEST(ProposalsTest, WhoComesInTwoWeeksIsNotSentToTomorrow) {
  this->world.Book(kTuesdayAtEight + hours{14 * 24});
  Location closed = SmallOffice();
  closed.closures.push_back({Day(2026, 12, 8), Day(2026, 12, 8), std::nullopt, std::nullopt, "krank"});
  EXPECT_THAT(this->Starts(this->Propose(closed)), ElementsAre(15 * 24 * 60));
  closed.closures.back().last = Day(2027, 12, 31);
  EXPECT_THAT(this->Starts(this->Propose(closed)), ElementsAre(-24 * 60)) << "there is nothing later";
}

TYPED_TEST(ProposalsTest, AskingChangesNothing) {
  this->world.Book(kTuesdayAtEight);
  const auto before = this->world.FreeOn(Day(2026, 11, 25));
  Location closed = SmallOffice();
  closed.opening.clear();
  EXPECT_THAT(this->Starts(this->Propose(closed)), ElementsAre(-1));
  EXPECT_EQ(this->world.FreeOn(Day(2026, 11, 25)), before);
  EXPECT_TRUE((**this->world.store->Calendar(this->world.town, {"mitte"})).location.closures.empty());
  EXPECT_EQ(this->desk.Propose({this->world.town, {}, {"mitte"}, {}, {}, Location{}, {}, {}}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace amtslotse::booking
