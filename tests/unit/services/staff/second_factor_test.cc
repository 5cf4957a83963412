#include "services/staff/core/second_factor.h"

#include <gmock/gmock.h>

#include "tests/unit/services/staff/desk.h"

namespace amtslotse::staff {
namespace {

using std::chrono::seconds;

TEST(SecondFactor, IsNeededWherePolicyWantsIt) {
  Desk desk;
  const auto token = desk.Administrator();
  EXPECT_TRUE(desk.sessions.Check(kErlenfurt, token)->enrolment_needed);
  desk.Enrol(token);
  EXPECT_FALSE(desk.sessions.Check(kErlenfurt, token)->enrolment_needed);
  Desk lax(Policy{.require_totp = false});
  EXPECT_FALSE(lax.sessions.Check(kErlenfurt, lax.Administrator())->enrolment_needed);
}

TEST(SecondFactor, TakesEffectOnlyWithARightCode) {
  Desk desk;
  const auto token = desk.Administrator();
  ASSERT_TRUE(desk.second_factors.Begin(kErlenfurt, token).ok());
  EXPECT_TRUE(std::holds_alternative<WrongCode>(*desk.second_factors.Finish(kErlenfurt, token, "000000")));
  EXPECT_TRUE(std::holds_alternative<SignedIn>(desk.SignIn("anke", kPassword))) << "no code is asked for yet";
}

TEST(SecondFactor, CannotBeFinishedBeforeItBegan) {
  Desk desk;
  const auto token = desk.Administrator();
  EXPECT_TRUE(absl::IsFailedPrecondition(desk.second_factors.Finish(kErlenfurt, token, "123456").status()));
}

TEST(SecondFactor, IsReplacedOnlyByAConfirmedPerson) {
  Desk desk;
  const auto token = desk.Administrator();
  const auto secret = desk.Enrol(token);
  desk.clock.Advance(seconds(301));
  EXPECT_TRUE(absl::IsFailedPrecondition(desk.second_factors.Begin(kErlenfurt, token).status()));
  ASSERT_TRUE(desk.sign_ins.Confirm(kErlenfurt, token, kPassword, desk.CodeNow(secret)).ok());
  const auto fresh = desk.Enrol(token);
  EXPECT_NE(fresh, secret);
  desk.clock.Advance(seconds(30));
  EXPECT_TRUE(std::holds_alternative<WrongCredentials>(desk.SignIn("anke", kPassword, desk.CodeNow(secret))));
  EXPECT_TRUE(std::holds_alternative<SignedIn>(desk.SignIn("anke", kPassword, desk.CodeNow(fresh))));
}

TEST(SecondFactor, EndsOtherSessionsAndOldRecoveryCodes) {
  Desk desk;
  const auto here = desk.Administrator();
  const auto elsewhere = std::get<SignedIn>(desk.SignIn("anke", kPassword)).token;
  std::vector<std::string> old_codes;
  desk.Enrol(here, &old_codes);
  EXPECT_TRUE(absl::IsUnauthenticated(desk.sessions.Check(kErlenfurt, elsewhere).status()));
  desk.clock.Advance(seconds(60));
  desk.Enrol(here);
  EXPECT_TRUE(std::holds_alternative<WrongCredentials>(desk.SignIn("anke", kPassword, old_codes[0])));
}

}  // namespace
}  // namespace amtslotse::staff
