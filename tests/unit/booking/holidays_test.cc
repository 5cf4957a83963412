// The public holidays of all 16 Länder in 2026 and 2027, each with the law that names them. Dates that move, 2026 and
// 2027: Karfreitag 3 April, 26 March; Ostersonntag 5 April, 28 March; Ostermontag 6 April, 29 March; Christi
// Himmelfahrt 14 and 6 May; Pfingstsonntag 24 and 16 May; Pfingstmontag 25 and 17 May; Fronleichnam 4 June, 27 May;
// Buß- und Bettag 18 and 17 November.
#include "nlu/calendar/holidays.h"

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <string>

#include "nlu/calendar/land.h"

namespace amtslotse::booking {
namespace {

struct LandRow {
  const char* land;
  const char* law;
  std::set<std::string> beside;  // beside the nine that all Länder share
};

// 3 October by Art. 2 Abs. 2 Einigungsvertrag, the others by each Land's own law.
const std::set<std::string> kEverywhere{"01-01", "04-03", "04-06", "05-01", "05-14",
                                        "05-25", "10-03", "12-25", "12-26"};

// clang-format off
const LandRow kLaender[] = {
    {"BW", "Gesetz über die Sonntage und Feiertage (FTG) § 1", {"01-06", "06-04", "11-01"}},
    {"BY", "Feiertagsgesetz (FTG) Art. 1 Abs. 1 Nr. 1", {"01-06", "06-04", "11-01"}},
    {"BE", "Gesetz über die Sonn- und Feiertage § 1", {"03-08"}},
    {"BB", "Feiertagsgesetz (FTG) § 2 Abs. 1", {"04-05", "05-24", "10-31"}},
    {"HB", "Gesetz über die Sonn- und Feiertage § 2 Abs. 1", {"10-31"}},
    {"HH", "Feiertagsgesetz § 1", {"10-31"}},
    {"HE", "Hessisches Feiertagsgesetz (HFeiertagsG) § 1 Abs. 1", {"06-04"}},
    {"MV", "Feiertagsgesetz Mecklenburg-Vorpommern (FTG M-V) § 2 Abs. 1", {"03-08", "10-31"}},
    {"NI", "Niedersächsisches Gesetz über die Feiertage (NFeiertagsG) § 2 Abs. 1", {"10-31"}},
    {"NW", "Feiertagsgesetz NW § 2 Abs. 1", {"06-04", "11-01"}},
    {"RP", "Landesgesetz über den Schutz der Sonn- und Feiertage (LFtG) § 2 Abs. 1", {"06-04", "11-01"}},
    {"SL", "Gesetz Nr. 1040 über die Sonn- und Feiertage (SFG) § 2 Abs. 1", {"06-04", "08-15", "11-01"}},
    {"SN", "Gesetz über Sonn- und Feiertage (SächsSFG) § 1 Abs. 1", {"10-31", "11-18"}},
    {"ST", "Gesetz über die Sonn- und Feiertage (FeiertG LSA) § 2", {"01-06", "10-31"}},
    {"SH", "Gesetz über Sonn- und Feiertage (SFTG) § 2 Abs. 1", {"10-31"}},
    {"TH", "Thüringer Feiertagsgesetz (ThürFGtG) § 2 Abs. 1", {"09-20", "10-31"}},
};
// clang-format on

// Where a holiday of 2026 is in 2027.
const std::map<std::string, std::string> kMoves{{"04-03", "03-26"}, {"04-05", "03-28"}, {"04-06", "03-29"},
                                                {"05-14", "05-06"}, {"05-24", "05-16"}, {"05-25", "05-17"},
                                                {"06-04", "05-27"}, {"11-18", "11-17"}};

std::set<std::string> In2027(const std::set<std::string>& in_2026) {
  std::set<std::string> moved;
  for (const std::string& date : in_2026) moved.insert(kMoves.contains(date) ? kMoves.at(date) : date);
  return moved;
}

std::set<std::string> HolidaysOf(nlu::Land land, int year) {
  std::set<std::string> found;
  for (const nlu::Holiday& holiday : nlu::Holidays(std::chrono::year{year}, land)) {
    if (holiday.reach != nlu::HolidayReach::kWholeLand) continue;
    char date[16];
    std::snprintf(date, sizeof date, "%02u-%02u", static_cast<unsigned>(holiday.date.month()),
                  static_cast<unsigned>(holiday.date.day()));
    found.insert(date);
  }
  return found;
}

TEST(HolidayTable, EveryLandIn2026And2027) {
  for (const LandRow& row : kLaender) {
    const auto land = nlu::LandFromCode(row.land);
    ASSERT_TRUE(land) << row.land;
    std::set<std::string> expected = kEverywhere;
    expected.insert(row.beside.begin(), row.beside.end());
    EXPECT_EQ(HolidaysOf(*land, 2026), expected) << row.land << ": " << row.law;
    EXPECT_EQ(HolidaysOf(*land, 2027), In2027(expected)) << row.land << ": " << row.law;
  }
}

}  // namespace
}  // namespace amtslotse::booking
