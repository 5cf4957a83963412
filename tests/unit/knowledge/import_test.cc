#include "knowledge/import/import.h"

#include <gtest/gtest.h>

#include "knowledge/load.h"
#include "knowledge/readiness.h"
#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

class Imports : public TownFixture {};

TEST_F(Imports, CountNewChangedDeletedAndUnchanged) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Eins") + ServiceXml("2", "Zwei") + ServiceXml("3", "Drei"))).ok());
  const auto report = ImportText(
      Xzufi(ServiceXml("1", "Eins") + ServiceXml("2", "Zwei neu") + ServiceXml("4", "Vier") +
            R"(<xzufi:loesche klasse="Leistung"><xzufi:id schemeAgencyID="T">3</xzufi:id></xzufi:loesche>)"));
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->added, 1);
  EXPECT_EQ(report->changed, 1);
  EXPECT_EQ(report->deleted, 1);
  EXPECT_EQ(report->unchanged, 1);
  EXPECT_EQ(report->version, 2);
  ASSERT_EQ(Active()->services().size(), 3u);
  EXPECT_EQ((*Active()->FindService({"2"}))->name, "Zwei neu");
  EXPECT_EQ(Active()->FindService({"3"}).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(Imports, RepeatingOneChangesNothing) {
  const std::string file = Xzufi(ServiceXml("1", "Eins") + OfficeXml("a", "Amt"));
  ASSERT_TRUE(ImportText(file).ok());
  const auto again = ImportText(file);
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(again->activated);
  EXPECT_EQ(again->unchanged, 2);
  EXPECT_EQ(Active()->version(), 1);
}

TEST_F(Imports, DeletingWhatIsNotThereIsNoChange) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Eins"))).ok());
  const auto report = ImportText(Xzufi(R"(<xzufi:loesche klasse="Leistung"><xzufi:id>99</xzufi:id></xzufi:loesche>)"));
  ASSERT_TRUE(report.ok());
  EXPECT_FALSE(report->activated);
}

TEST_F(Imports, AnOfficeWrittenAgainLosesTheRulesItNoLongerCarries) {
  const std::string service = ServiceXml("1", "Eins");
  ASSERT_TRUE(ImportText(Xzufi(service + OfficeXml("a", "Amt",
                                                   "<xzufi:zustaendigkeit><xzufi:id>z</xzufi:id>"
                                                   "<xzufi:leistungID>1</xzufi:leistungID></xzufi:zustaendigkeit>")))
                  .ok());
  EXPECT_EQ(Active()->rules().size(), 1u);
  const auto report = ImportText(Xzufi(OfficeXml("a", "Amt")));
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->deleted, 1);
  EXPECT_TRUE(Active()->rules().empty());
}

TEST_F(Imports, ACompleteFileDeletesWhatItDoesNotName) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Eins") + ServiceXml("2", "Zwei"))).ok());
  const auto report = ImportText(Xzufi(ServiceXml("1", "Eins")), town_id, /*complete=*/true);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->deleted, 1);
  EXPECT_EQ(Active()->services().size(), 1u);
}

TEST_F(Imports, CanBeUndoneOnceAndRepeatably) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Alt") + ServiceXml("2", "Bleibt"))).ok());
  const auto second = ImportText(
      Xzufi(ServiceXml("1", "Neu") + ServiceXml("3", "Dazu") +
            R"(<xzufi:loesche klasse="Leistung"><xzufi:id schemeAgencyID="T">2</xzufi:id></xzufi:loesche>)"));
  ASSERT_TRUE(second.ok());
  for (int i = 0; i < 2; ++i) {
    const auto undone = UndoImport(*database, town_id, second->id, "Erika", At(2026, 11, 22));
    ASSERT_TRUE(undone.ok()) << undone.status();
    EXPECT_EQ(undone->version, 3);
  }
  ASSERT_EQ(Active()->services().size(), 2u);
  EXPECT_EQ((*Active()->FindService({"1"}))->name, "Alt");
  EXPECT_EQ(UndoImport(*database, town_id, "1", "Erika", At(2026, 11, 22)).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ((*ListImports(*database, town_id)).size(), 3u);
}

TEST_F(Imports, OldVersionsStayReadable) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Alt"))).ok());
  const auto held = Active();
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Neu"))).ok());
  EXPECT_EQ((*held->FindService({"1"}))->name, "Alt");
  EXPECT_EQ((*(*catalogues->AtVersion(town_id, 1))->FindService({"1"}))->name, "Alt");
  EXPECT_EQ(catalogues->AtVersion(town_id, 9).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(Imports, NothingLeaksBetweenMunicipalities) {
  AddMunicipality("nachbarort");
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Unsere"))).ok());
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Ihre") + ServiceXml("2", "Nur dort")), {"nachbarort"}).ok());
  EXPECT_EQ(Active()->services().size(), 1u);
  EXPECT_EQ((*Active()->FindService({"1"}))->name, "Unsere");
  EXPECT_FALSE(Active()->FindHead({"2"}));
}

TEST_F(Imports, UnknownMunicipalityIsNotFound) {
  EXPECT_EQ(ImportText(Xzufi(""), {"nirgendwo"}).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(Imports, ADryRunTellsAndChangesNothing) {
  ImportRequest request;
  request.municipality = town_id;
  request.files = {{folder.File("a.xml", Xzufi(ServiceXml("1", "Eins"))), ""}};
  request.dry_run = true;
  const auto report = ImportCatalogue(*database, request);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->added, 1);
  EXPECT_FALSE(report->activated);
  EXPECT_EQ(Active()->version(), 0);
}

TEST_F(Imports, TheFirstAgencyBecomesTheMunicipalitys) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Eins"))).ok());
  EXPECT_EQ(catalogues->FindMunicipality(town_id)->agency_id, "T");
}

TEST_F(Imports, StandInTheAudit) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Eins"))).ok());
  const auto lines = ListAudit(*database, town_id, 0, 10);
  ASSERT_TRUE(lines.ok());
  EXPECT_EQ((*lines)[0].line.action, "import");
  EXPECT_EQ((*lines)[0].line.actor, "test");
}

TEST_F(Imports, SpecialisationsAndOnlineServicesJoinTheirService) {
  ASSERT_TRUE(
      ImportText(
          Xzufi(
              ServiceXml("1", "Eins",
                         "<xzufi:modulKosten><xzufi:beschreibung>10 Euro</xzufi:beschreibung></xzufi:modulKosten>") +
              R"(<xzufi:schreibe><xzufi:spezialisierung><xzufi:id>s</xzufi:id><xzufi:leistungID schemeAgencyID="T">1</xzufi:leistungID>
         <xzufi:modulKosten><xzufi:beschreibung>12 Euro</xzufi:beschreibung></xzufi:modulKosten></xzufi:spezialisierung></xzufi:schreibe>
         <xzufi:schreibe><xzufi:onlinedienst><xzufi:id>o</xzufi:id><xzufi:link><xzufi:link>https://x.example</xzufi:link></xzufi:link>
         <xzufi:leistungID schemeAgencyID="T">1</xzufi:leistungID></xzufi:onlinedienst></xzufi:schreibe>)"))
          .ok());
  const auto service = *Active()->FindService({"1"});
  ASSERT_EQ(service->modules.size(), 1u);
  EXPECT_EQ(service->modules[0].text, "12 Euro");
  ASSERT_EQ(service->online_services.size(), 1u);
}

TEST_F(Imports, LoadFilesTakesCataloguesAndEntriesTogether) {
  LoadRequest request;
  request.municipality = town_id;
  request.now = At(2026, 11, 21);
  request.files = {
      {folder.File("k.xml", Xzufi(ServiceXml("1", "Eins"))), "", ""},
      {folder.File("faq.csv", "question;answer\nWarum?;Darum.\n"), "", ""},
      {folder.File("streets.csv", "entry;street;house_numbers;text\nfaq-warum;Am Markt;;Montags\n"), "", ""}};
  const auto report = LoadFiles(*database, *catalogues, *entries, request);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->added, 2);
  ASSERT_EQ(entries->Published(town_id)->size(), 1u);
  EXPECT_EQ((*entries->Published(town_id))[0].by_street[0].text, "Montags");
  request.files.push_back({folder.File("bad.csv", "question;answer\n;ohne Frage\n"), "", ""});
  EXPECT_EQ(LoadFiles(*database, *catalogues, *entries, request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(Imports, ADryRunCountsEntriesAndChangesNone) {
  LoadRequest request;
  request.municipality = town_id;
  request.now = At(2026, 11, 21);
  request.files = {{folder.File("faq.csv", "question;answer\nWarum?;Darum.\nWo?;Dort.\n"), "", ""}};
  ASSERT_TRUE(LoadFiles(*database, *catalogues, *entries, request).ok());
  request.dry_run = true;
  request.files = {{folder.File("next.csv", "question;answer\nWarum?;Darum.\nWo?;Hier.\nWann?;Bald.\n"), "", ""}};
  const auto report = LoadFiles(*database, *catalogues, *entries, request);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->added, 1);
  EXPECT_EQ(report->changed, 1);
  EXPECT_EQ(report->unchanged, 1);
  EXPECT_EQ(entries->Published(town_id)->size(), 2u);
}

TEST_F(Imports, EntriesKeepTheirAnswersByStreetWhenOnlyTheFaqComesAgain) {
  LoadRequest request;
  request.municipality = town_id;
  request.now = At(2026, 11, 21);
  request.files = {
      {folder.File("faq.csv", "question;answer\nWarum?;Darum.\n"), "", ""},
      {folder.File("streets.csv", "entry;street;house_numbers;text\nfaq-warum;Am Markt;;Montags\n"), "", ""}};
  ASSERT_TRUE(LoadFiles(*database, *catalogues, *entries, request).ok());
  request.files.pop_back();
  const auto again = LoadFiles(*database, *catalogues, *entries, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->unchanged, 1);
  EXPECT_EQ((*entries->Published(town_id))[0].by_street.size(), 1u);
}

TEST_F(Imports, OfEntriesCanBeReadAndTakenBack) {
  LoadRequest request;
  request.municipality = town_id;
  request.actor = "test";
  request.now = At(2026, 11, 21);
  request.files = {{folder.File("faq.csv", "question;answer;service\nWarum?;Darum.;\nWo?;Dort.;99\n"), "", ""}};
  ASSERT_TRUE(LoadFiles(*database, *catalogues, *entries, request).ok());
  request.files = {{folder.File("next.csv", "question;answer\nWarum?;Deshalb.\nWo?;Hier.\nWann?;Bald.\n"), "", ""}};
  const auto second = LoadFiles(*database, *catalogues, *entries, request);
  ASSERT_TRUE(second.ok()) << second.status();
  const auto kept = *ListImports(*database, town_id);
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(kept[0].changes.size(), 3u);
  EXPECT_EQ(kept[0].files, std::vector<std::string>{"next.csv"});
  ASSERT_EQ(kept[1].remarks.size(), 1u);  // there is no service 99
  Entry changed = *entries->Find(town_id, {"faq-wo"});
  changed.answer = "Woanders.";
  ASSERT_TRUE(entries->Save(town_id, changed, changed.version, change).ok());

  const auto undone = UndoImport(*database, town_id, second->id, "Erika", At(2026, 11, 22));
  ASSERT_TRUE(undone.ok()) << undone.status();
  EXPECT_EQ(entries->Find(town_id, {"faq-warum"})->answer, "Darum.");
  EXPECT_EQ(entries->Find(town_id, {"faq-wo"})->answer, "Woanders.");  // somebody's since
  EXPECT_EQ(undone->remarks.size(), 1u);
  EXPECT_EQ(entries->Find(town_id, {"faq-wann"})->state, EntryState::kArchived);
  ASSERT_TRUE(UndoImport(*database, town_id, undone->id, "Erika", At(2026, 11, 22)).ok());
  EXPECT_EQ(entries->Find(town_id, {"faq-warum"})->answer, "Deshalb.");
  EXPECT_EQ(entries->Find(town_id, {"faq-wann"})->state, EntryState::kPublished);
}

TEST_F(Imports, TellWhatDoesNotFitTogetherInTheStoredReportAndInATrial) {
  const std::string file =
      Xzufi(ServiceXml("1", "Eins") + OfficeXml("a", "Amt",
                                                "<xzufi:zustaendigkeit><xzufi:id>z</xzufi:id>"
                                                "<xzufi:leistungID>9</xzufi:leistungID></xzufi:zustaendigkeit>"));
  ImportRequest request;
  request.municipality = town_id;
  request.files = {{folder.File("a.xml", file), ""}};
  request.dry_run = true;
  EXPECT_EQ(ImportCatalogue(*database, request)->remark_count, 1);
  ASSERT_TRUE(ImportText(file).ok());
  ASSERT_EQ((*ListImports(*database, town_id))[0].remarks.size(), 1u);
  const auto next = ImportText(Xzufi(ServiceXml("2", "Zwei")));  // told once, not with every import after it
  ASSERT_TRUE(next.ok());
  EXPECT_EQ(next->remark_count, 0);
  EXPECT_EQ(next->changes, std::vector<std::string>{"neu Leistung 2 – Zwei"});
}

TEST_F(Imports, ACompleteFileWithNothingInItIsRefused) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Eins"))).ok());
  EXPECT_EQ(ImportText(Xzufi(""), town_id, /*complete=*/true).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Active()->services().size(), 1u);
}

TEST_F(Imports, ThatNobodyLooksAtAreRefusedWhenTheyDeleteMost) {
  std::string services;
  for (int i = 0; i < 30; ++i) services += ServiceXml(std::to_string(i), "Leistung " + std::to_string(i));
  ASSERT_TRUE(ImportText(Xzufi(services)).ok());
  ImportRequest request;
  request.municipality = town_id;
  request.files = {{folder.File("a.xml", Xzufi(ServiceXml("1", "Leistung 1"))), ""}};
  request.complete = request.refuse_losses = true;
  EXPECT_EQ(ImportCatalogue(*database, request).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Active()->services().size(), 30u);
  request.refuse_losses = false;
  request.dry_run = true;
  EXPECT_TRUE(LosesMost(*ImportCatalogue(*database, request)));
}

TEST_F(Imports, CutNamesThatNobodyCanRead) {
  const auto report =
      ImportText(Xzufi(ServiceXml("1", std::string(3000, 'n')) + ServiceXml(std::string(3000, '7'), "Zwei")));
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->remark_count, 2);
  ASSERT_EQ(Active()->services().size(), 1u);
  EXPECT_LT(Active()->services()[0].name.size(), 600u);
}

TEST_F(Imports, WhatTheTownWritesClosesAGapOfReadiness) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Bewohnerparkausweis"))).ok());
  const auto towns = MakeTowns();
  const auto lacks = [&](std::string_view request) {
    EXPECT_TRUE(towns->Refresh(town_id).ok());
    const auto items = MeasureReadiness(**towns->Get(town_id));
    const auto item =
        std::find_if(items->begin(), items->end(), [&](const auto& one) { return one.request == request; });
    return item->lacks;
  };
  EXPECT_EQ(lacks("Elterngeld"), std::vector<std::string>{"service"});
  EXPECT_EQ(lacks("Anwohnerparkausweis"), (std::vector<std::string>{"fee", "documents", "office"}));
  Entry entry;
  entry.questions = {"Wo bekomme ich Elterngeld?", "Elterngeld"};
  entry.answer = "Beim Kreis.";
  entry.state = EntryState::kPublished;
  ASSERT_TRUE(entries->Save(town_id, entry, 0, change).ok());
  EXPECT_TRUE(lacks("Elterngeld").empty());
  entry.questions = {"Was kostet der Parkausweis?"};
  entry.service = ServiceId{"1"};
  entry.act = "fee";
  ASSERT_TRUE(entries->Save(town_id, entry, 0, change).ok());
  EXPECT_EQ(lacks("Anwohnerparkausweis"), (std::vector<std::string>{"documents", "office"}));
}

TEST_F(Imports, OwnersGetATaskWhenTheTextBeneathTheirEntryChanges) {
  const auto file = [&](const std::string& fee) {
    return Xzufi(ServiceXml(
        "1", "Eins", "<xzufi:modulKosten><xzufi:beschreibung>" + fee + "</xzufi:beschreibung></xzufi:modulKosten>"));
  };
  ASSERT_TRUE(ImportText(file("10 Euro")).ok());
  Entry entry;
  entry.questions = {"Was kostet eins?"};
  entry.answer = "Zehn.";
  entry.service = ServiceId{"1"};
  entry.act = "fee";
  entry.owner = "erika";
  entry.state = EntryState::kPublished;
  ASSERT_TRUE(entries->Save(town_id, entry, 0, change).ok());
  LoadRequest request;
  request.municipality = town_id;
  request.files = {{folder.File("k.xml", file("12 Euro")), "", ""}};
  ASSERT_TRUE(LoadFiles(*database, *catalogues, *entries, request).ok());
  const auto tasks = entries->ReviewTasks(town_id);
  ASSERT_EQ(tasks->size(), 1u);
  EXPECT_EQ((*tasks)[0].owner, "erika");
  EXPECT_EQ((*tasks)[0].before, "10 Euro");
  EXPECT_EQ((*tasks)[0].after, "12 Euro");
  ASSERT_TRUE(entries->CloseReviewTask(town_id, (*tasks)[0].id, change).ok());
  EXPECT_TRUE(entries->ReviewTasks(town_id)->empty());
}

}  // namespace
}  // namespace amtslotse::knowledge
