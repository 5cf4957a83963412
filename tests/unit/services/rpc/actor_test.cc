#include "services/rpc/actor.h"

#include <gtest/gtest.h>

namespace amtslotse::rpc {
namespace {

const std::string kKey(32, 'k');
const auto kNow = std::chrono::system_clock::time_point(std::chrono::seconds(1'800'000'000));

staff::v1::Actor Editor() {
  staff::v1::Actor actor;
  actor.set_account_id("a1");
  actor.set_municipality_id("erlenfurt");
  actor.add_roles(staff::v1::ROLE_EDITOR);
  actor.set_expires_unix(1'800'000'060);
  return actor;
}

TEST(Actors, ASignedActorIsWhoItSays) {
  const auto actor = CheckActor(SignActor(Editor(), kKey, kNow), kKey, "erlenfurt", {staff::v1::ROLE_EDITOR}, kNow);
  ASSERT_TRUE(actor.ok()) << actor.status();
  EXPECT_EQ(actor->account_id(), "a1");
}

TEST(Actors, AreRefusedWhenForgedExpiredOrOfAnotherTown) {
  std::string token = SignActor(Editor(), kKey, kNow);
  const auto check = [&](const std::string& text, const std::string& key, const std::string& town, auto now) {
    return CheckActor(text, key, town, {staff::v1::ROLE_EDITOR}, now).status();
  };
  EXPECT_TRUE(absl::IsUnauthenticated(check("", kKey, "erlenfurt", kNow)));
  EXPECT_TRUE(absl::IsUnauthenticated(check("!!!!", kKey, "erlenfurt", kNow)));
  EXPECT_TRUE(absl::IsUnauthenticated(check(token, std::string(32, 'x'), "erlenfurt", kNow)));
  EXPECT_TRUE(absl::IsUnauthenticated(check(token, kKey, "erlenfurt", kNow + std::chrono::minutes(8))));
  EXPECT_TRUE(absl::IsPermissionDenied(check(token, kKey, "krummwik", kNow)));
  token[3] = token[3] == 'A' ? 'B' : 'A';
  EXPECT_TRUE(absl::IsUnauthenticated(check(token, kKey, "erlenfurt", kNow)));
}

TEST(Actors, AreGoodWhereTheClockIsFiveMinutesAheadOrBehind) {
  const std::string token = SignActor(Editor(), kKey, kNow);
  for (const auto minutes : {-5, 5})
    EXPECT_TRUE(
        CheckActor(token, kKey, "erlenfurt", {staff::v1::ROLE_EDITOR}, kNow + std::chrono::minutes(minutes)).ok());
}

const std::string kFormer(32, 'f'), kNewer(32, 'n');
std::string Rotated() { return kFormer + "\nfrom 1800000000 " + kNewer; }

TEST(Actors, ANewerKeySignsFromItsTimeAndIsAcceptedBefore) {
  const auto check = [](const std::string& token, const std::string& keys, auto now) {
    return CheckActor(token, keys, "erlenfurt", {staff::v1::ROLE_EDITOR}, now).ok();
  };
  const std::string before = SignActor(Editor(), Rotated(), kNow - std::chrono::seconds(1));
  const std::string after = SignActor(Editor(), Rotated(), kNow);
  EXPECT_EQ(before, SignActor(Editor(), kFormer, kNow));
  EXPECT_EQ(after, SignActor(Editor(), kNewer, kNow));
  // A process that was not restarted yet knows the former only; those that were know both.
  EXPECT_TRUE(check(before, kFormer, kNow));
  EXPECT_TRUE(check(before, Rotated(), kNow));
  EXPECT_TRUE(check(after, Rotated(), kNow - std::chrono::seconds(1)));
}

TEST(Actors, AFormerKeyHoldsHalfAnHourLonger) {
  staff::v1::Actor actor = Editor();
  actor.set_expires_unix(1'800'100'000);
  const std::string token = SignActor(actor, kFormer, kNow);
  const auto check = [&](auto now) {
    return CheckActor(token, Rotated(), "erlenfurt", {staff::v1::ROLE_EDITOR}, now).status();
  };
  EXPECT_TRUE(check(kNow + kFormerKeyHolds - std::chrono::seconds(1)).ok());
  EXPECT_TRUE(absl::IsUnauthenticated(check(kNow + kFormerKeyHolds)));
}

TEST(Actors, KeysAreOneSecretOrLinesInTheOrderOfTheirTimes) {
  const auto count = [](const std::string& text) {
    const auto keys = ParseSigningKeys(text);
    return keys.ok() ? static_cast<int>(keys->size()) : -1;
  };
  EXPECT_EQ(count(kKey), 1);
  EXPECT_EQ(count(kKey + "\n"), 1);
  EXPECT_EQ(count("a secret of bytes:\n\n" + kKey), 1);
  EXPECT_EQ(count(Rotated() + "\n"), 2);
  EXPECT_EQ(count("from 1800000000 " + kKey + "\nfrom 1800000001 " + kKey), 2);
  for (const std::string& wrong :
       {std::string(), std::string("kurz"), "from 18 kurz\n" + kKey, "from x " + kKey, "from -1 " + kKey,
        "from 18 " + kKey + "\nfrom 18 " + kKey, Rotated() + "\nund mehr"})
    EXPECT_EQ(count(wrong), -1) << wrong;
  EXPECT_EQ(SignActor(Editor(), "", kNow), "");
  EXPECT_FALSE(CheckActor(SignActor(Editor(), kKey, kNow), "", "erlenfurt", {}, kNow).ok());
}

TEST(Actors, NeedOneOfTheRolesAndAnAdministratorHasAll) {
  EXPECT_TRUE(absl::IsPermissionDenied(
      CheckActor(SignActor(Editor(), kKey, kNow), kKey, "erlenfurt", {staff::v1::ROLE_LEAD}, kNow).status()));
  staff::v1::Actor administrator = Editor();
  administrator.clear_roles();
  administrator.add_roles(staff::v1::ROLE_ADMINISTRATOR);
  EXPECT_TRUE(CheckActor(SignActor(administrator, kKey, kNow), kKey, "erlenfurt", {staff::v1::ROLE_LEAD}, kNow).ok());
}

}  // namespace
}  // namespace amtslotse::rpc
