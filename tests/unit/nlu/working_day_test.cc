#include <gtest/gtest.h>

#include "nlu/entities/entities.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::year;

// The first day of the first time in a text, from Monday, 2 November 2026 on unless said otherwise.
std::chrono::local_days DayOf(std::string_view text, std::optional<Land> land,
                              std::chrono::year_month_day today = year{2026} / 11 / 2) {
  Reference reference;
  reference.now = std::chrono::sys_days{today} + std::chrono::hours{9};
  reference.land = land;
  const FoldedText folded = FoldWithOrigin(text);
  const std::vector<Token> tokens = Tokenize(folded);
  for (const Entity& entity : FindEntities(text, tokens, reference, PlaceNames({}, {}))) {
    const auto* value = std::get_if<TimeValue>(&entity.value);
    if (value != nullptr && value->readings.front().days) return value->readings.front().days->first;
  }
  return {};
}

std::chrono::local_days Day(std::chrono::year_month_day day) { return std::chrono::local_days{day}; }

TEST(WorkingDays, LeaveOutSundaysAndHolidays) {
  EXPECT_EQ(DayOf("am nächsten Werktag", {}), Day(year{2026} / 11 / 3));
  EXPECT_EQ(DayOf("am nächsten Werktag", {}, year{2026} / 11 / 7), Day(year{2026} / 11 / 9));
  EXPECT_EQ(DayOf("am nächsten Werktag", {}, year{2026} / 12 / 24), Day(year{2026} / 12 / 28));
  EXPECT_EQ(DayOf("in 3 Werktagen", {}), Day(year{2026} / 11 / 5));
  EXPECT_EQ(DayOf("in fünf Arbeitstagen", {}), Day(year{2026} / 11 / 9));
}

TEST(WorkingDays, DifferByLand) {
  const auto eve = year{2026} / 10 / 30;  // a Friday before the Reformationstag
  EXPECT_EQ(DayOf("am nächsten Werktag", Land::kSchleswigHolstein, eve), Day(year{2026} / 11 / 2));
  EXPECT_EQ(DayOf("am nächsten Werktag", Land::kBayern, eve), Day(year{2026} / 10 / 31));
}

TEST(Holidays, TheNextOneIsTheLands) {
  EXPECT_EQ(DayOf("am nächsten Feiertag", Land::kSachsen), Day(year{2026} / 11 / 18));
  EXPECT_EQ(DayOf("am nächsten Feiertag", Land::kBayern), Day(year{2026} / 12 / 25));
}

TEST(WorkingDays, AreNoDatesByThemselves) {
  EXPECT_EQ(DayOf("Dauert das Werktage?", {}), std::chrono::local_days{});
  EXPECT_EQ(DayOf("an Feiertagen geschlossen", {}), std::chrono::local_days{});
}

}  // namespace
}  // namespace amtslotse::nlu
