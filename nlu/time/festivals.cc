#include "nlu/time/festivals.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "nlu/calendar/holidays.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::days;

enum class Rule {
  kFixed,       // month, day
  kEaster,      // days from Easter Sunday
  kNthWeekday,  // month, n-th Sunday
  kAdventDays,  // days from the first Advent
};

struct Name {
  std::string_view words;  // folded tokens separated by spaces
  Rule rule;
  int a;
  int b = 0;
  int length = 1;  // days
};

// clang-format off
constexpr Name kNames[] = {
    {"neujahr", Rule::kFixed, 1, 1}, {"neujahrstag", Rule::kFixed, 1, 1},
    {"heilige drei koenige", Rule::kFixed, 1, 6}, {"heiligen drei koenigen", Rule::kFixed, 1, 6},
    {"dreikoenigstag", Rule::kFixed, 1, 6}, {"valentinstag", Rule::kFixed, 2, 14}, {"frauentag", Rule::kFixed, 3, 8},
    {"walpurgisnacht", Rule::kFixed, 4, 30}, {"tag der arbeit", Rule::kFixed, 5, 1}, {"maifeiertag", Rule::kFixed, 5, 1},
    {"mariae himmelfahrt", Rule::kFixed, 8, 15}, {"maria himmelfahrt", Rule::kFixed, 8, 15},
    {"weltkindertag", Rule::kFixed, 9, 20}, {"tag der deutschen einheit", Rule::kFixed, 10, 3},
    {"reformationstag", Rule::kFixed, 10, 31}, {"halloween", Rule::kFixed, 10, 31}, {"allerheiligen", Rule::kFixed, 11, 1},
    {"allerseelen", Rule::kFixed, 11, 2}, {"martinstag", Rule::kFixed, 11, 11}, {"sankt martin", Rule::kFixed, 11, 11},
    {"nikolaus", Rule::kFixed, 12, 6}, {"nikolaustag", Rule::kFixed, 12, 6}, {"mariae empfaengnis", Rule::kFixed, 12, 8},
    {"heiligabend", Rule::kFixed, 12, 24}, {"heilig abend", Rule::kFixed, 12, 24}, {"heiliger abend", Rule::kFixed, 12, 24},
    {"weihnachten", Rule::kFixed, 12, 25}, {"weihnachtstag", Rule::kFixed, 12, 25}, {"weihnachtsfeiertag", Rule::kFixed, 12, 25},
    {"weihnachtsfeiertage", Rule::kFixed, 12, 25, 2}, {"weihnachtsfeiertagen", Rule::kFixed, 12, 25, 2},
    {"ersten weihnachtstag", Rule::kFixed, 12, 25}, {"erster weihnachtstag", Rule::kFixed, 12, 25},
    {"1 . weihnachtstag", Rule::kFixed, 12, 25}, {"1 . weihnachtsfeiertag", Rule::kFixed, 12, 25},
    {"zweiten weihnachtstag", Rule::kFixed, 12, 26}, {"zweiter weihnachtstag", Rule::kFixed, 12, 26},
    {"2 . weihnachtstag", Rule::kFixed, 12, 26}, {"2 . weihnachtsfeiertag", Rule::kFixed, 12, 26},
    {"zweiten weihnachtsfeiertag", Rule::kFixed, 12, 26}, {"ersten weihnachtsfeiertag", Rule::kFixed, 12, 25},
    {"zwischen den jahren", Rule::kFixed, 12, 27, 5}, {"silvester", Rule::kFixed, 12, 31}, {"sylvester", Rule::kFixed, 12, 31},
    {"weiberfastnacht", Rule::kEaster, -52}, {"karneval", Rule::kEaster, -49}, {"fasching", Rule::kEaster, -49},
    {"rosenmontag", Rule::kEaster, -48}, {"fastnacht", Rule::kEaster, -47}, {"faschingsdienstag", Rule::kEaster, -47},
    {"fastnachtsdienstag", Rule::kEaster, -47}, {"veilchendienstag", Rule::kEaster, -47}, {"aschermittwoch", Rule::kEaster, -46},
    {"palmsonntag", Rule::kEaster, -7}, {"palmensonntag", Rule::kEaster, -7}, {"gruendonnerstag", Rule::kEaster, -3},
    {"karfreitag", Rule::kEaster, -2}, {"karsamstag", Rule::kEaster, -1}, {"ostersamstag", Rule::kEaster, -1},
    {"ostern", Rule::kEaster, 0}, {"ostersonntag", Rule::kEaster, 0}, {"ostermontag", Rule::kEaster, 1},
    {"osterfeiertage", Rule::kEaster, -2, 0, 4}, {"osterfeiertagen", Rule::kEaster, -2, 0, 4},
    {"christi himmelfahrt", Rule::kEaster, 39}, {"himmelfahrt", Rule::kEaster, 39}, {"himmelfahrtstag", Rule::kEaster, 39},
    {"vatertag", Rule::kEaster, 39}, {"herrentag", Rule::kEaster, 39}, {"pfingsten", Rule::kEaster, 49},
    {"pfingstsonntag", Rule::kEaster, 49}, {"pfingstmontag", Rule::kEaster, 50}, {"fronleichnam", Rule::kEaster, 60},
    {"muttertag", Rule::kNthWeekday, 5, 2}, {"schweizer buss - und bettag", Rule::kNthWeekday, 9, 3},
    {"volkstrauertag", Rule::kAdventDays, -14}, {"buss - und bettag", Rule::kAdventDays, -11},
    {"buss und bettag", Rule::kAdventDays, -11}, {"totensonntag", Rule::kAdventDays, -7}, {"ewigkeitssonntag", Rule::kAdventDays, -7},
    {"1 . advent", Rule::kAdventDays, 0}, {"erster advent", Rule::kAdventDays, 0}, {"ersten advent", Rule::kAdventDays, 0},
    {"2 . advent", Rule::kAdventDays, 7}, {"zweiter advent", Rule::kAdventDays, 7}, {"zweiten advent", Rule::kAdventDays, 7},
    {"3 . advent", Rule::kAdventDays, 14}, {"dritter advent", Rule::kAdventDays, 14}, {"dritten advent", Rule::kAdventDays, 14},
    {"4 . advent", Rule::kAdventDays, 21}, {"vierter advent", Rule::kAdventDays, 21}, {"vierten advent", Rule::kAdventDays, 21},
};
// clang-format on

// The tokens that `words` takes from `at` on; 0 when they do not match.
std::size_t Matches(std::string_view words, std::span<const Token> tokens, std::size_t at) {
  std::size_t taken = 0;
  while (!words.empty()) {
    const std::size_t space = std::min(words.find(' '), words.size());
    if (at + taken >= tokens.size() || tokens[at + taken].text != words.substr(0, space)) return 0;
    ++taken;
    words.remove_prefix(std::min(words.size(), space + 1));
  }
  return taken;
}

LocalDay Easter(int year) { return LocalDay{EasterSunday(std::chrono::year{year})}; }

// The fourth Sunday before Christmas Day.
LocalDay FirstAdvent(int year) { return WeekdayOnOrBefore(MakeDay(year, 12, 24), 6) - days{21}; }

}  // namespace

std::optional<Festival> FestivalAt(std::span<const Token> tokens, std::size_t at) {
  Festival best;
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    if (kNames[i].words[0] != tokens[at].text[0]) continue;
    const std::size_t taken = Matches(kNames[i].words, tokens, at);
    if (taken > best.name_tokens) best = {taken, static_cast<int>(i)};
  }
  if (best.name_tokens == 0) return std::nullopt;
  return best;
}

DaySpan FestivalIn(const Festival& festival, int year) {
  const Name& name = kNames[static_cast<std::size_t>(festival.number)];
  LocalDay first{};
  switch (name.rule) {
    case Rule::kFixed: first = MakeDay(year, static_cast<unsigned>(name.a), static_cast<unsigned>(name.b)); break;
    case Rule::kEaster: first = Easter(year) + days{name.a}; break;
    case Rule::kAdventDays: first = FirstAdvent(year) + days{name.a}; break;
    case Rule::kNthWeekday:
      first = WeekdayOnOrAfter(MakeDay(year, static_cast<unsigned>(name.a), 1), 6) + days{7 * (name.b - 1)};
      break;
  }
  return {first, first + days{name.length - 1}};
}

DaySpan SchoolHolidays(int which, int year, std::optional<Land> land) {
  const bool south = land == Land::kBayern || land == Land::kBadenWuerttemberg;
  switch (which) {
    case 0: return {Easter(year) - days{13}, Easter(year) + days{5}};
    case 1: return {Easter(year) + days{50}, Easter(year) + days{south ? 61 : 54}};
    case 2:
      return south ? DaySpan{MakeDay(year, 7, 30), MakeDay(year, 9, 13)}
                   : DaySpan{MakeDay(year, 7, 5), MakeDay(year, 8, 20)};
    case 3: return {MakeDay(year, 10, south ? 27 : 10), MakeDay(year, south ? 11 : 10, south ? 3 : 25)};
    case 4: return {MakeDay(year, 12, 22), MakeDay(year + 1, 1, 5)};
    default: return {MakeDay(year, 2, 1), MakeDay(year, 2, 10)};
  }
}

}  // namespace amtslotse::nlu
