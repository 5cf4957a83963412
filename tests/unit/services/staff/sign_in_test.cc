#include "services/staff/core/sign_in.h"

#include <gmock/gmock.h>

#include <thread>

#include "tests/unit/services/staff/desk.h"

namespace amtslotse::staff {
namespace {

using std::chrono::seconds;
using testing::Contains;

bool In(const SignInOutcome& outcome) { return std::holds_alternative<SignedIn>(outcome); }
bool Wrong(const SignInOutcome& outcome) { return std::holds_alternative<WrongCredentials>(outcome); }
bool Locked(const SignInOutcome& outcome) { return std::holds_alternative<LockedOut>(outcome); }

TEST(SignIn, OpensASessionThatSaysWhoItIs) {
  Desk desk;
  desk.Colleague("paula", {Role::kEditor, Role::kLead});
  const auto outcome = desk.SignIn("Paula", kPassword);
  ASSERT_TRUE(In(outcome));
  const auto presence = desk.sessions.Check(kErlenfurt, std::get<SignedIn>(outcome).token);
  ASSERT_TRUE(presence.ok());
  EXPECT_EQ(presence->account.draft.name.value, "paula");
  EXPECT_EQ(presence->account.draft.roles, (std::set{Role::kEditor, Role::kLead}));
  EXPECT_TRUE(presence->confirmed);
  EXPECT_THAT(desk.Actions(), Contains("sign_in"));
}

TEST(SignIn, RefusesWrongPasswordsUnknownNamesAndNamesNobodyCanHaveAlike) {
  Desk desk;
  desk.Colleague("paula");
  EXPECT_TRUE(Wrong(desk.SignIn("paula", "Sieben Möwen am Deich")));
  EXPECT_TRUE(Wrong(desk.SignIn("paul", kPassword)));
  EXPECT_TRUE(Wrong(desk.SignIn("'; DROP TABLE account; --", kPassword)));
}

TEST(SignIn, RefusesAnAccountWithoutAPassword) {
  Desk desk;
  ASSERT_TRUE(
      desk.accounts
          .Create(kErlenfurt,
                  {.name = {"neu"}, .display_name = "Neu", .email = "", .roles = {Role::kEditor}, .offices = {}},
                  kOperator)
          .ok());
  EXPECT_TRUE(Wrong(desk.SignIn("neu", "nobody has this password")));
}

TEST(SignIn, RefusesADisabledAccountLikeAWrongPassword) {
  Desk desk;
  desk.Administrator();
  Account paula = desk.Colleague("paula");
  paula.draft.disabled = true;
  ASSERT_TRUE(desk.accounts.Change(kErlenfurt, paula.id, paula.draft, 1, kOperator).ok());
  EXPECT_TRUE(Wrong(desk.SignIn("paula", kPassword)));
}

TEST(SignIn, OfOneTownOpensNothingInAnother) {
  Desk desk;
  desk.Colleague("paula");
  EXPECT_TRUE(Wrong(desk.SignIn("paula", kPassword, "", kKrummwik)));
}

TEST(SignIn, RefusesTextsBeyondAllLimits) {
  Desk desk;
  const auto refused = [&](const Credentials& credentials) {
    return absl::IsInvalidArgument(desk.sign_ins.SignIn(kErlenfurt, credentials, "").status());
  };
  EXPECT_TRUE(refused({"", kPassword, ""}));
  EXPECT_TRUE(refused({std::string(201, 'a'), kPassword, ""}));
  EXPECT_TRUE(refused({"paula", "", ""}));
  EXPECT_TRUE(refused({"paula", std::string(257, 'a'), ""}));
  EXPECT_TRUE(refused({"paula", "\xc3\x28 kein UTF-8", ""}));
  EXPECT_TRUE(refused({"paula", kPassword, std::string(33, '1')}));
}

TEST(SignIn, AsksForTheCodeOnlyAfterTheRightPassword) {
  Desk desk;
  desk.Colleague("paula");
  const auto secret = desk.Enrol(std::get<SignedIn>(desk.SignIn("paula", kPassword)).token);
  EXPECT_TRUE(std::holds_alternative<CodeNeeded>(desk.SignIn("paula", kPassword)));
  EXPECT_TRUE(Wrong(desk.SignIn("paula", "Sieben Möwen am Deich")));
  EXPECT_TRUE(Wrong(desk.SignIn("paula", kPassword, "000000")));
  desk.clock.Advance(seconds(30));
  EXPECT_TRUE(In(desk.SignIn("paula", kPassword, desk.CodeNow(secret))));
}

TEST(SignIn, RefusesAUsedCode) {
  Desk desk;
  desk.Colleague("paula");
  const auto secret = desk.Enrol(std::get<SignedIn>(desk.SignIn("paula", kPassword)).token);
  EXPECT_TRUE(Wrong(desk.SignIn("paula", kPassword, desk.CodeNow(secret)))) << "used by the enrolment";
  desk.clock.Advance(seconds(30));
  const std::string code = desk.CodeNow(secret);
  EXPECT_TRUE(In(desk.SignIn("paula", kPassword, code)));
  EXPECT_TRUE(Wrong(desk.SignIn("paula", kPassword, code)));
}

TEST(SignIn, OneCodeSentTwiceAtOnceOpensOneSession) {
  Desk desk;
  desk.Colleague("paula");
  const auto secret = desk.Enrol(std::get<SignedIn>(desk.SignIn("paula", kPassword)).token);
  desk.clock.Advance(seconds(30));
  const std::string code = desk.CodeNow(secret);
  std::atomic<int> opened{0};
  std::vector<std::jthread> browsers;
  for (int i = 0; i < 4; ++i)
    browsers.emplace_back([&] { opened += In(desk.SignIn("paula", kPassword, code)) ? 1 : 0; });
  browsers.clear();
  EXPECT_EQ(opened, 1);
}

TEST(SignIn, TakesEachRecoveryCodeOnce) {
  Desk desk;
  desk.Colleague("paula");
  std::vector<std::string> codes;
  desk.Enrol(std::get<SignedIn>(desk.SignIn("paula", kPassword)).token, &codes);
  ASSERT_EQ(codes.size(), 10U);
  EXPECT_TRUE(In(desk.SignIn("paula", kPassword, codes[3])));
  EXPECT_TRUE(Wrong(desk.SignIn("paula", kPassword, codes[3])));
  EXPECT_TRUE(In(desk.SignIn("paula", kPassword, codes[4])));
  EXPECT_THAT(desk.Actions(), Contains("recovery_code_used"));
}

TEST(SignIn, WaitsLongerAfterEachFailureBeyondTheFifth) {
  Desk desk;
  desk.Colleague("paula");
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(Wrong(desk.SignIn("paula", "Sieben Möwen am Deich"))) << i;
  const auto locked = desk.SignIn("paula", kPassword);
  ASSERT_TRUE(Locked(locked)) << "even with the right password";
  EXPECT_EQ(std::get<LockedOut>(locked).wait, seconds(30));
  desk.clock.Advance(seconds(30));
  EXPECT_TRUE(Wrong(desk.SignIn("paula", "Sieben Möwen am Deich")));
  desk.clock.Advance(seconds(30));
  EXPECT_TRUE(Locked(desk.SignIn("paula", kPassword)));
  desk.clock.Advance(seconds(30));
  const auto outcome = desk.SignIn("paula", kPassword);
  ASSERT_TRUE(In(outcome));
  EXPECT_EQ(std::get<SignedIn>(outcome).failed_tries, 6);
  EXPECT_TRUE(Wrong(desk.SignIn("paula", "Sieben Möwen am Deich"))) << "counting began anew";
}

TEST(SignIn, UnknownNamesAreLockedOutLikeKnownOnes) {
  Desk desk;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(Wrong(desk.SignIn("niemand", kPassword)));
  EXPECT_TRUE(Locked(desk.SignIn("niemand", kPassword)));
  EXPECT_TRUE(Locked(desk.SignIn("NIEMAND", kPassword)));
}

TEST(SignIn, ALockoutIsOneNamesOnly) {
  Desk desk;
  desk.Colleague("paula");
  desk.Colleague("hinnerk");
  for (int i = 0; i < 6; ++i) desk.SignIn("paula", "Sieben Möwen am Deich");
  EXPECT_TRUE(Locked(desk.SignIn("paula", kPassword)));
  EXPECT_TRUE(In(desk.SignIn("hinnerk", kPassword)));
  desk.Colleague("paula", {Role::kEditor}, kKrummwik);
  EXPECT_TRUE(In(desk.SignIn("paula", kPassword, "", kKrummwik))) << "the same name in another town";
}

TEST(SignIn, GuessesAtTheSameTimeCountEach) {
  Desk desk;
  desk.Colleague("paula");
  std::atomic<int> looked_at{0};
  std::vector<std::jthread> guessers;
  for (int i = 0; i < 40; ++i)
    guessers.emplace_back(
        [&, i] { looked_at += Locked(desk.SignIn("paula", "geratenes Wort " + std::to_string(i))) ? 0 : 1; });
  guessers.clear();
  EXPECT_EQ(looked_at, 5);
}

TEST(SignIn, TheRightPasswordDoesNotBuyMoreGuessesOfTheCode) {
  Desk desk;
  desk.Colleague("paula");
  desk.Enrol(std::get<SignedIn>(desk.SignIn("paula", kPassword)).token);
  int looked_at = 0;
  for (int i = 0; i < 20; ++i) {
    desk.SignIn("paula", kPassword);  // gives its own try back, no other
    looked_at += Wrong(desk.SignIn("paula", kPassword, "000000")) ? 1 : 0;
  }
  EXPECT_EQ(looked_at, 5);
}

TEST(SignIn, ReplacesAHashOfAnotherCost) {
  Desk desk;
  desk.Colleague("paula");
  const PasswordHasher dearer({.passes = 2, .memory_bytes = 16384});
  const Parts parts{*desk.database, desk.keys, desk.clock, desk.random, dearer, {}};
  SignIns sign_ins(parts);
  const auto outcome = sign_ins.SignIn(kErlenfurt, {"paula", kPassword, ""}, "");
  ASSERT_TRUE(outcome.ok() && In(*outcome));
  ASSERT_TRUE(desk.database
                  ->Read([&](sql::Transaction& transaction) -> absl::Status {
                    const auto stored = FindByName(transaction, desk.keys, kErlenfurt, "paula");
                    EXPECT_FALSE(dearer.Outdated((*stored)->password_hash));
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_TRUE(In(desk.SignIn("paula", kPassword)));
}

TEST(SignIn, NotesFailuresOfKnownAccountsWithoutTheName) {
  Desk desk;
  const Account paula = desk.Colleague("paula");
  desk.SignIn("paula", "Sieben Möwen am Deich");
  desk.SignIn("niemand", "Sieben Möwen am Deich");
  const auto lines = *ListAudit(*desk.database, kErlenfurt, 0, 500);
  int failures = 0;
  for (const auto& line : lines) {
    if (line.line.action == "sign_in_failed") ++failures;
    EXPECT_EQ(line.line.summary.find("paula"), std::string::npos);
  }
  EXPECT_EQ(failures, 1);
  EXPECT_EQ(lines.front().line.object_id, paula.id.value);
}

TEST(Confirming, AllowsDangerousStepsForFiveMinutes) {
  Desk desk;
  desk.Colleague("paula");
  const auto token = std::get<SignedIn>(desk.SignIn("paula", kPassword)).token;
  desk.clock.Advance(seconds(301));
  EXPECT_FALSE(desk.sessions.Check(kErlenfurt, token)->confirmed);
  EXPECT_TRUE(absl::IsFailedPrecondition(desk.sign_ins.ChangePassword(kErlenfurt, token, "Acht Krabben im Netz")));
  const auto outcome = desk.sign_ins.Confirm(kErlenfurt, token, kPassword, "");
  ASSERT_TRUE(outcome.ok() && std::holds_alternative<staff::Confirmed>(*outcome));
  EXPECT_TRUE(desk.sessions.Check(kErlenfurt, token)->confirmed);
  EXPECT_TRUE(desk.sign_ins.ChangePassword(kErlenfurt, token, "Acht Krabben im Netz").ok());
}

TEST(Confirming, WantsTheSecondFactorToo) {
  Desk desk;
  desk.Colleague("paula");
  const auto token = std::get<SignedIn>(desk.SignIn("paula", kPassword)).token;
  const auto secret = desk.Enrol(token);
  desk.clock.Advance(seconds(301));
  EXPECT_TRUE(std::holds_alternative<WrongCredentials>(*desk.sign_ins.Confirm(kErlenfurt, token, kPassword, "")));
  EXPECT_TRUE(std::holds_alternative<staff::Confirmed>(
      *desk.sign_ins.Confirm(kErlenfurt, token, kPassword, desk.CodeNow(secret))));
}

TEST(Confirming, CountsFailuresTogetherWithSignIn) {
  Desk desk;
  desk.Colleague("paula");
  const auto token = std::get<SignedIn>(desk.SignIn("paula", kPassword)).token;
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(std::holds_alternative<WrongCredentials>(
        *desk.sign_ins.Confirm(kErlenfurt, token, "Sieben Möwen am Deich", "")));
  EXPECT_TRUE(std::holds_alternative<LockedOut>(*desk.sign_ins.Confirm(kErlenfurt, token, kPassword, "")));
  EXPECT_TRUE(Locked(desk.SignIn("paula", kPassword)));
}

TEST(ChangingThePassword, EndsTheOtherSessions) {
  Desk desk;
  desk.Colleague("paula");
  const auto here = std::get<SignedIn>(desk.SignIn("paula", kPassword)).token;
  const auto elsewhere = std::get<SignedIn>(desk.SignIn("paula", kPassword)).token;
  ASSERT_TRUE(desk.sign_ins.ChangePassword(kErlenfurt, here, "Acht Krabben im Netz").ok());
  EXPECT_TRUE(desk.sessions.Check(kErlenfurt, here).ok());
  EXPECT_TRUE(absl::IsUnauthenticated(desk.sessions.Check(kErlenfurt, elsewhere).status()));
  EXPECT_TRUE(Wrong(desk.SignIn("paula", kPassword)));
  EXPECT_TRUE(In(desk.SignIn("paula", "Acht Krabben im Netz")));
}

TEST(ChangingThePassword, RefusesAWeakOneAndKeepsTheOld) {
  Desk desk;
  desk.Colleague("paula");
  const auto token = std::get<SignedIn>(desk.SignIn("paula", kPassword)).token;
  EXPECT_TRUE(absl::IsInvalidArgument(desk.sign_ins.ChangePassword(kErlenfurt, token, "kurz")));
  EXPECT_TRUE(In(desk.SignIn("paula", kPassword)));
}

}  // namespace
}  // namespace amtslotse::staff
