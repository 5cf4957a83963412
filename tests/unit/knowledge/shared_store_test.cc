// The store on PostgreSQL: all that is done to it on SQLite works there too, and two processes share it.
#include "tests/support/postgres_server.h"
#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

// One process's view of the shared database.
struct Replica {
  explicit Replica(const std::string& connection)
      : database(*OpenPostgres(connection)),
        catalogues(*database),
        entries(*database),
        inbox(*database),
        towns(*database, catalogues, entries, inbox, *Synonyms::Parse(ShippedSynonymsText()), IndexFiles{"", true}) {}

  absl::StatusOr<AskResult> Asked(const std::string& text) {
    AskQuestion question;
    question.topic = question.text = text;
    question.now = At(2026, 11, 21);
    const auto town = towns.Get({"musterstadt"});
    if (!town.ok()) return town.status();
    return Ask(**town, question);
  }

  std::unique_ptr<Database> database;
  CatalogueStore catalogues;
  EntryStore entries;
  Inbox inbox;
  Towns towns;
};

class SharedStore : public ::testing::Test {
 protected:
  SharedStore() : connection(server.NewDatabase()), first(connection), second(connection) {
    EXPECT_TRUE(PrepareTables(*first.database).ok());
    EXPECT_TRUE(PrepareTables(*second.database).ok());
    Municipality municipality;
    municipality.id = town;
    municipality.name = "Musterstadt";
    EXPECT_TRUE(first.catalogues.SaveMunicipality(municipality).ok());
  }

  absl::StatusOr<ImportReport> Import(Replica& replica, const std::string& content) {
    ImportRequest request;
    request.municipality = town;
    request.files = {{folder.File("import.xml", content), ""}};
    request.now = At(2026, 11, 21);
    return ImportCatalogue(*replica.database, request);
  }

  tests::PostgresServer server;
  Folder folder;
  MunicipalityId town{"musterstadt"};
  std::string connection;
  Replica first, second;
  Change change{"Erika", At(2026, 11, 21), ""};
};

TEST_F(SharedStore, ImportsUndoesAndReportsAsOnSqlite) {
  const auto report = Import(
      first, Xzufi(ServiceXml("1", "Hund anmelden") + ServiceXml("2", "Hund abmelden") + OfficeXml("a", "Steueramt")));
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->added, 3);
  EXPECT_FALSE(Import(second, Xzufi(ServiceXml("1", "Hund anmelden")))->activated);
  const auto changed = Import(second, Xzufi(ServiceXml("1", "Hunde anmelden")));
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->changed, 1);
  EXPECT_EQ((*(*first.catalogues.Active(town))->FindService({"1"}))->name, "Hunde anmelden");
  ASSERT_TRUE(UndoImport(*first.database, town, changed->id, "Erika", change.now).ok());
  EXPECT_EQ((*(*second.catalogues.Active(town))->FindService({"1"}))->name, "Hund anmelden");
  EXPECT_EQ(ListImports(*second.database, town)->size(), 3u);
}

TEST_F(SharedStore, WhatOnePublishesTheOtherAnswersAfterItsNextLook) {
  ASSERT_TRUE(Import(first, Xzufi(ServiceXml("1", "Hund anmelden"))).ok());
  ASSERT_TRUE(second.towns.RefreshAll().ok());
  EXPECT_NE(second.Asked("wann ist wochenmarkt")->outcome, AskResult::Outcome::kAnswered);
  Entry entry;
  entry.questions = {"Wann ist Wochenmarkt?"};
  entry.answer = "Mittwochs.";
  entry.state = EntryState::kPublished;
  ASSERT_TRUE(first.entries.Save(town, entry, 0, change).ok());
  ASSERT_TRUE(second.towns.RefreshAll().ok());
  const auto answer = second.Asked("wann ist wochenmarkt");
  ASSERT_TRUE(answer.ok());
  ASSERT_EQ(answer->outcome, AskResult::Outcome::kAnswered);
  EXPECT_EQ(answer->answers[0].text, "Mittwochs.");
}

TEST_F(SharedStore, TheSecondOfTwoEditorsSeesTheConflict) {
  Entry entry;
  entry.questions = {"Wann ist Wochenmarkt?"};
  entry.answer = "Mittwochs.";
  const auto saved = std::get<Entry>(*first.entries.Save(town, entry, 0, change));
  Entry mine = saved, yours = saved;
  mine.answer = "Donnerstags.";
  yours.answer = "Freitags.";
  ASSERT_TRUE(std::holds_alternative<Entry>(*first.entries.Save(town, mine, saved.version, change)));
  const auto outcome = *second.entries.Save(town, yours, saved.version, change);
  ASSERT_TRUE(std::holds_alternative<EditConflict>(outcome));
  EXPECT_EQ(std::get<EditConflict>(outcome).current.answer, "Donnerstags.");
}

TEST_F(SharedStore, QuestionsOfBothAreCountedTogetherAndAssigned) {
  ASSERT_TRUE(Import(first, Xzufi(ServiceXml("1", "Hund anmelden"))).ok());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(
        first.inbox.Record(town, "köter registrieren", "no_hit", {"", change.now, "a" + std::to_string(i)}).ok());
    ASSERT_TRUE(
        second.inbox.Record(town, "köter registrieren", "no_hit", {"", change.now, "a" + std::to_string(i)}).ok());
  }
  const auto groups = *second.inbox.Groups(town);
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].count, 3);
  ASSERT_TRUE(second.inbox.Assign(town, groups[0].id, {AssignTarget::Kind::kService, "1"}, change).ok());
  ASSERT_TRUE(first.towns.RefreshAll().ok());
  const auto answer = first.Asked("köter registrieren");
  ASSERT_TRUE(answer.ok());
  ASSERT_TRUE(answer->service.has_value());
  EXPECT_EQ(answer->service->id.value, "1");
}

}  // namespace
}  // namespace amtslotse::knowledge
