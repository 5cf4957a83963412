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
  const auto actor = CheckActor(SignActor(Editor(), kKey), kKey, "erlenfurt", {staff::v1::ROLE_EDITOR}, kNow);
  ASSERT_TRUE(actor.ok()) << actor.status();
  EXPECT_EQ(actor->account_id(), "a1");
}

TEST(Actors, AreRefusedWhenForgedExpiredOrOfAnotherTown) {
  std::string token = SignActor(Editor(), kKey);
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
  const std::string token = SignActor(Editor(), kKey);
  for (const auto minutes : {-5, 5})
    EXPECT_TRUE(
        CheckActor(token, kKey, "erlenfurt", {staff::v1::ROLE_EDITOR}, kNow + std::chrono::minutes(minutes)).ok());
}

TEST(Actors, NeedOneOfTheRolesAndAnAdministratorHasAll) {
  EXPECT_TRUE(absl::IsPermissionDenied(
      CheckActor(SignActor(Editor(), kKey), kKey, "erlenfurt", {staff::v1::ROLE_LEAD}, kNow).status()));
  staff::v1::Actor administrator = Editor();
  administrator.clear_roles();
  administrator.add_roles(staff::v1::ROLE_ADMINISTRATOR);
  EXPECT_TRUE(CheckActor(SignActor(administrator, kKey), kKey, "erlenfurt", {staff::v1::ROLE_LEAD}, kNow).ok());
}

}  // namespace
}  // namespace amtslotse::rpc
