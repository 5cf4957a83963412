#include "nlu/calendar/holidays.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace amtslotse::nlu {
namespace {

using std::chrono::year_month_day;
using std::chrono_literals::operator""y;

std::size_t CountOfWholeLand(int year, Land land) {
  const auto all = Holidays(std::chrono::year{year}, land);
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [](const Holiday& holiday) { return holiday.reach == HolidayReach::kWholeLand; }));
}

TEST(Easter, FallsOnTheKnownDates) {
  EXPECT_EQ(EasterSunday(2024y), 2024y / 3 / 31);
  EXPECT_EQ(EasterSunday(2025y), 2025y / 4 / 20);
  EXPECT_EQ(EasterSunday(2038y), 2038y / 4 / 25);
  EXPECT_EQ(EasterSunday(2285y), 2285y / 3 / 22);
}

TEST(Holidays, EachLandHasAsManyAsItsLawNames) {
  using enum Land;
  const std::map<Land, std::size_t> expected = {{kSchleswigHolstein, 10},
                                                {kHamburg, 10},
                                                {kNiedersachsen, 10},
                                                {kBremen, 10},
                                                {kNordrheinWestfalen, 11},
                                                {kHessen, 10},
                                                {kRheinlandPfalz, 11},
                                                {kBadenWuerttemberg, 12},
                                                {kBayern, 12},
                                                {kSaarland, 12},
                                                {kBerlin, 10},
                                                {kBrandenburg, 12},
                                                {kMecklenburgVorpommern, 11},
                                                {kSachsen, 11},
                                                {kSachsenAnhalt, 11},
                                                {kThueringen, 11}};
  for (const auto& [land, count] : expected) EXPECT_EQ(CountOfWholeLand(2026, land), count) << LandCode(land);
}

TEST(Holidays, AreInOrderOfTheirDates) {
  const auto all = Holidays(2026y, Land::kBayern);
  EXPECT_TRUE(
      std::is_sorted(all.begin(), all.end(), [](const Holiday& a, const Holiday& b) { return a.date < b.date; }));
}

TEST(Holidays, BussUndBettagIsSaxonyOnly) {
  EXPECT_EQ(HolidayOn(2025y / 11 / 19, Land::kSachsen), "Buß- und Bettag");
  EXPECT_EQ(HolidayOn(2026y / 11 / 18, Land::kSachsen), "Buß- und Bettag");
  EXPECT_FALSE(HolidayOn(2025y / 11 / 19, Land::kBayern).has_value());
}

TEST(Holidays, ReformationDayCameNorthIn2018) {
  EXPECT_FALSE(HolidayOn(2016y / 10 / 31, Land::kSchleswigHolstein).has_value());
  EXPECT_TRUE(HolidayOn(2017y / 10 / 31, Land::kBayern).has_value());
  EXPECT_TRUE(HolidayOn(2018y / 10 / 31, Land::kSchleswigHolstein).has_value());
  EXPECT_FALSE(HolidayOn(2018y / 10 / 31, Land::kBayern).has_value());
}

TEST(Holidays, FronleichnamFollowsEaster) {
  EXPECT_EQ(HolidayOn(2025y / 6 / 19, Land::kHessen), "Fronleichnam");
  EXPECT_FALSE(HolidayOn(2025y / 6 / 19, Land::kNiedersachsen).has_value());
}

TEST(Holidays, OfSomePlacesOnlyAreNotOfTheWholeLand) {
  EXPECT_FALSE(HolidayOn(2025y / 8 / 15, Land::kBayern).has_value());
  EXPECT_TRUE(HolidayOn(2025y / 8 / 15, Land::kSaarland).has_value());
  const auto all = Holidays(2025y, Land::kThueringen);
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const Holiday& holiday) {
    return holiday.name == "Fronleichnam" && holiday.reach == HolidayReach::kSomePlaces;
  }));
}

TEST(Holidays, BerlinHadTwoSingleOnes) {
  EXPECT_TRUE(HolidayOn(2020y / 5 / 8, Land::kBerlin).has_value());
  EXPECT_FALSE(HolidayOn(2021y / 5 / 8, Land::kBerlin).has_value());
  EXPECT_TRUE(HolidayOn(2025y / 5 / 8, Land::kBerlin).has_value());
}

TEST(Laender, AreFoundByKeyAndByCode) {
  EXPECT_EQ(LandFromKey("010990001001"), Land::kSchleswigHolstein);
  EXPECT_EQ(LandFromKey("16"), Land::kThueringen);
  EXPECT_FALSE(LandFromKey("17").has_value());
  EXPECT_FALSE(LandFromKey("x1").has_value());
  EXPECT_EQ(LandFromCode("BY"), Land::kBayern);
  EXPECT_EQ(LandCode(Land::kBayern), "BY");
}

}  // namespace
}  // namespace amtslotse::nlu
