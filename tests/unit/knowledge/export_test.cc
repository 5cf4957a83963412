#include "knowledge/export/xzufi_writer.h"
#include "knowledge/import/entry_csv.h"
#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

class Export : public TownFixture {
 protected:
  std::string Written(const MunicipalityId& id) {
    const auto town = *catalogues->FindMunicipality(id);
    std::string text;
    const absl::Status status =
        WriteXzufi(*database, town, *catalogues->ActiveVersion(id), At(2026, 11, 21), [&](std::string_view piece) {
          text += piece;
          return true;
        });
    EXPECT_TRUE(status.ok()) << status;
    return text;
  }

  // Everything of the active version as it is stored, by kind and id.
  std::map<std::string, std::string> Objects(const MunicipalityId& id) {
    std::map<std::string, std::string> objects;
    EXPECT_TRUE(database
                    ->Read([&](Sql& sql) {
                      return sql.Query(
                          "SELECT kind, object_id, content FROM catalogue_object WHERE municipality_id = $1 AND "
                          "to_version = $2",
                          {id.value, std::int64_t{9'000'000'000'000'000'000}}, [&](const SqlRow& row) {
                            objects[AsText(row[0]) + " " + AsText(row[1])] = AsText(row[2]);
                            return true;
                          });
                    })
                    .ok());
    return objects;
  }

  absl::StatusOr<ImportReport> ImportFile(const std::string& path, const MunicipalityId& to) {
    ImportRequest request;
    request.municipality = to;
    request.files = {{path, ""}};
    request.now = At(2026, 11, 21);
    return ImportCatalogue(*database, request);
  }

  MunicipalityId copy{"kopie"};
};

TEST_F(Export, TheDemoTownsCatalogueComesBackEqual) {
  for (const char* demo : {"erlenfurt", "krummwik"}) {
    const MunicipalityId original{demo}, again{std::string(demo) + "-kopie"};
    AddMunicipality(original.value);
    AddMunicipality(again.value);
    ASSERT_TRUE(ImportFile(std::string("knowledge/data/demo/") + demo + "/catalogue.xzufi.xml", original).ok());
    const auto report = ImportText(Written(original), again);
    ASSERT_TRUE(report.ok()) << report.status();
    const auto before = Objects(original), after = Objects(again);
    EXPECT_GT(before.size(), 10u);
    EXPECT_EQ(before.size(), after.size());
    for (const auto& [id, content] : before) {
      const auto found = after.find(id);
      ASSERT_NE(found, after.end()) << id;
      EXPECT_EQ(content, found->second) << id;
    }
  }
}

TEST_F(Export, IsTakenInAgainWithoutAChange) {
  AddMunicipality("erlenfurt");
  ASSERT_TRUE(ImportFile("knowledge/data/demo/erlenfurt/catalogue.xzufi.xml", {"erlenfurt"}).ok());
  const auto report = ImportText(Written({"erlenfurt"}), {"erlenfurt"}, /*complete=*/true);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_FALSE(report->activated);
  EXPECT_EQ(report->added + report->changed + report->deleted, 0)
      << (report->changes.empty() ? "" : report->changes[0]);
}

TEST_F(Export, KeepsUnknownModulesOtherAgenciesAndAwkwardText) {
  const std::string more =
      R"(<xzufi:modulNeuartig><xzufi:inhalt languageCode="de">Neu &amp; "anders" &lt;p&gt;5 &amp;lt; 6 * 7&lt;/p&gt;</xzufi:inhalt></xzufi:modulNeuartig>)"
      R"(<xzufi:modulText><xzufi:inhalt languageCode="de-LS">Das ist leicht.</xzufi:inhalt><xzufi:leikaTextmodul><code>08</code></xzufi:leikaTextmodul></xzufi:modulText>)";
  const std::string foreign =
      R"(<xzufi:schreibe><xzufi:leistung><xzufi:id schemeAgencyID="Land">7</xzufi:id><xzufi:modulText><xzufi:inhalt languageCode="de">Angeln</xzufi:inhalt>)"
      R"(<xzufi:leikaTextmodul><code>02</code></xzufi:leikaTextmodul></xzufi:modulText></xzufi:leistung></xzufi:schreibe>)";
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Hund &amp; Katze", more) + foreign)).ok());
  AddMunicipality(copy.value);
  ASSERT_TRUE(ImportText(Written(town_id), copy).ok());
  EXPECT_EQ(Objects(town_id), Objects(copy));
  EXPECT_TRUE(Objects(copy).contains("service Land:7"));
}

TEST_F(Export, AnInterruptedReaderEndsIt) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Hund"))).ok());
  const auto town = *catalogues->FindMunicipality(town_id);
  EXPECT_EQ(WriteXzufi(*database, town, 1, At(2026, 1, 1), [](std::string_view) { return false; }).code(),
            absl::StatusCode::kCancelled);
}

TEST(EntryCsvExport, ComesBackEqual) {
  Entry entry;
  entry.id.value = "abfall";
  entry.questions = {"Wann kommt die \"Tonne\"?", "Müll; Restmüll", "Abfuhr"};
  entry.answer = "Alle **zwei** Wochen.\n\n- grau\n- braun";
  entry.links = {{"Kalender", "https://x.example/a"}, {"Karte", "https://x.example/b"}};
  entry.service = ServiceId{"L1"};
  entry.act = "overview";
  entry.replaces_catalogue = true;
  entry.valid_from = std::chrono::sys_days(std::chrono::year(2026) / 1 / 2);
  entry.review_on = std::chrono::sys_days(std::chrono::year(2027) / 1 / 2);
  entry.owner = "Erika";
  const auto back = ParseEntryCsv(WriteEntryCsv({entry}));
  ASSERT_TRUE(back.ok()) << back.status();
  ASSERT_EQ(back->size(), 1u);
  EXPECT_EQ((*back)[0], entry);
}

TEST(EntryCsvExport, StreetsComeBackEqual) {
  Entry entry;
  entry.id.value = "abfall";
  entry.by_street = {{"Am Markt", "1-19 ungerade", "Montag; jede Woche"}, {"Bahnhofstraße", "", "Dienstag"}};
  const auto back = ParseStreetCsv(WriteStreetCsv({entry}));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->at("abfall"), entry.by_street);
}

}  // namespace
}  // namespace amtslotse::knowledge
