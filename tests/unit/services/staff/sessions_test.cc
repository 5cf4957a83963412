#include "services/staff/core/sessions.h"

#include <gmock/gmock.h>

#include "tests/unit/services/staff/desk.h"

namespace amtslotse::staff {
namespace {

using std::chrono::seconds;

bool Ended(Desk& desk, const SessionToken& token, const MunicipalityId& municipality = kErlenfurt) {
  return absl::IsUnauthenticated(desk.sessions.Check(municipality, token).status());
}

TEST(Sessions, EndAfterAnIdleTime) {
  Desk desk;
  const auto token = desk.Administrator();
  desk.clock.Advance(seconds(1799));
  EXPECT_FALSE(Ended(desk, token));
  desk.clock.Advance(seconds(1799));
  EXPECT_FALSE(Ended(desk, token)) << "being used keeps it";
  desk.clock.Advance(seconds(1800));
  EXPECT_TRUE(Ended(desk, token));
}

TEST(Sessions, EndAfterTheirLifetimeHoweverBusy) {
  Desk desk;
  const auto token = desk.Administrator();
  for (int minutes = 0; minutes < 600; minutes += 10) {
    EXPECT_FALSE(Ended(desk, token)) << minutes;
    desk.clock.Advance(seconds(600));
  }
  EXPECT_TRUE(Ended(desk, token));
}

TEST(Sessions, EndBySigningOutAgainAndAgain) {
  Desk desk;
  const auto token = desk.Administrator();
  EXPECT_TRUE(desk.sessions.End(kErlenfurt, token).ok());
  EXPECT_TRUE(desk.sessions.End(kErlenfurt, token).ok());
  EXPECT_TRUE(Ended(desk, token));
}

TEST(Sessions, OfOneTownAreUnknownInAnother) {
  Desk desk;
  const auto token = desk.Administrator();
  desk.Administrator(kKrummwik);
  EXPECT_TRUE(Ended(desk, token, kKrummwik));
  EXPECT_TRUE(absl::IsUnauthenticated(desk.sessions.List(kKrummwik, token).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(desk.sessions.Revoke(kKrummwik, token, {"x"})));
  EXPECT_TRUE(absl::IsUnauthenticated(desk.second_factors.Begin(kKrummwik, token).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(desk.sign_ins.Confirm(kKrummwik, token, kPassword, "").status()));
  EXPECT_TRUE(absl::IsUnauthenticated(desk.sign_ins.ChangePassword(kKrummwik, token, kPassword)));
  EXPECT_TRUE(desk.sessions.End(kKrummwik, token).ok());
  EXPECT_FALSE(Ended(desk, token));
}

TEST(Sessions, OfTheSameAccountAreListedWithTheirDevice) {
  Desk desk;
  const auto here = desk.Administrator();
  desk.clock.Advance(seconds(60));
  ASSERT_TRUE(desk.sign_ins.SignIn(kErlenfurt, {"anke", kPassword, ""}, "Safari auf dem Telefon").ok());
  desk.Colleague("paula");
  const auto sessions = desk.sessions.List(kErlenfurt, here);
  ASSERT_EQ(sessions->size(), 2U);
  EXPECT_EQ((*sessions)[0].device, "Safari auf dem Telefon");
  EXPECT_EQ((*sessions)[1].device, kFirefox);
}

TEST(Sessions, AreRevokedOneByOne) {
  Desk desk;
  const auto here = desk.Administrator();
  const auto lost = std::get<SignedIn>(desk.SignIn("anke", kPassword)).token;
  const auto lost_id = desk.sessions.Check(kErlenfurt, lost)->session.id;
  EXPECT_TRUE(desk.sessions.Revoke(kErlenfurt, here, lost_id).ok());
  EXPECT_TRUE(Ended(desk, lost));
  EXPECT_FALSE(Ended(desk, here));
  EXPECT_TRUE(desk.sessions.Revoke(kErlenfurt, here, lost_id).ok());
}

TEST(Sessions, OfSomebodyElseCannotBeRevoked) {
  Desk desk;
  const auto anke = desk.Administrator();
  desk.Colleague("paula");
  const auto paula = std::get<SignedIn>(desk.SignIn("paula", kPassword)).token;
  ASSERT_TRUE(desk.sessions.Revoke(kErlenfurt, paula, desk.sessions.Check(kErlenfurt, anke)->session.id).ok());
  EXPECT_FALSE(Ended(desk, anke));
}

TEST(Sessions, EndWithTheirAccount) {
  Desk desk;
  desk.Administrator();
  Account paula = desk.Colleague("paula");
  const auto token = std::get<SignedIn>(desk.SignIn("paula", kPassword)).token;
  paula.draft.disabled = true;
  ASSERT_TRUE(desk.accounts.Change(kErlenfurt, paula.id, paula.draft, paula.version, kOperator).ok());
  EXPECT_TRUE(Ended(desk, token));
}

TEST(Sessions, SeeANewRoleAtOnce) {
  Desk desk;
  desk.Administrator();
  Account paula = desk.Colleague("paula");
  const auto token = std::get<SignedIn>(desk.SignIn("paula", kPassword)).token;
  paula.draft.roles = {Role::kLead};
  ASSERT_TRUE(desk.accounts.Change(kErlenfurt, paula.id, paula.draft, paula.version, kOperator).ok());
  EXPECT_EQ(desk.sessions.Check(kErlenfurt, token)->account.draft.roles, std::set{Role::kLead});
}

TEST(Sessions, SurviveARestart) {
  Desk desk;
  const auto token = desk.Administrator();
  desk.database.reset();
  desk.database = OpenDatabase(desk.folder / "staff.db");
  const Parts parts{*desk.database, desk.keys, desk.clock, desk.random, desk.passwords, {}};
  EXPECT_TRUE(Sessions(parts).Check(kErlenfurt, token).ok());
}

TEST(Sessions, OpenNothingUnderAnotherInstallationsKey) {
  Desk desk;
  const auto token = desk.Administrator();
  const KeyRing other = *KeyRing::Parse(KeyRing::NewFile(desk.random));
  const Parts parts{*desk.database, other, desk.clock, desk.random, desk.passwords, {}};
  EXPECT_TRUE(absl::IsUnauthenticated(Sessions(parts).Check(kErlenfurt, token).status()));
}

TEST(Devices, AreKeptAsPrintableText) {
  EXPECT_EQ(DeviceText("Firefox"), "Firefox");
  EXPECT_EQ(DeviceText(std::string(1000, 'x')).size(), 300U);
  EXPECT_EQ(DeviceText(std::string(299, 'x') + "ü").size(), 299U) << "not cut within a character";
  EXPECT_EQ(DeviceText("a\nb"), "a");
}

TEST(Tidying, ForgetsWhatHasEndedAndNothingElse) {
  Desk desk;
  const auto old = desk.Administrator();
  desk.SignIn("niemand", kPassword);
  ASSERT_TRUE(desk.links.ForName(kErlenfurt, {"anke"}, false, kOperator).ok());
  desk.clock.Advance(std::chrono::hours(30));
  const auto present = std::get<SignedIn>(desk.SignIn("anke", kPassword)).token;
  const auto lines = desk.Actions().size();
  ASSERT_TRUE(Tidy(desk.parts).ok());
  EXPECT_FALSE(Ended(desk, present));
  EXPECT_EQ(desk.sessions.List(kErlenfurt, present)->size(), 1U);
  EXPECT_EQ(desk.Actions().size(), lines);
  desk.clock.Advance(std::chrono::hours(24 * 366));
  ASSERT_TRUE(Tidy(desk.parts).ok());
  EXPECT_TRUE(desk.Actions().empty()) << "audit lines are kept for a year";
}

}  // namespace
}  // namespace amtslotse::staff
