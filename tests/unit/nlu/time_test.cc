#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "nlu/time/time_json.h"

namespace amtslotse::nlu {
namespace {

// "start/end" of the preferred reading; Friday, 20 November 2026, 10 o'clock. Midnights are days.
std::string Preferred(const std::string& text, const std::string& now = "2026-11-20T10:00:00") {
  const auto json = nlohmann::json::parse(TimeAsJson(text, *ParseTimeReference(now)));
  if (json["readings"].empty()) return "";
  const auto side = [&](const char* key) {
    if (json["readings"][0][key].is_null()) return std::string("…");
    std::string time = json["readings"][0][key];
    if (time.ends_with("T00:00:00")) time.resize(10);
    if (time.size() > 16 && time.ends_with(":00")) time.resize(16);
    return time;
  };
  return side("start") + "/" + side("end");
}

TEST(Days, AreCountedFromToday) {
  EXPECT_EQ(Preferred("morgen"), "2026-11-21/2026-11-22");
  EXPECT_EQ(Preferred("übermorgen"), "2026-11-22/2026-11-23");
  EXPECT_EQ(Preferred("uebermorgen bitte"), "2026-11-22/2026-11-23");
  EXPECT_EQ(Preferred("in drei Tagen"), "2026-11-23/2026-11-24");
  EXPECT_EQ(Preferred("heute in acht Tagen"), "2026-11-27/2026-11-28");
}

TEST(Days, OfTheWeekAreTheNextOnes) {
  EXPECT_EQ(Preferred("Dienstag"), "2026-11-24/2026-11-25");
  EXPECT_EQ(Preferred("am donerstag"), "2026-11-26/2026-11-27");
  EXPECT_EQ(Preferred("Dienstag in einer Woche"), "2026-12-01/2026-12-02");
  EXPECT_EQ(Preferred("nächste Woche Donnerstag"), "2026-11-26/2026-11-27");
  EXPECT_EQ(Preferred("Montag übernächster Woche"), "2026-11-30/2026-12-01");
}

TEST(Days, NextTuesdayHasTwoReadingsWhenTheWeekIsYoung) {
  const auto json = nlohmann::json::parse(TimeAsJson("nächsten Dienstag", *ParseTimeReference("2026-11-16T10:00:00")));
  ASSERT_EQ(json["readings"].size(), 2u);
  EXPECT_EQ(json["readings"][0]["start"], "2026-11-17T00:00:00");
  EXPECT_EQ(json["readings"][1]["start"], "2026-11-24T00:00:00");
}

TEST(Dates, AreReadInUsualSpellings) {
  for (const char* text : {"3.12.", "am 3.12.2026", "3. Dezember", "3.12.26", "den 3. dez", "2026-12-03",
                           "am dritten Dezember", "Donnerstag, den 3.12."}) {
    EXPECT_EQ(Preferred(text), "2026-12-03/2026-12-04") << text;
  }
}

TEST(Dates, WithoutAMonthLieAhead) {
  EXPECT_EQ(Preferred("am 25."), "2026-11-25/2026-11-26");
  EXPECT_EQ(Preferred("am 3."), "2026-12-03/2026-12-04");
  EXPECT_EQ(Preferred("am 31."), "2026-12-31/2027-01-01");
}

TEST(Dates, WithoutAYearLieAhead) {
  EXPECT_EQ(Preferred("15. Januar"), "2027-01-15/2027-01-16");
  EXPECT_EQ(Preferred("29. Februar"), "2028-02-29/2028-03-01");
}

TEST(Dates, ThatDoNotExistAreNone) {
  EXPECT_EQ(Preferred("am 31.2.2026"), "");
  EXPECT_EQ(Preferred("45.13."), "");
}

TEST(Periods, OfMonthsAndWeeks) {
  EXPECT_EQ(Preferred("Mitte Dezember"), "2026-12-11/2026-12-21");
  EXPECT_EQ(Preferred("Anfang nächster Woche"), "2026-11-23/2026-11-25");
  EXPECT_EQ(Preferred("im Januar"), "2027-01-01/2027-02-01");
  EXPECT_EQ(Preferred("KW 49"), "2026-11-30/2026-12-07");
  EXPECT_EQ(Preferred("nächsten Monat"), "2026-12-01/2027-01-01");
  EXPECT_EQ(Preferred("am Wochenende"), "2026-11-21/2026-11-23");
}

TEST(Periods, OpenOnOneSide) {
  EXPECT_EQ(Preferred("ab dem 15."), "2026-12-15/…");
  EXPECT_EQ(Preferred("bis Freitag"), "…/2026-11-28");
  EXPECT_EQ(Preferred("nach Weihnachten"), "2026-12-26/…");
}

TEST(Periods, FromTo) {
  EXPECT_EQ(Preferred("vom 3. bis zum 12. September"), "2027-09-03/2027-09-13");
  EXPECT_EQ(Preferred("14./15.12."), "2026-12-14/2026-12-16");
  EXPECT_EQ(Preferred("Montag bis Mittwoch"), "2026-11-23/2026-11-26");
}

TEST(Festivals, AreKnownByName) {
  EXPECT_EQ(Preferred("Ostermontag"), "2027-03-29/2027-03-30");
  EXPECT_EQ(Preferred("an Heiligabend"), "2026-12-24/2026-12-25");
  EXPECT_EQ(Preferred("Buß- und Bettag 2027"), "2027-11-17/2027-11-18");
  EXPECT_EQ(Preferred("2. Advent"), "2026-12-06/2026-12-07");
}

TEST(Clock, IsReadInWordsAndNumbers) {
  EXPECT_EQ(Preferred("morgen um halb neun"), "2026-11-21T08:30/2026-11-21T08:31");
  EXPECT_EQ(Preferred("morgen viertel vor elf"), "2026-11-21T10:45/2026-11-21T10:46");
  EXPECT_EQ(Preferred("morgen 14.30 Uhr"), "2026-11-21T14:30/2026-11-21T14:31");
  EXPECT_EQ(Preferred("morgen um 8 Uhr abends"), "2026-11-21T20:00/2026-11-21T21:00");
  EXPECT_EQ(Preferred("morgen fünf vor halb neun"), "2026-11-21T08:25/2026-11-21T08:26");
}

TEST(Clock, WindowsOfTheDay) {
  EXPECT_EQ(Preferred("Montag zwischen 10 und 12"), "2026-11-23T10:00/2026-11-23T12:00");
  EXPECT_EQ(Preferred("Montag nach 16 Uhr"), "2026-11-23T16:00/2026-11-24");
  EXPECT_EQ(Preferred("Montag ab 9"), "2026-11-23T09:00/2026-11-24");
  EXPECT_EQ(Preferred("Montag, nach 15"), "2026-11-23T15:00/2026-11-24");
  EXPECT_EQ(Preferred("Montag vormittags"), "2026-11-23T08:00/2026-11-23T12:00");
  EXPECT_EQ(Preferred("Dienstagnachmittag"), "2026-11-24T12:00/2026-11-24T16:00");
}

TEST(Days, AreReadWithSlipsAndAsTheyAreSpoken) {
  EXPECT_EQ(Preferred("termin morgn 9 uhr"), "2026-11-21T09:00/2026-11-21T10:00");
  EXPECT_EQ(Preferred("übermorgn"), "2026-11-22/2026-11-23");
  EXPECT_EQ(Preferred("am donnerstach"), "2026-11-26/2026-11-27");
  EXPECT_EQ(Preferred("dienstach vormittach"), "2026-11-24T08:00/2026-11-24T12:00");
  for (const char* text : {"guten morgn", "tach", "wir mögen das", "Frau Morgan", "die Hefte", "ich heule"})
    EXPECT_EQ(Preferred(text), "") << text;
}

TEST(Days, AreReadFromTwoLettersInCompany) {
  EXPECT_EQ(Preferred("do oder fr"), "2026-11-26/2026-11-27");
  EXPECT_EQ(Preferred("geht di, mi oder do"), "2026-11-24/2026-11-25");
  EXPECT_EQ(Preferred("di 9-11"), "2026-11-24T09:00/2026-11-24T11:00");
  EXPECT_EQ(Preferred("mo-fr ab 16 uhr"), "2026-11-23T16:00/2026-11-28");
  EXPECT_EQ(Preferred("nächste woche do"), "2026-11-26/2026-11-27");
  EXPECT_EQ(Preferred("sa und so"), "2026-11-21/2026-11-22");
  for (const char* text : {"so oder so", "das geht so", "do it", "mi casa", "Frau Müller oder Fr Meier", "fr 3 kinder"})
    EXPECT_EQ(Preferred(text), "") << text;
  EXPECT_EQ(Preferred("heute oder so"), "2026-11-20/2026-11-21");
}

TEST(Periods, OfWorkAndLeisure) {
  EXPECT_EQ(Preferred("werktags nach 16 Uhr"), "2026-11-20T16:00/…");
  EXPECT_EQ(Preferred("am we"), "2026-11-21/2026-11-23");
  EXPECT_EQ(Preferred("über Mittag"), "2026-11-20T12:00/2026-11-20T14:00");
  EXPECT_EQ(Preferred("in der Mittagspause"), "2026-11-20T12:00/2026-11-20T14:00");
  EXPECT_EQ(Preferred("nach Feierabend"), "2026-11-20T16:00/2026-11-21");
  EXPECT_EQ(Preferred("vor der Arbeit"), "2026-11-21/2026-11-21T09:00");
  EXPECT_EQ(Preferred("in ner halben stunde"), "2026-11-20T10:30/2026-11-20T10:30:01");
  EXPECT_EQ(Preferred("in einer Viertelstunde"), "2026-11-20T10:15/2026-11-20T10:15:01");
  for (const char* text : {"habt ihr Mittagspause", "Frage nach der Arbeit", "über Nacht parken"})
    EXPECT_EQ(Preferred(text), "") << text;
}

TEST(Periods, TheEndOfAYearAheadIsItsLastMonth) {
  for (const char* text : {"Ende des Jahres", "ende dieses jahres", "bis zum Jahresende"})
    EXPECT_TRUE(Preferred(text).ends_with("/2027-01-01")) << text;
  EXPECT_EQ(Preferred("Ende des Jahres"), "2026-12-01/2027-01-01");
  EXPECT_EQ(Preferred("Ende nächsten Jahres"), "2027-12-01/2028-01-01");
  EXPECT_EQ(Preferred("Ende 2019"), "2019-09-01/2020-01-01");
}

TEST(Dates, OfDocumentsHavePassed) {
  EXPECT_EQ(Preferred("Bescheid vom 3. März"), "2026-03-03/2026-03-04");
  EXPECT_EQ(Preferred("Ihr Schreiben vom 12.11."), "2026-11-12/2026-11-13");
  EXPECT_EQ(Preferred("Bußgeldbescheid der Stadt vom 3.3."), "2026-03-03/2026-03-04");
  EXPECT_EQ(Preferred("die Rechnung vom Januar"), "2026-01-01/2026-02-01");
  EXPECT_EQ(Preferred("der Brief vom Montag"), "2026-11-16/2026-11-17");
  EXPECT_EQ(Preferred("Antrag gestellt am 5. Dezember"), "2025-12-05/2025-12-06");
  EXPECT_EQ(Preferred("ich ziehe am 5. Dezember um"), "2026-12-05/2026-12-06");
}

TEST(Lengths, AreNoDates) {
  EXPECT_EQ(Preferred("das dauert 3 Tage"), "2026-11-20T10:00/2026-11-23T10:00");
  EXPECT_EQ(Preferred("seit 5 Jahren"), "2026-11-20T10:00/2031-11-19T10:00");
}

TEST(TimeJson, CountsSpansInCharacters) {
  const auto json = nlohmann::json::parse(TimeAsJson("Größe? übermorgen", *ParseTimeReference("2026-11-20")));
  EXPECT_EQ(json["readings"][0]["span"], nlohmann::json::array({7, 17}));
}

TEST(TimeJson, KeepsTheOffsetOfTheReference) {
  const auto json = nlohmann::json::parse(TimeAsJson("heute um 8", *ParseTimeReference("2013-02-12T04:30:00-02:00")));
  EXPECT_EQ(json["readings"][0]["start"], "2013-02-12T08:00:00-02:00");
}

TEST(TimeReference, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "2013", "2013-13-01", "2013-02-30T00:00", "2013-02-12T25:00", "2013-02-12T04:30x", "gestern"}) {
    EXPECT_FALSE(ParseTimeReference(text).ok()) << text;
  }
}

TEST(Traps, HoldNoTime) {
  std::ifstream file("nlu/data/test/time_traps.txt");
  ASSERT_TRUE(file);
  int count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    EXPECT_EQ(Preferred(line), "") << line;
  }
  EXPECT_GE(count, 200);
}

}  // namespace
}  // namespace amtslotse::nlu
