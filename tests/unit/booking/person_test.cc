#include "booking/person.h"

#include <gmock/gmock.h>

#include "booking/tidy.h"
#include "tests/unit/booking/backends.h"
#include "tests/unit/booking/invariants.h"

namespace amtslotse::booking {
namespace {

template <typename Backend>
class PersonTest : public testing::Test {
 protected:
  void SetUp() override { world_.Apply(SmallOffice()); }
  absl::StatusOr<CorrectNameOutcome> Correct(const Confirmed& booked, const std::string& name,
                                             const std::string& reason) {
    return world_.store->CorrectName({world_.town, booked.appointment.number, name, reason, {"leitung"}});
  }
  LookupOutcome ByName(const Confirmed& booked, const std::string& surname) {
    return *world_.store->Lookup(world_.town, ByCode{booked.cancellation_code, surname, "c"});
  }
  World<Backend> world_;
};

TYPED_TEST_SUITE(PersonTest, Backends, BackendNames);

TYPED_TEST(PersonTest, StaffPutANameRightWithAReason) {
  const Confirmed booked = this->world_.Book(kTuesdayAtEight);
  EXPECT_TRUE(absl::IsInvalidArgument(this->Correct(booked, "Anna Meier", "").status()));
  const auto corrected = this->Correct(booked, "Anna Meier", "Tippfehler am Telefon");
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  EXPECT_EQ(std::get<Appointment>(*corrected).contact.name, "Anna Meier");
  EXPECT_TRUE(std::holds_alternative<NotFound>(this->ByName(booked, "Müller")));
  EXPECT_TRUE(std::holds_alternative<Appointment>(this->ByName(booked, "Meier")));
}

TYPED_TEST(PersonTest, ANameMustRemain) {
  const Confirmed booked = this->world_.Book(kTuesdayAtEight);
  EXPECT_TRUE(std::holds_alternative<DetailsMissing>(*this->Correct(booked, " - ", "so")));
  EXPECT_TRUE(absl::IsInvalidArgument(this->Correct(booked, "Anna\r\nBcc: x@example.org", "so").status()));
  EXPECT_TRUE(std::holds_alternative<NotFound>(
      *this->world_.store->CorrectName({this->world_.town, {"123456789"}, "A", "so", {"leitung"}})));
}

TYPED_TEST(PersonTest, ErasureTakesEverythingAndFreesThePlaces) {
  auto& world = this->world_;
  const HoldOutcome held = world.Hold(kTuesdayAtEight);
  const ConfirmRequest request = world.ConfirmFor(std::get<Held>(held).hold);
  const auto booked = std::get<Confirmed>(world.Confirm(request));
  const auto erased = world.store->ErasePerson({world.town, " ANNA@example.org", "", "Antrag vom Montag", {"leitung"}});
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_EQ(erased->appointments, 1);
  EXPECT_EQ(erased->cancelled, 1);
  EXPECT_TRUE(std::holds_alternative<NotFound>(*world.store->Lookup(world.town, ByToken{booked.token})));
  EXPECT_TRUE(std::holds_alternative<NotFound>(this->ByName(booked, "Müller")));
  EXPECT_TRUE(std::holds_alternative<Held>(world.Hold(kTuesdayAtEight)));
  EXPECT_TRUE(world.store->ClaimNotifications(10, std::chrono::seconds{60})->empty());
  // The result that was kept for repeats went too: the repeat does not find the hold any more.
  EXPECT_TRUE(std::holds_alternative<HoldGone>(world.Confirm(request)));
  EXPECT_EQ(world.store->ErasePerson({world.town, "anna@example.org", "", "nochmal", {"leitung"}})->appointments, 0);
  ExpectCountsMatch(*world.backend.database);
}

TYPED_TEST(PersonTest, ErasureLeavesOthersAlone) {
  auto& world = this->world_;
  const Confirmed booked = world.Book(kTuesdayAtEight);
  EXPECT_EQ(
      world.store->ErasePerson({world.town, "ole@example.org", "0431 55555", "Antrag", {"leitung"}})->appointments, 0);
  EXPECT_EQ(world.store->ErasePerson({{"krummwik"}, "anna@example.org", "", "Antrag", {"leitung"}})->appointments, 0);
  EXPECT_TRUE(absl::IsInvalidArgument(world.store->ErasePerson({world.town, "", "", "Antrag", {"leitung"}}).status()));
  EXPECT_TRUE(std::holds_alternative<Appointment>(this->ByName(booked, "Müller")));
}

TYPED_TEST(PersonTest, RetentionDependsOnHowTheAppointmentEnded) {
  auto& world = this->world_;
  Location location = SmallOffice();
  location.rules.retention = std::chrono::hours{48};
  location.rules.retention_cancelled = std::chrono::hours{1};
  world.Apply(location);
  const Confirmed kept = world.Book(kTuesdayAtEight);
  const Confirmed gone = world.Book(kTuesdayAtEight + std::chrono::minutes{10});
  ASSERT_TRUE(
      std::holds_alternative<Cancelled>(*world.store->Cancel({world.town, world.NewKey(), ByToken{gone.token}})));
  world.clock.Set(kTuesdayAtEight + std::chrono::hours{2});
  ASSERT_TRUE(world.store->Tidy(100).ok());
  EXPECT_TRUE(std::holds_alternative<NotFound>(*world.store->Lookup(world.town, ByToken{gone.token})));
  EXPECT_TRUE(std::holds_alternative<Appointment>(*world.store->Lookup(world.town, ByToken{kept.token})));
  world.clock.Advance(std::chrono::hours{48});
  ASSERT_TRUE(world.store->Tidy(100).ok());
  EXPECT_TRUE(std::holds_alternative<NotFound>(*world.store->Lookup(world.town, ByToken{kept.token})));
}

std::int64_t Count(sql::Database& database, const sql::Statement& statement) {
  std::int64_t count = -1;
  EXPECT_EQ(database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(statement, {});
    if (rows.ok()) count = rows->Int(0, 0);
    return rows.status();
  }),
            absl::OkStatus());
  return count;
}

TYPED_TEST(PersonTest, AMessageThatNobodyCouldSendGoesWithItsAppointment) {
  auto& world = this->world_;
  static constexpr sql::Statement kMessages{"SELECT CAST(count(*) AS BIGINT) FROM outbox"};
  world.Book(kTuesdayAtEight);
  const std::int64_t waiting = Count(*world.backend.database, kMessages);
  EXPECT_GE(waiting, 1);
  world.clock.Set(kTuesdayAtEight + std::chrono::hours{24});
  ASSERT_TRUE(world.store->Tidy(1000).ok());
  EXPECT_EQ(Count(*world.backend.database, kMessages), waiting) << "the mail server may come back";
  world.clock.Set(kTuesdayAtEight + std::chrono::hours{24 * 8});
  ASSERT_TRUE(world.store->Tidy(1000).ok());
  EXPECT_EQ(Count(*world.backend.database, kMessages), 0);
}

TYPED_TEST(PersonTest, WrongCodesAreCountedForAQuarterOfAnHourAndForgottenThen) {
  auto& world = this->world_;
  static constexpr sql::Statement kTries{"SELECT CAST(count(*) AS BIGINT) FROM wrong_try"};
  EXPECT_TRUE(std::holds_alternative<NotFound>(world.Lookup(ByCode{"XXXX-YYYY", "Müller", "an address"})));
  EXPECT_EQ(Count(*world.backend.database, kTries), 2) << "the surname and the address";
  world.clock.Advance(kWrongTriesKept - std::chrono::seconds{1});
  ASSERT_TRUE(world.store->Tidy(1000).ok());
  EXPECT_EQ(Count(*world.backend.database, kTries), 2);
  world.clock.Advance(std::chrono::seconds{1});
  ASSERT_TRUE(world.store->Tidy(1000).ok());
  EXPECT_EQ(Count(*world.backend.database, kTries), 0);
}

TYPED_TEST(PersonTest, WhoDidWhatIsForgottenAfterItsTime) {
  auto& world = this->world_;
  const auto lines = [&] {
    static constexpr sql::Statement kCount{"SELECT CAST(count(*) AS BIGINT) FROM audit"};
    return Count(*world.backend.database, kCount);
  };
  world.Book(kTuesdayAtEight);
  const std::int64_t old = lines();
  EXPECT_GE(old, 3) << "calendar, hold, confirmation";
  world.clock.Advance(std::chrono::days{20});
  world.Book(kTuesdayAtEight + std::chrono::days{21});
  const std::int64_t all = lines();
  EXPECT_EQ(*TidyAudit(*world.store, std::chrono::days{20}, 1000), 0);
  world.clock.Advance(std::chrono::seconds{1});
  EXPECT_EQ(*TidyAudit(*world.store, std::chrono::days{20}, 2), 2);
  EXPECT_EQ(*TidyAudit(*world.store, std::chrono::days{20}, 1000), old - 2);
  EXPECT_EQ(lines(), all - old);
}

}  // namespace
}  // namespace amtslotse::booking
