#include "services/staff/core/accounts.h"

#include <gmock/gmock.h>

#include "tests/unit/services/staff/desk.h"

namespace amtslotse::staff {
namespace {

using testing::Contains;

AccountDraft Draft(const std::string& name, std::set<Role> roles = {Role::kEditor}) {
  return {.name = {name}, .display_name = "Frau " + name, .email = "", .roles = std::move(roles), .offices = {}};
}

TEST(Accounts, AreReadBackAsTheyWereWritten) {
  Desk desk;
  AccountDraft draft = Draft("paula", {Role::kLead, Role::kLocationStaff});
  draft.email = "paula@erlenfurt.example";
  draft.offices = {{"buergerbuero"}, {"standesamt"}};
  const auto created = desk.accounts.Create(kErlenfurt, draft, kOperator);
  ASSERT_TRUE(created.ok());
  const auto listed = desk.accounts.List(kErlenfurt);
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->front().id, created->id);
  EXPECT_EQ(listed->front().draft, draft);
  EXPECT_EQ(listed->front().version, 1U);
  EXPECT_FALSE(listed->front().has_password);
}

TEST(Accounts, OfOneTownAreUnknownInAnother) {
  Desk desk;
  const auto paula = desk.accounts.Create(kErlenfurt, Draft("paula"), kOperator);
  EXPECT_TRUE(desk.accounts.List(kKrummwik)->empty());
  EXPECT_TRUE(absl::IsNotFound(desk.accounts.Change(kKrummwik, paula->id, Draft("paula"), 1, kOperator).status()));
  EXPECT_TRUE(desk.accounts.Create(kKrummwik, Draft("paula"), kOperator).ok());
  EXPECT_TRUE(desk.Actions(kKrummwik).size() == 1U);
}

TEST(Accounts, HaveDifferentNames) {
  Desk desk;
  desk.Administrator();
  const auto paula = desk.accounts.Create(kErlenfurt, Draft("paula"), kOperator);
  EXPECT_TRUE(
      absl::IsAlreadyExists(desk.accounts.Create(kErlenfurt, Draft("paula", {Role::kLead}), kOperator).status()));
  EXPECT_TRUE(absl::IsAlreadyExists(desk.accounts.Change(kErlenfurt, paula->id, Draft("anke"), 1, kOperator).status()));
}

TEST(Accounts, SavedTwiceAreSavedOnce) {
  Desk desk;
  const auto first = desk.accounts.Create(kErlenfurt, Draft("paula"), kOperator);
  const auto second = desk.accounts.Create(kErlenfurt, Draft("paula"), kOperator);
  EXPECT_EQ(first->id, second->id);
  EXPECT_EQ(desk.accounts.Change(kErlenfurt, first->id, Draft("paula", {Role::kLead}), 1, kOperator)->version, 2U);
  EXPECT_EQ(desk.accounts.Change(kErlenfurt, first->id, Draft("paula", {Role::kLead}), 1, kOperator)->version, 2U);
}

TEST(Accounts, ChangedBySomebodyElseMeanwhileAreNotOverwritten) {
  Desk desk;
  const auto paula = desk.accounts.Create(kErlenfurt, Draft("paula"), kOperator);
  ASSERT_TRUE(desk.accounts.Change(kErlenfurt, paula->id, Draft("paula", {Role::kLead}), 1, kOperator).ok());
  EXPECT_TRUE(absl::IsAborted(
      desk.accounts.Change(kErlenfurt, paula->id, Draft("paula", {Role::kLocationStaff}), 1, kOperator).status()));
  EXPECT_EQ(desk.accounts.List(kErlenfurt)->front().draft.roles, std::set{Role::kLead});
}

TEST(Accounts, TheLastAdministratorStays) {
  Desk desk;
  desk.Administrator();
  const Account anke = desk.accounts.List(kErlenfurt)->front();
  AccountDraft demoted = anke.draft;
  demoted.roles = {Role::kEditor};
  AccountDraft disabled = anke.draft;
  disabled.disabled = true;
  EXPECT_TRUE(absl::IsFailedPrecondition(desk.accounts.Change(kErlenfurt, anke.id, demoted, 1, kOperator).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(desk.accounts.Change(kErlenfurt, anke.id, disabled, 1, kOperator).status()));
  ASSERT_TRUE(desk.accounts.Create(kErlenfurt, Draft("paul", {Role::kAdministrator}), kOperator).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(desk.accounts.Change(kErlenfurt, anke.id, disabled, 1, kOperator).status()))
      << "paul cannot sign in yet";
  desk.Colleague("petra", {Role::kAdministrator});
  EXPECT_TRUE(desk.accounts.Change(kErlenfurt, anke.id, disabled, 1, kOperator).ok());
}

TEST(Accounts, ChangesStandInTheAuditWithoutNames) {
  Desk desk;
  const auto paula = desk.accounts.Create(kErlenfurt, Draft("paula"), ActorName{"k1"});
  ASSERT_TRUE(desk.accounts.Change(kErlenfurt, paula->id, Draft("paula", {Role::kLead}), 1, ActorName{"k1"}).ok());
  const auto lines = *ListAudit(*desk.database, kErlenfurt, 0, 10);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].line.summary, "Rollen: Redaktion → Leitung");
  EXPECT_EQ(lines[0].line.actor.value, "k1");
  EXPECT_EQ(lines[0].line.object_id, paula->id.value);
  EXPECT_EQ(lines[1].line.action, "account_created");
}

TEST(Accounts, ARefusedChangeLeavesNoLine) {
  Desk desk;
  desk.Administrator();
  const Account anke = desk.accounts.List(kErlenfurt)->front();
  const auto before = desk.Actions();
  AccountDraft demoted = anke.draft;
  demoted.roles = {Role::kEditor};
  EXPECT_FALSE(desk.accounts.Change(kErlenfurt, anke.id, demoted, 1, kOperator).ok());
  EXPECT_EQ(desk.Actions(), before);
}

TEST(Audit, IsReadInPages) {
  Desk desk;
  for (int i = 0; i < 7; ++i)
    ASSERT_TRUE(desk.accounts.Create(kErlenfurt, Draft("person" + std::to_string(i)), kOperator).ok());
  const auto first = *ListAudit(*desk.database, kErlenfurt, 0, 5);
  ASSERT_EQ(first.size(), 5U);
  EXPECT_EQ(first.front().number, 7);
  const auto second = *ListAudit(*desk.database, kErlenfurt, first.back().number, 5);
  ASSERT_EQ(second.size(), 2U);
  EXPECT_EQ(second.back().number, 1);
}

}  // namespace
}  // namespace amtslotse::staff
