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

TEST(EntryCsv, ReadsGermanHeadingsAndDates) {
  const auto entries =
      ParseEntryCsv("Kennung;Frage;Antwort;Leistung;Gültig ab;Prüfen am\n1;Wo?;Hier.;17;01.02.2026;31.12.2026\n");
  ASSERT_TRUE(entries.ok()) << entries.status();
  EXPECT_EQ((*entries)[0].service->value, "17");
  EXPECT_EQ(*(*entries)[0].valid_from, std::chrono::sys_days(std::chrono::year(2026) / 2 / 1));
  EXPECT_EQ(*(*entries)[0].review_on, std::chrono::sys_days(std::chrono::year(2026) / 12 / 31));
}

TEST(EntryCsv, QuestionsThatOnlyLookAlikeAsIdsAreTwo) {
  const std::string beginning(90, 'a');
  const auto entries =
      ParseEntryCsv("question;answer\nأين؟;1\nمتى؟;2\n" + beginning + "b;3\n" + beginning + "c;4\nWo?;5\n");
  ASSERT_TRUE(entries.ok()) << entries.status();
  EXPECT_EQ(entries->size(), 5u);
  EXPECT_EQ(entries->back().id.value, "faq-wo");
}

TEST(StreetCsv, RefusesHouseNumbersThatNobodyCanMatch) {
  for (const char* bad : {"zwanzig", "9-3", "1-", "12-20 rechts"}) {
    const auto answers =
        ParseStreetCsv(std::string("entry;street;house_numbers;text\nfaq;Am Markt;") + bad + ";Montags\n");
    EXPECT_NE(std::string(answers.status().message()).find("Zeile 2"), std::string::npos) << bad;
  }
  for (const char* good :
       {"", "7", "7a", "1-20", "1 – 19 ungerade", "ab 30", "bis 12 gerade", "7, 9, 11", "ungerade"}) {
    const auto answers =
        ParseStreetCsv(std::string("Eintrag;Straße;Hausnummern;Text\nfaq;Am Markt;\"") + good + "\";Montags\n");
    ASSERT_TRUE(answers.ok()) << good << answers.status();
    EXPECT_EQ(answers->at("faq")[0].house_numbers, good);
  }
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
