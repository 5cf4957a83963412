#include "knowledge/inbox.h"

#include <gtest/gtest.h>

#include "knowledge/reopen.h"
#include "knowledge/retention.h"
#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

class InboxTest : public TownFixture {
 protected:
  void Ask(const std::string& text, const std::string& key = "") {
    ASSERT_TRUE(inbox->Record(town_id, text, "unclear", {"", At(2026, 11, 21), key}).ok());
  }
};

TEST_F(InboxTest, EqualQuestionsAreCounted) {
  Ask("Wo kann ich grillen?");
  Ask("wo kann ich GRILLEN");
  const auto groups = inbox->Groups(town_id);
  ASSERT_EQ(groups->size(), 1u);
  EXPECT_EQ((*groups)[0].count, 2);
}

TEST_F(InboxTest, RecordingIsRepeatableByItsKey) {
  Ask("Wo kann ich grillen?", "k");
  Ask("Wo kann ich grillen?", "k");
  EXPECT_EQ((*inbox->Groups(town_id))[0].count, 1);
}

TEST_F(InboxTest, WhatNobodyAssignedIsForgottenAfterHalfAYear) {
  ASSERT_TRUE(inbox->Record(town_id, "Wo kann ich angeln?", "unclear", {"", At(2026, 5, 20), ""}).ok());
  ASSERT_TRUE(inbox->Record({"elsewhere"}, "Wo kann ich zelten?", "unclear", {"", At(2026, 5, 20), ""}).ok());
  Ask("Wo kann ich grillen?");
  const auto groups = inbox->Groups(town_id);
  ASSERT_EQ(groups->size(), 1u);
  EXPECT_EQ((*groups)[0].questions[0].text, "Wo kann ich grillen?");
  EXPECT_TRUE(inbox->Groups({"elsewhere"})->empty());
}

TEST_F(InboxTest, NobodyNeedsToAskForItToBeForgotten) {
  Ask("Wo kann ich angeln?");
  const auto after = [&](std::chrono::seconds time) {
    EXPECT_TRUE(database->Write([&](Sql& sql) { return ForgetOldQuestions(sql, At(2026, 11, 21) + time); }).ok());
    return inbox->Groups(town_id)->size();
  };
  EXPECT_EQ(after(kUnansweredKept), 1u);
  EXPECT_EQ(after(kUnansweredKept + std::chrono::seconds(1)), 0u);
}

TEST_F(InboxTest, WhatWasAssignedIsForgottenTwoYearsAfterItWasLastAsked) {
  Ask("Wie wird das Wetter?");
  ASSERT_TRUE(inbox->Assign(town_id, (*inbox->Groups(town_id))[0].id, {}, change).ok());
  const auto left_after = [&](std::chrono::seconds time) {
    EXPECT_TRUE(database->Write([&](Sql& sql) { return ForgetOld(sql, kAuditKept, At(2026, 11, 21) + time); }).ok());
    return inbox->OutOfScope(town_id)->size();
  };
  EXPECT_EQ(left_after(kAssignedKept), 1u);
  EXPECT_EQ(left_after(kAssignedKept + std::chrono::seconds(1)), 0u);
}

TEST_F(InboxTest, WhoChangedWhatIsForgottenAfterItsPeriodAndNumbersGoOn) {
  const auto assign = [&](const std::string& text, std::chrono::sys_seconds now) {
    ASSERT_TRUE(inbox->Record(town_id, text, "unclear", {"", now, ""}).ok());
    ASSERT_TRUE(inbox->Assign(town_id, (*inbox->Groups(town_id))[0].id, {}, {"konto-7", now, ""}).ok());
  };
  assign("Wie wird das Wetter?", At(2026, 1, 1));
  assign("Wer gewinnt das Spiel?", At(2026, 1, 2));
  const auto forget = [&](std::chrono::sys_seconds now) {
    ASSERT_TRUE(database->Write([&](Sql& sql) { return ForgetOld(sql, std::chrono::days(30), now); }).ok());
  };
  forget(At(2026, 1, 15));
  ASSERT_EQ(ListAudit(*database, town_id, 0, 10)->size(), 2u);
  forget(At(2026, 3, 1));
  const auto left = ListAudit(*database, town_id, 0, 10);
  ASSERT_EQ(left->size(), 1u);
  EXPECT_EQ((*left)[0].line.actor + (*left)[0].line.object_id + (*left)[0].line.summary, "");
  assign("Wann ist Fasching?", At(2026, 3, 1));
  EXPECT_GT(ListAudit(*database, town_id, 0, 1)->at(0).number, (*left)[0].number);
}

TEST_F(InboxTest, WhatWasDeclinedIsListedApartAndKeptForAShorterTime) {
  Ask("Wo kann ich grillen?");
  ASSERT_TRUE(inbox->Record(town_id, "Wo kann ich angeln?", kDeclinedReason, {"", At(2026, 11, 21), ""}).ok());
  ASSERT_EQ(inbox->Groups(town_id)->size(), 1u);
  EXPECT_EQ((*inbox->Groups(town_id))[0].questions[0].text, "Wo kann ich grillen?");
  ASSERT_EQ(inbox->Groups(town_id, Questions::kDeclined)->size(), 1u);
  EXPECT_EQ((*inbox->Groups(town_id, Questions::kDeclined))[0].questions[0].text, "Wo kann ich angeln?");
  const auto declined_after = [&](std::chrono::seconds time) {
    EXPECT_TRUE(database->Write([&](Sql& sql) { return ForgetOldQuestions(sql, At(2026, 11, 21) + time); }).ok());
    return inbox->Groups(town_id, Questions::kDeclined)->size();
  };
  EXPECT_EQ(declined_after(kDeclinedKept), 1u);
  EXPECT_EQ(declined_after(kDeclinedKept + std::chrono::seconds(1)), 0u);
  EXPECT_EQ(inbox->Groups(town_id)->size(), 1u);
}

TEST_F(InboxTest, WhatWasDeclinedByMistakeIsAssignedWithWhatIsLikeItAndOpenedAgain) {
  for (const char* text : {"Wo darf ich im Park angeln?", "angeln im stadtpark erlaubt"})
    ASSERT_TRUE(inbox->Record(town_id, text, kDeclinedReason, change).ok());
  Ask("Angeln im Stadtpark");
  const auto groups = inbox->Groups(town_id, Questions::kDeclined);
  ASSERT_EQ(groups->size(), 1u);
  EXPECT_EQ((*groups)[0].questions.size(), 2u);
  ASSERT_TRUE(inbox->Assign(town_id, (*groups)[0].id, {AssignTarget::Kind::kService, "1"}, change).ok());
  EXPECT_EQ(inbox->Utterances(town_id)->size(), 2u);
  EXPECT_TRUE(inbox->Groups(town_id, Questions::kDeclined)->empty());
  EXPECT_EQ(inbox->Groups(town_id)->size(), 1u);
  ASSERT_TRUE(ReopenQuestions(*database, town_id, (*groups)[0].id, change).ok());
  EXPECT_EQ((*inbox->Groups(town_id, Questions::kDeclined))[0].questions.size(), 2u);
}

TEST_F(InboxTest, SimilarQuestionsShareAGroup) {
  Ask("Wo darf ich im Park grillen?");
  Ask("grillen im stadtpark erlaubt");
  Ask("Wann ist das Schwimmbad offen?");
  const auto groups = inbox->Groups(town_id);
  ASSERT_EQ(groups->size(), 2u);
  EXPECT_EQ((*groups)[0].questions.size(), 2u);
}

TEST_F(InboxTest, AnAssignedGroupWorksAtOnce) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Feuerstelle genehmigen") + ServiceXml("2", "Hund anmelden"))).ok());
  const auto towns = MakeTowns();
  ASSERT_TRUE(towns->Get(town_id).ok());
  Ask("Wo darf ich grillen?");
  const auto groups = inbox->Groups(town_id);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(inbox->Assign(town_id, (*groups)[0].id, {AssignTarget::Kind::kService, "1"}, change).ok());
  }
  EXPECT_TRUE(inbox->Groups(town_id)->empty());
  ASSERT_TRUE(towns->Refresh(town_id).ok());
  const auto hits = (*towns->Get(town_id))->search->Find("wo darf man grillen").hits;
  ASSERT_FALSE(hits.empty());
  EXPECT_EQ(hits[0].id, "1");
  EXPECT_EQ(hits[0].title, "Feuerstelle genehmigen");
}

TEST_F(InboxTest, OutOfScopeBecomesAnExample) {
  Ask("Wie wird das Wetter?");
  ASSERT_TRUE(inbox->Assign(town_id, (*inbox->Groups(town_id))[0].id, {}, change).ok());
  EXPECT_EQ(*inbox->OutOfScope(town_id), std::vector<std::string>{"Wie wird das Wetter?"});
  EXPECT_TRUE(inbox->Utterances(town_id)->empty());
}

TEST_F(InboxTest, AReopenedGroupIsThereAgainAndOthersStayAssigned) {
  Ask("Wo darf ich im Park grillen?");
  Ask("grillen im stadtpark erlaubt");
  Ask("Wie wird das Wetter?");
  std::vector<std::string> ids;
  const auto groups = inbox->Groups(town_id);
  for (const UnansweredGroup& group : *groups) {
    ids.push_back(group.id);
    ASSERT_TRUE(inbox->Assign(town_id, group.id, {}, change).ok());
  }
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(ReopenQuestions(*database, town_id, ids[0], change).ok());
  const auto again = inbox->Groups(town_id);
  ASSERT_EQ(again->size(), 1u);
  EXPECT_EQ((*again)[0].questions.size(), 2u);
  EXPECT_EQ(*inbox->OutOfScope(town_id), std::vector<std::string>{"Wie wird das Wetter?"});
  EXPECT_EQ(ReopenQuestions(*database, town_id, "nichts", change).code(), absl::StatusCode::kNotFound);
}

TEST_F(InboxTest, UnknownGroupIsNotFound) {
  EXPECT_EQ(inbox->Assign(town_id, "nichts", {}, change).code(), absl::StatusCode::kNotFound);
}

TEST_F(InboxTest, RatingsAreCountedOnce) {
  ASSERT_TRUE(inbox->Rate(town_id, "17/fee", true, {"", At(2026, 11, 21), "r1"}).ok());
  ASSERT_TRUE(inbox->Rate(town_id, "17/fee", true, {"", At(2026, 11, 21), "r1"}).ok());
  ASSERT_TRUE(inbox->Rate(town_id, "17/fee", false, {"", At(2026, 11, 21), "r2"}).ok());
  EXPECT_EQ(inbox->Rating(town_id, "17/fee")->helpful, 1);
  EXPECT_EQ(inbox->Rating(town_id, "17/fee")->unhelpful, 1);
}

TEST_F(InboxTest, WhatStaffAssignedIsKnownWordForWordAtOnce) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Hund anmelden") + ServiceXml("2", "Veranstaltung im Freien"))).ok());
  Entry entry;
  entry.questions = {"Gibt es ein Fest im Herbst?"};
  entry.answer = "Am Deich.";
  entry.state = EntryState::kPublished;
  entry = std::get<Entry>(*entries->Save(town_id, entry, 0, change));
  const auto towns = MakeTowns();
  const auto answers = [&](const std::string& text) {
    EXPECT_TRUE(towns->Refresh(town_id).ok());
    const auto asked = knowledge::Ask(**towns->Get(town_id), {text, text, {}, {}, "de", {}});
    return asked->answers.empty() ? std::string() : asked->answers[0].text;
  };
  const std::string question = "Darf unser Kleiner seinen Drachen draußen steigen lassen?";
  EXPECT_EQ(answers(question), "");
  Ask(question);
  Ask("Ich heiße «Name», wo ist «Adresse»?");
  const auto groups = *inbox->Groups(town_id);
  for (const auto& group : groups)
    ASSERT_TRUE(inbox->Assign(town_id, group.id, {AssignTarget::Kind::kEntry, entry.id.value}, change).ok());
  EXPECT_EQ(answers("darf unser kleiner seinen drachen draussen steigen lassen"), "Am Deich.");
  EXPECT_EQ(answers("Gibt es ein Fest im Herbst?"), "Am Deich.");
  const auto utterances = *inbox->Utterances(town_id);
  EXPECT_EQ(utterances.size(), 2u);
  for (const LearntUtterance& utterance : utterances)
    EXPECT_EQ(utterance.text.find("Adresse"), std::string::npos) << utterance.text;
}

TEST_F(InboxTest, NothingIsLearntFromWhatStandsBesideARating) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Hund anmelden"))).ok());
  ASSERT_TRUE(inbox->Record(town_id, "das war zu kurz gefasst", kCommentReason, change).ok());
  const auto groups = *inbox->Groups(town_id, Questions::kOpen);
  ASSERT_EQ(groups.size(), 1u);
  ASSERT_TRUE(inbox->Assign(town_id, groups[0].id, {AssignTarget::Kind::kService, "1"}, change).ok());
  EXPECT_TRUE(inbox->Utterances(town_id)->empty());
}

TEST_F(InboxTest, TheTownsSynonymsWorkAtOnce) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Bewohnerparkausweis") + ServiceXml("2", "Hund anmelden"))).ok());
  const auto towns = MakeTowns();
  ASSERT_TRUE(inbox->SaveSynonyms(town_id, {{"Knöllchenschutz", "Bewohnerparkausweis"}}, {}, change).ok());
  ASSERT_TRUE(towns->Refresh(town_id).ok());
  EXPECT_EQ((*towns->Get(town_id))->search->Find("Knöllchenschutz").hits.at(0).id, "1");
  ASSERT_TRUE(inbox->SaveSynonyms(town_id, {}, {{"Knöllchenschutz", "Bewohnerparkausweis"}}, change).ok());
  EXPECT_TRUE(inbox->TownSynonyms(town_id)->empty());
  EXPECT_FALSE(inbox->SaveSynonyms(town_id, {{"", "x"}}, {}, change).ok());
}

}  // namespace
}  // namespace amtslotse::knowledge
