// What must never get in, take long, or change anything.
#include <gtest/gtest.h>

#include <sstream>

#include "knowledge/import/csv.h"
#include "knowledge/import/dldb.h"
#include "knowledge/import/xzufi.h"
#include "knowledge/markdown.h"
#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

absl::Status ReadXml(const std::string& text, const XmlLimits& limits = {}) {
  CollectingSink sink;
  std::istringstream input(text);
  return ReadXzufi(input, sink, limits);
}

TEST(HostileXml, EntityBombIsRefusedAtItsDoctype) {
  const auto status =
      ReadXml(R"(<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><t><schreibe>&b;</schreibe></t>)");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(status.message()).find("DOCTYPE"), std::string::npos);
}

TEST(HostileXml, ExternalEntityIsNotRead) {
  EXPECT_EQ(ReadXml(R"(<!DOCTYPE t SYSTEM "file:///etc/passwd"><t/>)").code(), absl::StatusCode::kInvalidArgument);
}

TEST(HostileXml, CutOffFileIsAnErrorWithItsLine) {
  const auto status = ReadXml("<t>\n<schreibe>\n<leistung>");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "Zeile 3: kein gültiges XML: Die Datei endet mittendrin.");
}

TEST(HostileXml, DepthNodesAndSizeAreBounded) {
  std::string deep = "<t><schreibe>";
  for (int i = 0; i < 200; ++i) deep += "<a>";
  EXPECT_EQ(ReadXml(deep).code(), absl::StatusCode::kInvalidArgument);
  XmlLimits small;
  small.object_bytes = 1000;
  EXPECT_EQ(ReadXml("<t><schreibe>" + std::string(5000, 'x') + "</schreibe></t>", small).code(),
            absl::StatusCode::kResourceExhausted);
  small = {};
  small.file_bytes = 1000;
  EXPECT_EQ(ReadXml("<t>" + std::string(100'000, ' ') + "</t>", small).code(), absl::StatusCode::kResourceExhausted);
  small = {};
  small.object_nodes = 10;
  std::string wide = "<t><schreibe>";
  for (int i = 0; i < 50; ++i) wide += "<a/>";
  EXPECT_EQ(ReadXml(wide + "</schreibe></t>", small).code(), absl::StatusCode::kResourceExhausted);
}

TEST(HostileXml, WrongEncodingIsAnError) {
  const auto latin = ReadXml(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><t><schreibe>Stra\xdf"
      "e</schreibe></t>");
  EXPECT_EQ(latin.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(latin.message().find("anders kodiert"), std::string::npos) << latin;
  EXPECT_EQ(ReadXml("<?xml version=\"1.0\" encoding=\"EBCDIC-9\"?><t/>").code(), absl::StatusCode::kInvalidArgument);
}

absl::Status ReadJson(const std::string& text) {
  CollectingSink sink;
  std::istringstream input(text);
  return ReadDldb(input, sink);
}

TEST(HostileJson, BrokenDeepAndForeignFilesAreErrors) {
  EXPECT_EQ(ReadJson("{\"data\": [{\"id\": ").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadJson("{\"data\": " + std::string(5000, '[')).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadJson("{\"other\": 1}").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadJson("\xff\xfe\x00").code(), absl::StatusCode::kInvalidArgument);
}

TEST(HostileJson, WrongTypesAreLeftOut) {
  EXPECT_TRUE(
      ReadJson(
          R"({"data": [{"id": 5, "name": ["x"]}, {"id": "1", "name": "Gut", "leika": 7, "locations": "x", "meta": []}]})")
          .ok());
}

TEST(HostileCsv, HasLimitsAndLines) {
  EXPECT_EQ(ParseCsv("a;b\n\"offen;x\n").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ParseCsv("a;b\n1;2;3\n").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ParseCsv(std::string("a;b\n\0\xff;x\n", 9)).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(HostileHtml, LongBrokenMarkupIsReadInLinearTime) {
  std::string hostile;
  for (int i = 0; i < 100'000; ++i) hostile += "<script></";
  const auto begin = std::chrono::steady_clock::now();
  HtmlToMarkdown(hostile);
  HtmlToMarkdown(std::string(500'000, '<'));
  MarkdownToHtml(std::string(200'000, '['));
  SanitizeMarkdown(std::string(200'000, '*'));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));  // quadratic: an hour
}

class HostileImport : public TownFixture {};

TEST_F(HostileImport, AnErrorInTheMiddleChangesNothing) {
  ASSERT_TRUE(ImportText(Xzufi(ServiceXml("1", "Alt"))).ok());
  const auto failed = ImportText(Xzufi(ServiceXml("1", "Neu") + "<xzufi:schreibe><kaputt"));
  EXPECT_EQ(failed.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Active()->version(), 1);
  EXPECT_EQ(Active()->services()[0].name, "Alt");
  EXPECT_EQ(ListImports(*database, town_id)->size(), 1u);
}

TEST_F(HostileImport, DuplicatesDanglingReferencesAndCyclesAreReported) {
  const auto report =
      ImportText(Xzufi(ServiceXml("1", "Erste") + ServiceXml("1", "Zweite") +
                       OfficeXml("a", "A", "<xzufi:uebergeordnetesObjektID>b</xzufi:uebergeordnetesObjektID>") +
                       OfficeXml("b", "B", "<xzufi:uebergeordnetesObjektID>a</xzufi:uebergeordnetesObjektID>") +
                       OfficeXml("c", "C",
                                 "<xzufi:uebergeordnetesObjektID>weg</xzufi:uebergeordnetesObjektID>"
                                 "<xzufi:zustaendigkeit><xzufi:id>z</xzufi:id><xzufi:leistungID>fehlt</"
                                 "xzufi:leistungID></xzufi:zustaendigkeit>")));
  ASSERT_TRUE(report.ok()) << report.status();
  std::string remarks;
  for (const Remark& remark : report->remarks) remarks += remark.object + " " + remark.text + "\n";
  EXPECT_NE(remarks.find("mehrmals"), std::string::npos) << remarks;
  EXPECT_NE(remarks.find("Kreis"), std::string::npos) << remarks;
  EXPECT_NE(remarks.find("weg gibt es nicht"), std::string::npos) << remarks;
  EXPECT_NE(remarks.find("fehlt gibt es nicht"), std::string::npos) << remarks;
  EXPECT_EQ(Active()->services()[0].name, "Zweite");
  EXPECT_TRUE(Active()->rules().empty());
  for (const Office& office : Active()->offices()) {
    int steps = 0;
    for (const Office* at = &office; at && at->parent && steps < 10; at = Active()->FindOffice(*at->parent)) ++steps;
    EXPECT_LT(steps, 10);
  }
}

}  // namespace
}  // namespace amtslotse::knowledge
