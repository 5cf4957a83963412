#include "knowledge/entry_store.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

class Entries : public TownFixture {
 protected:
  static Entry Draft(const std::string& question, const std::string& answer = "Antwort.") {
    Entry entry;
    entry.questions = {question};
    entry.answer = answer;
    return entry;
  }
  Entry Saved(const Entry& entry, std::int64_t expected) {
    const auto outcome = entries->Save(town_id, entry, expected, change);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return std::get<Entry>(*outcome);
  }
};

TEST_F(Entries, EveryVersionIsKept) {
  Entry entry = Saved(Draft("Frage?", "Eins."), 0);
  EXPECT_EQ(entry.version, 1);
  EXPECT_EQ(entry.changed_by, "Erika");
  entry.answer = "Zwei.";
  entry = Saved(entry, 1);
  const auto versions = entries->Versions(town_id, entry.id);
  ASSERT_EQ(versions->size(), 2u);
  EXPECT_EQ((*versions)[0].answer, "Zwei.");
  EXPECT_EQ((*versions)[1].answer, "Eins.");
}

TEST_F(Entries, TheSecondOfTwoEditorsSeesTheConflictAndNothingIsLost) {
  const Entry base = Saved(Draft("Frage?"), 0);
  Entry first = base, second = base;
  first.answer = "Von Erika.";
  second.answer = "Von Max.";
  Saved(first, 1);
  const auto outcome = entries->Save(town_id, second, 1, {"Max", At(2026, 11, 21), ""});
  ASSERT_TRUE(outcome.ok());
  const auto* conflict = std::get_if<EditConflict>(&*outcome);
  ASSERT_TRUE(conflict);
  EXPECT_EQ(conflict->current.answer, "Von Erika.");
  EXPECT_EQ(entries->Versions(town_id, base.id)->size(), 2u);
}

TEST_F(Entries, ADraftOnAPublishedEntryChangesNothingForCitizens) {
  Entry entry = Draft("Frage?", "Gilt.");
  entry.state = EntryState::kPublished;
  entry = Saved(entry, 0);
  entry.answer = "Entwurf.";
  entry.state = EntryState::kDraft;
  entry = Saved(entry, 1);
  ASSERT_EQ(entries->Published(town_id)->size(), 1u);
  EXPECT_EQ((*entries->Published(town_id))[0].answer, "Gilt.");
  ASSERT_TRUE(entries->SetState(town_id, entry.id, EntryState::kPublished, 2, change).ok());
  EXPECT_EQ((*entries->Published(town_id))[0].answer, "Entwurf.");
  ASSERT_TRUE(entries->SetState(town_id, entry.id, EntryState::kArchived, 3, change).ok());
  EXPECT_TRUE(entries->Published(town_id)->empty());
}

TEST_F(Entries, SavingIsRepeatableByItsKey) {
  const Change keyed{"Erika", At(2026, 11, 21), "key-1"};
  const auto first = entries->Save(town_id, Draft("Frage?"), 0, keyed);
  const auto again = entries->Save(town_id, Draft("Frage?"), 0, keyed);
  EXPECT_EQ(std::get<Entry>(*first).id, std::get<Entry>(*again).id);
  EXPECT_EQ(entries->List(town_id)->size(), 1u);
}

TEST_F(Entries, TextsAreSanitised) {
  const Entry entry = Saved(Draft("Frage?", "<script>x</script> [hier](javascript:1)"), 0);
  EXPECT_EQ(entry.answer.find("javascript"), std::string::npos);
  EXPECT_EQ(entry.answer.rfind("\\<script>", 0), 0u);
}

TEST_F(Entries, BadFieldsAreNamed) {
  EXPECT_NE(std::string(entries->Save(town_id, Draft(""), 0, change).status().message()).find("question"),
            std::string::npos);
  EXPECT_NE(std::string(entries->Save(town_id, Draft("Frage?", ""), 0, change).status().message()).find("answer"),
            std::string::npos);
  Entry entry = Draft("Frage?");
  entry.links = {{"x", "javascript:1"}};
  EXPECT_NE(std::string(entries->Save(town_id, entry, 0, change).status().message()).find("links"), std::string::npos);
}

TEST_F(Entries, OverdueOnesAreListed) {
  Entry entry = Draft("Alt?");
  entry.review_on = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
  Saved(entry, 0);
  Saved(Draft("Neu?"), 0);
  EntryFilter filter;
  filter.overdue_on = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);
  ASSERT_EQ(entries->List(town_id, filter)->size(), 1u);
  filter = {};
  filter.text = "NEU";
  EXPECT_EQ(entries->List(town_id, filter)->size(), 1u);
}

TEST_F(Entries, ManyWritersAtOnceLoseNothing) {
  const Entry base = Saved(Draft("Frage?"), 0);
  std::atomic<int> saved = 0, refused = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([&, i] {
      Entry mine = base;
      mine.answer = "Von " + std::to_string(i);
      const auto outcome = entries->Save(town_id, mine, 1, change);
      ++(std::holds_alternative<Entry>(*outcome) ? saved : refused);
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(saved, 1);
  EXPECT_EQ(refused, 7);
}

TEST_F(Entries, NoticesHaveVersionsToo) {
  Notice notice;
  notice.title = "Geschlossen";
  notice.starts = At(2026, 11, 20);
  const auto saved = entries->SaveNotice(town_id, notice, change);
  ASSERT_TRUE(saved.ok());
  EXPECT_EQ(saved->version, 1);
  Notice stale = *saved;
  stale.version = 0;
  EXPECT_EQ(entries->SaveNotice(town_id, stale, change).status().code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(entries->DeleteNotice(town_id, saved->id, change).ok());
  EXPECT_TRUE(entries->DeleteNotice(town_id, saved->id, change).ok());
  EXPECT_TRUE(entries->Notices(town_id)->empty());
  const auto lines = ListAudit(*database, town_id, 0, 10);
  ASSERT_EQ(lines->size(), 3u);  // one of them the town's own
  EXPECT_EQ((*lines)[0].line.action + ": " + (*lines)[0].line.summary, "delete_notice: Geschlossen");
}

TEST_F(Entries, EveryChangeStandsInTheAudit) {
  const Entry entry = Saved(Draft("Frage?"), 0);
  ASSERT_TRUE(entries->SetState(town_id, entry.id, EntryState::kPublished, 1, change).ok());
  ASSERT_TRUE(entries->SetState(town_id, entry.id, EntryState::kDraft, 2, change).ok());
  ASSERT_TRUE(entries->SetState(town_id, entry.id, EntryState::kArchived, 3, change).ok());
  const auto lines = ListAudit(*database, town_id, 0, 10);
  ASSERT_EQ(lines->size(), 5u);
  std::string deeds;
  for (const NumberedAuditLine& each : *lines) deeds += each.line.action + " ";
  EXPECT_EQ(deeds, "archive_entry draft_entry publish_entry create_entry save_municipality ");
  EXPECT_EQ((*lines)[0].line.object_id, entry.id.value);
  EXPECT_EQ((*lines)[0].line.actor, "Erika");
}

TEST(Difference, ShowsRemovedAndAddedLines) {
  using Kind = TextDifference::Kind;
  const auto lines = Difference("a\nb\nc", "a\nx\nc\nd");
  std::string shape;
  for (const TextDifference& line : lines)
    shape += (line.kind == Kind::kSame ? " " : line.kind == Kind::kAdded ? "+" : "-") + line.text;
  EXPECT_EQ(shape, " a-b+x c+d");
  EXPECT_TRUE(Difference("", "").empty());
}

}  // namespace
}  // namespace amtslotse::knowledge
