#include "knowledge/import/fields.h"

#include <gtest/gtest.h>

#include "knowledge/answer.h"

namespace amtslotse::knowledge {
namespace {

using std::chrono::minutes;

std::string Hours(std::string_view text) { return HoursText(ParseOpeningHours(text)); }

TEST(OpeningHoursText, ReadsDaysAndTimes) {
  EXPECT_EQ(Hours("Mo, Di 8:00–12:00 und 14–16 Uhr, Do 8–18 Uhr"),
            "Montag und Dienstag 8–12 und 14–16 Uhr, Donnerstag 8–18 Uhr");
  EXPECT_EQ(Hours("Montag bis Freitag: 8.30 - 12.00 Uhr"), "Montag bis Freitag 8:30–12 Uhr");
  EXPECT_EQ(Hours("Mo.–Mi. 7:30–15 Uhr"), "Montag bis Mittwoch 7:30–15 Uhr");
}

TEST(OpeningHoursText, MarksAppointmentOnly) {
  const auto spans = ParseOpeningHours("Di 14–18 Uhr (nur nach Terminvereinbarung)");
  ASSERT_EQ(spans.size(), 1u);
  EXPECT_TRUE(spans[0].by_appointment);
}

TEST(OpeningHoursText, DoubtGivesNothing) {
  EXPECT_TRUE(ParseOpeningHours("Mo 18–8 Uhr").empty());
  EXPECT_TRUE(ParseOpeningHours("werktags 8–12 Uhr").empty());
  EXPECT_TRUE(ParseOpeningHours("Nach Vereinbarung").empty());
  EXPECT_TRUE(ParseOpeningHours("").empty());
}

TEST(AreaKeys, AreFilledToTwelveDigits) {
  EXPECT_EQ(ParseAreaKey("01")->value, "010000000000");
  EXPECT_EQ(ParseAreaKey("01099")->value, "010990000000");
  EXPECT_EQ(ParseAreaKey("010990001001")->value, "010990001001");
  EXPECT_EQ(ParseAreaKey("01099000")->value, "010990000000");
  EXPECT_EQ(ParseAreaKey("01099001")->value, "01099001");
  EXPECT_FALSE(ParseAreaKey("Erlenfurt"));
  EXPECT_FALSE(ParseAreaKey("1234567890123"));
}

TEST(IsoTime, ReadsOffsets) {
  EXPECT_EQ(*ParseIsoTime("2026-11-20T09:00:00+01:00"), *ParseIsoTime("2026-11-20T08:00:00Z"));
  EXPECT_EQ(*ParseIsoTime("2026-11-20"), std::chrono::sys_days(std::chrono::year(2026) / 11 / 20));
  EXPECT_FALSE(ParseIsoTime("20.11.2026"));
  EXPECT_FALSE(ParseIsoTime("2026-13-01"));
}

TEST(TimeOfDay, HasLimits) {
  EXPECT_EQ(*ParseTimeOfDay("08:30"), minutes(510));
  EXPECT_EQ(*ParseTimeOfDay("24:00"), minutes(1440));
  EXPECT_FALSE(ParseTimeOfDay("24:30"));
  EXPECT_FALSE(ParseTimeOfDay("8:7x"));
  EXPECT_FALSE(ParseTimeOfDay(""));
}

TEST(Languages, EverySpellingOfLeichteSpracheIsOne) {
  for (const char* spelling : {"de-simple-language", "de-x-leicht", "de_LS", "DE-leichte-sprache"}) {
    EXPECT_EQ(NormalLanguage(spelling), "de-LS") << spelling;
  }
  EXPECT_EQ(NormalLanguage("en-GB"), "en");
  EXPECT_EQ(NormalLanguage(""), "de");
}

}  // namespace
}  // namespace amtslotse::knowledge
