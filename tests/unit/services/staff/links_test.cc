#include "services/staff/core/links.h"

#include <gmock/gmock.h>

#include <thread>

#include "tests/unit/services/staff/desk.h"

namespace amtslotse::staff {
namespace {

using std::chrono::hours;

TEST(FirstAdministrator, ComesInByALinkThatWorksOnce) {
  Desk desk;
  const auto link = desk.links.ForFirstAdministrator(kErlenfurt, kOperator);
  ASSERT_TRUE(link.ok());
  const auto redeemed = desk.links.Redeem(kErlenfurt, link->token, "Anke", kPassword, kFirefox);
  ASSERT_TRUE(redeemed.ok()) << redeemed.status();
  EXPECT_EQ(redeemed->account.draft.name.value, "anke");
  EXPECT_EQ(redeemed->account.draft.roles, std::set{Role::kAdministrator});
  EXPECT_TRUE(redeemed->enrolment_needed);
  EXPECT_TRUE(desk.sessions.Check(kErlenfurt, *redeemed->token).ok());
  EXPECT_TRUE(absl::IsNotFound(desk.links.Redeem(kErlenfurt, link->token, "paul", kPassword, "").status()));
}

TEST(FirstAdministrator, LinkIsRefusedOnceThereIsOne) {
  Desk desk;
  desk.Administrator();
  EXPECT_TRUE(absl::IsFailedPrecondition(desk.links.ForFirstAdministrator(kErlenfurt, kOperator).status()));
  EXPECT_TRUE(desk.links.ForFirstAdministrator(kKrummwik, kOperator).ok()) << "of another town";
}

TEST(FirstAdministrator, OnlyTheNewestLinkWorks) {
  Desk desk;
  const auto old = desk.links.ForFirstAdministrator(kErlenfurt, kOperator);
  const auto fresh = desk.links.ForFirstAdministrator(kErlenfurt, kOperator);
  EXPECT_TRUE(absl::IsNotFound(desk.links.Redeem(kErlenfurt, old->token, "anke", kPassword, "").status()));
  EXPECT_TRUE(desk.links.Redeem(kErlenfurt, fresh->token, "anke", kPassword, "").ok());
}

TEST(Links, EndAfterADay) {
  Desk desk;
  const auto link = desk.links.ForFirstAdministrator(kErlenfurt, kOperator);
  EXPECT_EQ(link->ends, desk.clock.Now() + hours(24));
  desk.clock.Advance(hours(24));
  EXPECT_TRUE(absl::IsNotFound(desk.links.Redeem(kErlenfurt, link->token, "anke", kPassword, "").status()));
}

TEST(Links, OfOneTownAreUnknownInAnother) {
  Desk desk;
  const auto link = desk.links.ForFirstAdministrator(kErlenfurt, kOperator);
  EXPECT_TRUE(absl::IsNotFound(desk.links.Redeem(kKrummwik, link->token, "anke", kPassword, "").status()));
  const Account paula = desk.Colleague("paula");
  EXPECT_TRUE(absl::IsNotFound(desk.links.ForAccount(kKrummwik, paula.id, false, kOperator).status()));
  EXPECT_TRUE(absl::IsNotFound(desk.links.ForName(kKrummwik, {"paula"}, false, kOperator).status()));
}

TEST(Links, StayUsableAfterABadPasswordOrName) {
  Desk desk;
  const auto link = desk.links.ForFirstAdministrator(kErlenfurt, kOperator);
  EXPECT_TRUE(absl::IsInvalidArgument(desk.links.Redeem(kErlenfurt, link->token, "anke", "kurz", "").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(desk.links.Redeem(kErlenfurt, link->token, "a b", kPassword, "").status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(desk.links.Redeem(kErlenfurt, link->token, "anke", "anke im Rathaus 7", "").status()));
  EXPECT_TRUE(desk.links.Redeem(kErlenfurt, link->token, "anke", kPassword, "").ok());
}

TEST(Links, RedeemedByManyAtOnceWorkForOne) {
  Desk desk;
  const auto link = desk.links.ForFirstAdministrator(kErlenfurt, kOperator);
  std::atomic<int> admitted{0};
  std::vector<std::jthread> people;
  for (int i = 0; i < 8; ++i)
    people.emplace_back([&, i] {
      admitted += desk.links.Redeem(kErlenfurt, link->token, "person" + std::to_string(i), kPassword, "").ok() ? 1 : 0;
    });
  people.clear();
  EXPECT_EQ(admitted, 1);
  EXPECT_EQ(desk.accounts.List(kErlenfurt)->size(), 1U);
}

TEST(ResetLinks, SetThePasswordEndSessionsAndLiftALockout) {
  Desk desk;
  desk.Colleague("paula");
  const auto before = std::get<SignedIn>(desk.SignIn("paula", kPassword)).token;
  for (int i = 0; i < 6; ++i) desk.SignIn("paula", "Sieben Möwen am Deich");
  const auto link = desk.links.ForName(kErlenfurt, {"paula"}, false, kOperator);
  ASSERT_TRUE(desk.links.Redeem(kErlenfurt, link->token, "egal", "Acht Krabben im Netz", "").ok());
  EXPECT_TRUE(absl::IsUnauthenticated(desk.sessions.Check(kErlenfurt, before).status()));
  EXPECT_TRUE(std::holds_alternative<SignedIn>(desk.SignIn("paula", "Acht Krabben im Netz")));
}

TEST(ResetLinks, DoNotGetPastASecondFactor) {
  Desk desk;
  desk.Colleague("paula");
  const auto secret = desk.Enrol(std::get<SignedIn>(desk.SignIn("paula", kPassword)).token);
  const auto link = desk.links.ForName(kErlenfurt, {"paula"}, false, kOperator);
  const auto redeemed = desk.links.Redeem(kErlenfurt, link->token, "", "Acht Krabben im Netz", "");
  ASSERT_TRUE(redeemed.ok());
  EXPECT_FALSE(redeemed->token.has_value());
  EXPECT_TRUE(std::holds_alternative<CodeNeeded>(desk.SignIn("paula", "Acht Krabben im Netz")));
  desk.clock.Advance(std::chrono::seconds(30));
  EXPECT_TRUE(std::holds_alternative<SignedIn>(desk.SignIn("paula", "Acht Krabben im Netz", desk.CodeNow(secret))));
}

TEST(ResetLinks, ForALostTelephoneRemoveTheSecondFactor) {
  Desk desk;
  desk.Colleague("paula");
  std::vector<std::string> codes;
  desk.Enrol(std::get<SignedIn>(desk.SignIn("paula", kPassword)).token, &codes);
  const auto link = desk.links.ForName(kErlenfurt, {"paula"}, true, kOperator);
  const auto redeemed = desk.links.Redeem(kErlenfurt, link->token, "", "Acht Krabben im Netz", "");
  ASSERT_TRUE(redeemed.ok());
  EXPECT_TRUE(redeemed->token.has_value());
  EXPECT_TRUE(redeemed->enrolment_needed);
  EXPECT_FALSE(redeemed->account.has_totp);
}

TEST(ResetLinks, OfADisabledAccountOpenNothing) {
  Desk desk;
  desk.Administrator();
  Account paula = desk.Colleague("paula");
  const auto link = desk.links.ForAccount(kErlenfurt, paula.id, false, kOperator);
  paula.draft.disabled = true;
  ASSERT_TRUE(desk.accounts.Change(kErlenfurt, paula.id, paula.draft, paula.version, kOperator).ok());
  EXPECT_TRUE(absl::IsNotFound(desk.links.Redeem(kErlenfurt, link->token, "", kPassword, "").status()));
}

}  // namespace
}  // namespace amtslotse::staff
