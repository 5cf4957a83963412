#include "knowledge/import/csv.h"

#include <gtest/gtest.h>

#include "knowledge/import/entry_csv.h"

namespace amtslotse::knowledge {
namespace {

TEST(Csv, ReadsQuotesLinesAndSeparators) {
  const auto table = ParseCsv(
      "\xef\xbb\xbf"
      "a;b\r\n\"x;\"\"y\"\"\nz\";2\r\n\r\n3;4");
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->rows.size(), 2u);
  EXPECT_EQ(table->rows[0].cells[0], "x;\"y\"\nz");
  EXPECT_EQ(table->rows[1].line, 5);
  EXPECT_EQ(ParseCsv("a,b\n1,2")->rows[0].cells[1], "2");
  EXPECT_EQ(ParseCsv("a\tb\n1\t2")->rows[0].cells[1], "2");
}

TEST(Csv, ShortRowsAreFilled) { EXPECT_EQ(ParseCsv("a;b;c\n1")->rows[0].cells.size(), 3u); }

TEST(Csv, Windows1252IsRecognised) { EXPECT_EQ(ParseCsv("a;b\nGeb\xfchr;5 \x80")->rows[0].cells[1], "5 €"); }

TEST(EntryCsv, ReadsEntries) {
  const auto entries = ParseEntryCsv(
      "id;question;variants;answer;service;act;link;valid_from;valid_to\n"
      "faq-1;Wo?;Wohin?|Wo genau?;Hier.;17;address;Anfahrt|https://x.example;2026-01-01;2026-12-31\n");
  ASSERT_TRUE(entries.ok()) << entries.status();
  const Entry& entry = (*entries)[0];
  EXPECT_EQ(entry.questions.size(), 3u);
  EXPECT_EQ(entry.service->value, "17");
  EXPECT_EQ(entry.links[0].title, "Anfahrt");
  EXPECT_TRUE(entry.valid_until);
}

TEST(EntryCsv, NamesTheLineOfAnError) {
  for (const char* bad : {"question;answer\nGut;Ja\nSchlecht;\n", "question;answer;link\nA;B;C\nD;E;javascript:x\n",
                          "question;answer;valid_from\nA;B;\nC;D;morgen\n", "id;question;answer\n1;A;B\n1;C;D\n"}) {
    const auto entries = ParseEntryCsv(bad);
    EXPECT_NE(std::string(entries.status().message()).find("Zeile"), std::string::npos) << bad;
  }
  EXPECT_FALSE(ParseEntryCsv("a;b\n1;2\n").ok());
}

TEST(EntryCsv, ComesBackAsItWasWritten) {
  const std::string text =
      "id;question;variants;answer;service;act;link;valid_from;valid_to;replaces;owner;review_on;language\n"
      "faq-1;Wo?;Wohin?|Wo genau?;\"Hier; oder "
      "\"\"dort\"\".\";17;address;Anfahrt|https://x.example;2026-01-01;2026-12-31;ja;erika;2027-01-01;en\n";
  EXPECT_EQ(WriteEntryCsv(*ParseEntryCsv(text)), text);
}

}  // namespace
}  // namespace amtslotse::knowledge
