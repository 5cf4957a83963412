#include "services/dialogue/core/texts.h"

#include <gtest/gtest.h>

#include "services/dialogue/core/german.h"
#include "services/dialogue/core/plain_text.h"

namespace amtslotse::dialogue {
namespace {

TEST(Texts, FillTheirNames) {
  EXPECT_EQ(Text("office.responsible", {{"office", "Standesamt"}}), "Zuständig ist: Standesamt.");
  EXPECT_EQ(Text("no.such.text"), "no.such.text");
}

TEST(German, DatesAreReadAsGermansWriteThem) {
  EXPECT_EQ(LongDate("2026-12-03T14:20"), "Donnerstag, 3. Dezember 2026");
  EXPECT_EQ(ShortDate("2026-03-01"), "So, 1.3.");
  EXPECT_EQ(ClockTime("2026-12-03T14:20"), "14:20 Uhr");
  EXPECT_EQ(NextDay("2026-12-31T14:20"), "2027-01-01");
  EXPECT_EQ(Listed({"a", "b", "c"}), "a, b und c");
}

TEST(German, LengthsOfTimeAreSaidInTheUnitThatFits) {
  using namespace std::chrono_literals;
  EXPECT_EQ(LengthOfTime(45s), "45 Sekunden");
  EXPECT_EQ(LengthOfTime(60s), "1 Minute");
  EXPECT_EQ(LengthOfTime(1790s), "30 Minuten");
  EXPECT_EQ(LengthOfTime(3600s), "1 Stunde");
  EXPECT_EQ(LengthOfTime(5400s), "90 Minuten");
  EXPECT_EQ(LengthOfTime(86400s), "24 Stunden");
}

TEST(PlainTexts, LoseTheMarksAndKeepTheWords) {
  EXPECT_EQ(
      PlainText(
          "### Kosten\n**46,00 €** ab 24\n- [Antrag](https://e.example/a)\n- [a@b.de](mailto:a@b.de)\n1\\. Stock"),
      "Kosten\n46,00 € ab 24\n- Antrag (https://e.example/a)\n- a@b.de\n1. Stock");
  EXPECT_EQ(PlainText("[offen"), "[offen");
  EXPECT_EQ(PlainText("[a]\n(b)"), "[a]\n(b)");
  EXPECT_EQ(PlainText(""), "");
}

TEST(German, FoldingComparesLabels) {
  EXPECT_EQ(Folded("  Größe! "), Folded("groesse"));
  EXPECT_EQ(Folded("2."), "2");
}

TEST(German, ClockFollowsTheZone) {
  EXPECT_EQ(
      LocalClock(std::chrono::sys_days(std::chrono::year(2026) / 7 / 1) + std::chrono::hours(12), "Europe/Berlin"),
      "14:00");
  EXPECT_EQ(LocalDate(std::chrono::sys_days(std::chrono::year(2026) / 7 / 1) + std::chrono::hours(23), "Europe/Berlin"),
            "2026-07-02");
}

}  // namespace
}  // namespace amtslotse::dialogue
