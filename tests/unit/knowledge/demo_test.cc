#include "knowledge/demo.h"

#include <gtest/gtest.h>

#include "knowledge/load.h"
#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

class Demo : public TownFixture {
 protected:
  Demo() {
    Municipality town = *catalogues->FindMunicipality(town_id);
    town.demo = true;
    EXPECT_TRUE(catalogues->SaveMunicipality(town).ok());
  }

  absl::Status Load(const std::string& name, const std::string& xml, const std::string& faq, const std::string& actor,
                    std::chrono::sys_seconds now) {
    LoadRequest request;
    request.municipality = town_id;
    request.files = {{folder.File(name, xml), "", "xzufi"}};
    if (!faq.empty()) request.files.push_back({folder.File("faq.csv", faq), "", "faq-csv"});
    request.actor = actor;
    request.now = now;
    return LoadFiles(*database, *catalogues, *entries, request).status();
  }
  void Begin() {
    ASSERT_TRUE(Load("catalogue.xzufi.xml",
                     Xzufi(ServiceXml("1", "Erfundenes") + ServiceXml("2", "Behaltenes") + OfficeXml("a", "Amt")),
                     "id;question;answer\nf1;Gibt es WLAN?;Ja.\nf2;Wo parken?;Am Markt.\n", "cli:root", At(2026, 11, 1))
                    .ok());
  }
  absl::StatusOr<DemoRemains> Find() { return FindDemo(*database, *catalogues, *entries, town_id); }
  absl::StatusOr<DemoRemains> Remove() { return RemoveDemo(*database, *catalogues, *entries, town_id, change); }
};

TEST_F(Demo, WhatCameWithItAndNobodyChangedIsNamed) {
  Begin();
  const auto remains = Find();
  ASSERT_TRUE(remains.ok()) << remains.status();
  EXPECT_EQ(remains->services, (std::vector<DemoObject>{{"2", "Behaltenes"}, {"1", "Erfundenes"}}));
  EXPECT_EQ(remains->offices, (std::vector<DemoObject>{{"a", "Amt"}}));
  EXPECT_EQ(remains->entries, (std::vector<DemoObject>{{"f1", "Gibt es WLAN?"}, {"f2", "Wo parken?"}}));
  EXPECT_TRUE(catalogues->FindMunicipality(town_id)->demo) << "only looked at";
}

TEST_F(Demo, WhatStaffChangedOrImportedStays) {
  Begin();
  Entry changed = *entries->Find(town_id, {"f2"});
  changed.answer = "In der Marktgarage.";
  ASSERT_TRUE(entries->Save(town_id, changed, changed.version, change).ok());
  ASSERT_TRUE(
      Load("eigener.xml", Xzufi(ServiceXml("2", "Unseres") + ServiceXml("3", "Neues")), "", "p-1", At(2026, 11, 2))
          .ok());
  const auto removed = Remove();
  ASSERT_TRUE(removed.ok()) << removed.status();
  EXPECT_EQ(Active()->FindHead({"1"}), nullptr);
  EXPECT_EQ(Active()->FindOffice({"a"}), nullptr);
  EXPECT_NE(Active()->FindHead({"2"}), nullptr);
  EXPECT_NE(Active()->FindHead({"3"}), nullptr);
  const auto live = entries->Published(town_id);
  ASSERT_EQ(live->size(), 1u);
  EXPECT_EQ((*live)[0].id.value, "f2");
}

TEST_F(Demo, QuestionsAskedInItAreForgottenAndTheTownIsReal) {
  Begin();
  ASSERT_TRUE(inbox->Record(town_id, "Wo kann ich grillen?", "unclear", change).ok());
  ASSERT_EQ(Find()->open_questions, 1);
  ASSERT_TRUE(Remove().ok());
  EXPECT_TRUE(inbox->Groups(town_id)->empty());
  EXPECT_FALSE(catalogues->FindMunicipality(town_id)->demo);
  EXPECT_EQ(Remove().status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(Demo, TheCatalogueComesBackByUndoingTheRemoval) {
  Begin();
  const auto removed = Remove();
  ASSERT_FALSE(removed->import_id.empty());
  ASSERT_TRUE(UndoImport(*database, town_id, removed->import_id, "Erika", At(2026, 11, 22)).ok());
  EXPECT_EQ(Active()->services().size(), 2u);
  Municipality town = *catalogues->FindMunicipality(town_id);
  town.demo = true;
  ASSERT_TRUE(catalogues->SaveMunicipality(town).ok());
  EXPECT_EQ(Find()->services.size(), 2u) << "what came back is still known as the demonstration's";
}

TEST_F(Demo, WhatTheOperatorImportedFromAnotherFileIsNoDemonstration) {
  ASSERT_TRUE(Load("musterstadt.xml", Xzufi(ServiceXml("1", "Echtes")), "", "cli:root", At(2026, 11, 1)).ok());
  EXPECT_TRUE(Find()->services.empty());
}

}  // namespace
}  // namespace amtslotse::knowledge
