#include "nlu/calendar/holidays.h"

#include <algorithm>
#include <initializer_list>

namespace amtslotse::nlu {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

bool IsOneOf(Land land, std::initializer_list<Land> lands) {
  return std::find(lands.begin(), lands.end(), land) != lands.end();
}

class YearOfHolidays {
 public:
  YearOfHolidays(std::chrono::year year, Land land)
      : year_(year), number_(int{year}), land_(land), easter_(EasterSunday(year)) {}

  std::vector<Holiday> List() {
    AddEverywhere();
    AddOfSomeLaender();
    AddReformationDay();
    AddBerlin();
    AddOfSomePlaces();
    std::sort(all_.begin(), all_.end(), [](const Holiday& a, const Holiday& b) { return a.date < b.date; });
    return std::move(all_);
  }

 private:
  void AddEverywhere() {
    Fixed(1, 1, "Neujahr");
    FromEaster(-2, "Karfreitag");
    FromEaster(1, "Ostermontag");
    Fixed(5, 1, "Tag der Arbeit");
    FromEaster(39, "Christi Himmelfahrt");
    FromEaster(50, "Pfingstmontag");
    Fixed(10, 3, "Tag der Deutschen Einheit");
    Fixed(12, 25, "Erster Weihnachtstag");
    Fixed(12, 26, "Zweiter Weihnachtstag");
  }

  void AddOfSomeLaender() {
    using enum Land;
    if (IsOneOf(land_, {kBadenWuerttemberg, kBayern, kSachsenAnhalt})) Fixed(1, 6, "Heilige Drei Könige");
    if ((land_ == kBerlin && number_ >= 2019) || (land_ == kMecklenburgVorpommern && number_ >= 2023)) {
      Fixed(3, 8, "Internationaler Frauentag");
    }
    if (land_ == kBrandenburg) {
      FromEaster(0, "Ostersonntag");
      FromEaster(49, "Pfingstsonntag");
    }
    if (IsOneOf(land_, {kBadenWuerttemberg, kBayern, kHessen, kNordrheinWestfalen, kRheinlandPfalz, kSaarland})) {
      FromEaster(60, "Fronleichnam");
    }
    if (land_ == kSaarland) Fixed(8, 15, "Mariä Himmelfahrt");
    if (land_ == kThueringen && number_ >= 2019) Fixed(9, 20, "Weltkindertag");
    if (IsOneOf(land_, {kBadenWuerttemberg, kBayern, kNordrheinWestfalen, kRheinlandPfalz, kSaarland})) {
      Fixed(11, 1, "Allerheiligen");
    }
    if (land_ == kSachsen) Add(DayOfRepentance(), "Buß- und Bettag", HolidayReach::kWholeLand);
  }

  void AddReformationDay() {
    using enum Land;
    const bool always = IsOneOf(land_, {kBrandenburg, kMecklenburgVorpommern, kSachsen, kSachsenAnhalt, kThueringen});
    const bool north = IsOneOf(land_, {kBremen, kHamburg, kNiedersachsen, kSchleswigHolstein});
    if (always || (north && number_ >= 2018) || number_ == 2017) Fixed(10, 31, "Reformationstag");
  }

  void AddBerlin() {
    if (land_ != Land::kBerlin) return;
    if (number_ == 2020 || number_ == 2025) Fixed(5, 8, "Tag der Befreiung");
    if (number_ == 2028) Fixed(6, 17, "75. Jahrestag des Volksaufstandes");
  }

  void AddOfSomePlaces() {
    using enum Land;
    constexpr auto kSome = HolidayReach::kSomePlaces;
    if (land_ == kBayern) {
      Fixed(8, 8, "Augsburger Hohes Friedensfest", kSome);
      Fixed(8, 15, "Mariä Himmelfahrt", kSome);
    }
    if (IsOneOf(land_, {kSachsen, kThueringen})) FromEaster(60, "Fronleichnam", kSome);
  }

  // The Wednesday before the last Sunday of the church year, i.e. before 23 November.
  year_month_day DayOfRepentance() const {
    const sys_days last{year_ / 11 / 22};
    const std::chrono::weekday weekday{last};
    return last - (weekday - std::chrono::Wednesday);
  }

  void Fixed(unsigned month, unsigned day, std::string_view name, HolidayReach reach = HolidayReach::kWholeLand) {
    Add(year_ / month / day, name, reach);
  }

  void FromEaster(int offset, std::string_view name, HolidayReach reach = HolidayReach::kWholeLand) {
    Add(sys_days{easter_} + days{offset}, name, reach);
  }

  void Add(year_month_day date, std::string_view name, HolidayReach reach) { all_.push_back({date, name, reach}); }

  std::chrono::year year_;
  int number_;
  Land land_;
  year_month_day easter_;
  std::vector<Holiday> all_;
};

}  // namespace

std::vector<Holiday> Holidays(std::chrono::year year, Land land) { return YearOfHolidays(year, land).List(); }

std::optional<std::string_view> HolidayOn(year_month_day day, Land land) {
  for (const Holiday& holiday : Holidays(day.year(), land)) {
    if (holiday.date == day && holiday.reach == HolidayReach::kWholeLand) return holiday.name;
  }
  return std::nullopt;
}

// The anonymous Gregorian algorithm (Meeus, Jones, Butcher).
year_month_day EasterSunday(std::chrono::year year) {
  const int y = int{year};
  const int a = y % 19;
  const int b = y / 100;
  const int c = y % 100;
  const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int sum = h + l - 7 * m + 114;
  return year / (sum / 31) / (sum % 31 + 1);
}

}  // namespace amtslotse::nlu
