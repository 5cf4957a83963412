#include <gtest/gtest.h>

#include "knowledge/answer.h"
#include "knowledge/import/fields.h"

namespace amtslotse::knowledge {
namespace {

using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;

// Saturday, 21 November 2026.
constexpr local_days kSaturday{std::chrono::year(2026) / 11 / 21};
constexpr local_days kMonday = kSaturday + std::chrono::days(2);

Office WithHours(const std::string& text) {
  Office office;
  office.id.value = "a";
  office.name = "Bürgerbüro";
  office.hours.spans = ParseOpeningHours(text);
  return office;
}

TEST(OpenAt, KnowsOpenAndClosed) {
  const Office office = WithHours("Mo 8–12 und 14–16 Uhr, Di 8–12 Uhr");
  const OpenState open = OpenAt(office, {}, kMonday + hours(9));
  EXPECT_TRUE(open.open);
  EXPECT_EQ(*open.until, local_seconds(kMonday + hours(12)));
  const OpenState lunch = OpenAt(office, {}, kMonday + hours(12));
  EXPECT_FALSE(lunch.open);
  EXPECT_EQ(*lunch.until, local_seconds(kMonday + hours(14)));
  EXPECT_EQ(*OpenAt(office, {}, kSaturday + hours(10)).until, local_seconds(kMonday + hours(8)));
}

TEST(OpenAt, AClosureClosesAndTheNextOpeningSkipsIt) {
  const Office office = WithHours("Mo–Fr 8–12 Uhr");
  const std::vector<Closure> closures = {
      {std::nullopt, kMonday, kMonday + std::chrono::days(1), "Betriebsversammlung"}};
  const OpenState state = OpenAt(office, closures, kMonday + hours(9));
  EXPECT_FALSE(state.open);
  EXPECT_EQ(state.closure, "Betriebsversammlung");
  EXPECT_EQ(*state.until, local_seconds(kMonday + hours(24 + 8)));
}

TEST(OpenAt, AClosureInTheDayEndsOpeningEarly) {
  const Office office = WithHours("Mo 8–16 Uhr");
  const std::vector<Closure> closures = {{OfficeId{"a"}, kMonday + hours(12), kMonday + hours(24), "Wasserschaden"},
                                         {OfficeId{"b"}, kMonday, kMonday + hours(24), "anderswo"}};
  EXPECT_EQ(*OpenAt(office, closures, kMonday + hours(9)).until, local_seconds(kMonday + hours(12)));
}

TEST(OpenAt, WithoutHoursNothingIsKnown) { EXPECT_FALSE(OpenAt(Office{}, {}, kMonday).known); }

TEST(HoursOn, SaysTheSpansOfTheDay) {
  const Office office = WithHours("Mo 8–12 und 14–17:30 Uhr, Di 8–12 Uhr");
  EXPECT_EQ(HoursOn(office, {}, kMonday), "8:00–12:00 und 14:00–17:30 Uhr");
  EXPECT_EQ(HoursOn(office, {}, kSaturday), "geschlossen");
  EXPECT_EQ(HoursOn(Office{}, {}, kMonday), "");
}

TEST(HoursOn, TakesClosuresOut) {
  const Office office = WithHours("Mo 8–12 und 14–17:30 Uhr");
  const std::vector<Closure> holiday = {{std::nullopt, kMonday, kMonday + std::chrono::days(1), "Neujahr"}};
  EXPECT_EQ(HoursOn(office, holiday, kMonday), "geschlossen (Neujahr)");
  const std::vector<Closure> part = {{std::nullopt, kMonday + hours(10), kMonday + hours(15), "Wasserschaden"}};
  EXPECT_EQ(HoursOn(office, part, kMonday), "8:00–10:00 und 15:00–17:30 Uhr");
}

TEST(HoursText, JoinsEqualDays) {
  EXPECT_EQ(HoursText(ParseOpeningHours("Mo 8–12 Uhr, Di 8–12 Uhr, Mi 8–12 Uhr, Fr 8:30–12 Uhr")),
            "Montag bis Mittwoch 8–12 Uhr, Freitag 8:30–12 Uhr");
  EXPECT_EQ(HoursText({}), "");
}

}  // namespace
}  // namespace amtslotse::knowledge
