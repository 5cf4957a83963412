#include "nlu/time/lexicon.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace amtslotse::nlu {
namespace {

using Lexicon = std::unordered_map<std::string_view, TimeMeaning>;

constexpr std::array<std::string_view, 7> kWeekdays = {"montag",  "dienstag", "mittwoch", "donnerstag",
                                                       "freitag", "samstag",  "sonntag"};
constexpr std::array<std::string_view, 7> kShort = {"mo", "di", "mi", "do", "fr", "sa", "so"};
constexpr std::array<std::string_view, 12> kMonths = {"januar",    "februar", "maerz",    "april",
                                                      "mai",       "juni",    "juli",     "august",
                                                      "september", "oktober", "november", "dezember"};

struct Entry {
  std::string_view text;
  TimeWord word;
  int value;
};

template <typename Value>
constexpr int V(Value value) {
  return static_cast<int>(value);
}

constexpr int PhaseOf(Phase phase, TimeUnit unit) { return kPhasesApart * V(phase) + V(unit); }

// clang-format off
constexpr Entry kEntries[] = {
    {"sonnabend", TimeWord::kWeekday, 5}, {"sonnabends", TimeWord::kWeekdayEvery, 5}, {"jaenner", TimeWord::kMonth, 1},
    {"jan", TimeWord::kMonth, 1}, {"feb", TimeWord::kMonth, 2}, {"feber", TimeWord::kMonth, 2}, {"mrz", TimeWord::kMonth, 3},
    {"marz", TimeWord::kMonth, 3}, {"apr", TimeWord::kMonth, 4}, {"jun", TimeWord::kMonth, 6}, {"juno", TimeWord::kMonth, 6},
    {"jul", TimeWord::kMonth, 7}, {"julei", TimeWord::kMonth, 7}, {"aug", TimeWord::kMonth, 8}, {"sep", TimeWord::kMonth, 9},
    {"sept", TimeWord::kMonth, 9}, {"okt", TimeWord::kMonth, 10}, {"nov", TimeWord::kMonth, 11}, {"dez", TimeWord::kMonth, 12},
    {"sekunde", TimeWord::kUnit, V(TimeUnit::kSecond)}, {"sekunden", TimeWord::kUnit, V(TimeUnit::kSecond)},
    {"sek", TimeWord::kUnit, V(TimeUnit::kSecond)}, {"minute", TimeWord::kUnit, V(TimeUnit::kMinute)},
    {"minuten", TimeWord::kUnit, V(TimeUnit::kMinute)}, {"min", TimeWord::kUnit, V(TimeUnit::kMinute)},
    {"stunde", TimeWord::kUnit, V(TimeUnit::kHour)}, {"stunden", TimeWord::kUnit, V(TimeUnit::kHour)},
    {"std", TimeWord::kUnit, V(TimeUnit::kHour)}, {"tag", TimeWord::kUnit, V(TimeUnit::kDay)},
    {"tage", TimeWord::kUnit, V(TimeUnit::kDay)}, {"tagen", TimeWord::kUnit, V(TimeUnit::kDay)},
    {"tages", TimeWord::kUnit, V(TimeUnit::kDay)}, {"woche", TimeWord::kUnit, V(TimeUnit::kWeek)},
    {"wochen", TimeWord::kUnit, V(TimeUnit::kWeek)}, {"monat", TimeWord::kUnit, V(TimeUnit::kMonth)},
    {"monate", TimeWord::kUnit, V(TimeUnit::kMonth)}, {"monaten", TimeWord::kUnit, V(TimeUnit::kMonth)},
    {"monats", TimeWord::kUnit, V(TimeUnit::kMonth)}, {"jahr", TimeWord::kUnit, V(TimeUnit::kYear)},
    {"jahre", TimeWord::kUnit, V(TimeUnit::kYear)}, {"jahren", TimeWord::kUnit, V(TimeUnit::kYear)},
    {"jahres", TimeWord::kUnit, V(TimeUnit::kYear)},
    {"frueh", TimeWord::kPartOfDay, V(PartOfDay::kMorning)}, {"fruehs", TimeWord::kPartOfDay, V(PartOfDay::kMorning)},
    {"morgens", TimeWord::kPartOfDay, V(PartOfDay::kMorning)}, {"vormittag", TimeWord::kPartOfDay, V(PartOfDay::kForenoon)},
    {"vormittags", TimeWord::kPartOfDay, V(PartOfDay::kForenoon)}, {"mittag", TimeWord::kPartOfDay, V(PartOfDay::kNoon)},
    {"mittags", TimeWord::kPartOfDay, V(PartOfDay::kNoon)}, {"nachmittag", TimeWord::kPartOfDay, V(PartOfDay::kAfternoon)},
    {"nachmittags", TimeWord::kPartOfDay, V(PartOfDay::kAfternoon)}, {"abend", TimeWord::kPartOfDay, V(PartOfDay::kEvening)},
    {"abends", TimeWord::kPartOfDay, V(PartOfDay::kEvening)}, {"nacht", TimeWord::kPartOfDay, V(PartOfDay::kNight)},
    {"nachts", TimeWord::kPartOfDay, V(PartOfDay::kNight)}, {"primetime", TimeWord::kPartOfDay, V(PartOfDay::kNight)},
    {"mitternacht", TimeWord::kPartOfDay, V(PartOfDay::kMidnight)},
    {"heute", TimeWord::kRelativeDay, 0}, {"heut", TimeWord::kRelativeDay, 0},
    // one slip away from "heute" stand "Hefte", "Häute", "heule" as well
    {"heite", TimeWord::kRelativeDay, 0}, {"hetue", TimeWord::kRelativeDay, 0}, {"heude", TimeWord::kRelativeDay, 0},
    {"heutte", TimeWord::kRelativeDay, 0}, {"heutee", TimeWord::kRelativeDay, 0}, {"heutr", TimeWord::kRelativeDay, 0},
    {"hrute", TimeWord::kRelativeDay, 0}, {"morgen", TimeWord::kRelativeDay, 1},
    {"uebermorgen", TimeWord::kRelativeDay, 2}, {"ubermorgen", TimeWord::kRelativeDay, 2}, {"gestern", TimeWord::kRelativeDay, -1},
    {"vorgestern", TimeWord::kRelativeDay, -2}, {"ueberuebermorgen", TimeWord::kRelativeDay, 3},
    {"anfang", TimeWord::kPhase, V(Phase::kBegin)}, {"beginn", TimeWord::kPhase, V(Phase::kBegin)},
    {"mitte", TimeWord::kPhase, V(Phase::kMiddle)}, {"ende", TimeWord::kPhase, V(Phase::kEnd)}, {"rest", TimeWord::kPhase, V(Phase::kRest)},
    {"fruehling", TimeWord::kSeason, V(Season::kSpring)}, {"fruehjahr", TimeWord::kSeason, V(Season::kSpring)},
    {"sommer", TimeWord::kSeason, V(Season::kSummer)}, {"herbst", TimeWord::kSeason, V(Season::kAutumn)},
    {"winter", TimeWord::kSeason, V(Season::kWinter)},
    {"wochenende", TimeWord::kWeekend, 0}, {"wochenenden", TimeWord::kWeekend, 0}, {"we", TimeWord::kWeekend, 0}, {"wochenend", TimeWord::kWeekend, 0},
    {"jahresende", TimeWord::kPhaseOfUnit, PhaseOf(Phase::kEnd, TimeUnit::kYear)},
    {"jahresanfang", TimeWord::kPhaseOfUnit, PhaseOf(Phase::kBegin, TimeUnit::kYear)},
    {"jahresbeginn", TimeWord::kPhaseOfUnit, PhaseOf(Phase::kBegin, TimeUnit::kYear)},
    {"monatsende", TimeWord::kPhaseOfUnit, PhaseOf(Phase::kEnd, TimeUnit::kMonth)},
    {"monatsanfang", TimeWord::kPhaseOfUnit, PhaseOf(Phase::kBegin, TimeUnit::kMonth)},
    {"monatsmitte", TimeWord::kPhaseOfUnit, PhaseOf(Phase::kMiddle, TimeUnit::kMonth)},
    {"wochenanfang", TimeWord::kPhaseOfUnit, PhaseOf(Phase::kBegin, TimeUnit::kWeek)},
    {"wochenmitte", TimeWord::kPhaseOfUnit, PhaseOf(Phase::kMiddle, TimeUnit::kWeek)},
    {"mittagspause", TimeWord::kPartOfDay, V(PartOfDay::kNoon)}, {"mittagszeit", TimeWord::kPartOfDay, V(PartOfDay::kNoon)},
    {"dienschtag", TimeWord::kWeekday, 1}, {"dunnerstag", TimeWord::kWeekday, 3}, {"dunnerschtag", TimeWord::kWeekday, 3},
    {"donnerschtag", TimeWord::kWeekday, 3}, {"samschtag", TimeWord::kWeekday, 5}, {"sunndag", TimeWord::kWeekday, 6},
    {"quartal", TimeWord::kQuarterYear, 0}, {"quartals", TimeWord::kQuarterYear, 0}, {"halbjahr", TimeWord::kHalfYear, 0},
    {"osterferien", TimeWord::kSchoolHolidays, 0}, {"pfingstferien", TimeWord::kSchoolHolidays, 1},
    {"sommerferien", TimeWord::kSchoolHolidays, 2}, {"herbstferien", TimeWord::kSchoolHolidays, 3},
    {"weihnachtsferien", TimeWord::kSchoolHolidays, 4}, {"winterferien", TimeWord::kSchoolHolidays, 5},
    {"fruehjahrsferien", TimeWord::kSchoolHolidays, 0},
    {"halb", TimeWord::kHalf, 0}, {"halbe", TimeWord::kHalf, 0}, {"halben", TimeWord::kHalf, 0}, {"halbes", TimeWord::kHalf, 0},
    {"halber", TimeWord::kHalf, 0}, {"viertel", TimeWord::kQuarter, 0}, {"dreiviertel", TimeWord::kThreeQuarters, 0},
    {"anderthalb", TimeWord::kOneAndAHalf, 0}, {"eineinhalb", TimeWord::kOneAndAHalf, 0}, {"uhr", TimeWord::kOclock, 0},
    {"ganze", TimeWord::kWhole, 0}, {"ganzen", TimeWord::kWhole, 0}, {"ganzes", TimeWord::kWhole, 0}, {"ganzer", TimeWord::kWhole, 0},
};
// clang-format on

struct Inflected {
  std::string_view stem;
  Modifier modifier;
};

// clang-format off
constexpr Inflected kModifiers[] = {
    {"dies", Modifier::kThis},          {"naechst", Modifier::kNext},       {"nachst", Modifier::kNext},
    {"kommend", Modifier::kComing},              {"uebernaechst", Modifier::kAfterNext}, {"ubernachst", Modifier::kAfterNext},
    {"letzt", Modifier::kLast},                  {"vergangen", Modifier::kLast},     {"vorig", Modifier::kLast},
    {"vorletzt", Modifier::kBeforeLast},         {"jed", Modifier::kEvery},          {"darauffolgend", Modifier::kNext},
    {"folgend", Modifier::kNext},                {"laufend", Modifier::kThis},       {"aktuell", Modifier::kThis},
};
// clang-format on
constexpr std::array<std::string_view, 6> kEndings = {"e", "en", "er", "es", "em", ""};

// Words made of weekday and part of day are kept alive here.
Lexicon BuildLexicon() {
  static std::array<std::string, 7 * 10> compounds;
  static std::array<std::string, 7 + std::size(kModifiers) * kEndings.size()> inflected;
  Lexicon lexicon;
  for (const Entry& entry : kEntries) {
    if (entry.word != TimeWord::kNone) lexicon[entry.text] = {entry.word, entry.value, -1};
  }
  for (int i = 0; i < 12; ++i) lexicon[kMonths[static_cast<std::size_t>(i)]] = {TimeWord::kMonth, i + 1, -1};
  constexpr std::array<std::pair<std::string_view, PartOfDay>, 10> kParts = {{{"morgen", PartOfDay::kMorning},
                                                                              {"frueh", PartOfDay::kMorning},
                                                                              {"vormittag", PartOfDay::kForenoon},
                                                                              {"mittag", PartOfDay::kNoon},
                                                                              {"nachmittag", PartOfDay::kAfternoon},
                                                                              {"abend", PartOfDay::kEvening},
                                                                              {"nacht", PartOfDay::kNight},
                                                                              {"nachmittags", PartOfDay::kAfternoon},
                                                                              {"abends", PartOfDay::kEvening},
                                                                              {"vormittags", PartOfDay::kForenoon}}};
  std::size_t made = 0;
  std::size_t bent = 0;
  for (int i = 0; i < 7; ++i) {
    const auto day = static_cast<std::size_t>(i);
    lexicon[kWeekdays[day]] = {TimeWord::kWeekday, i, -1};
    lexicon[kShort[day]] = {TimeWord::kWeekdayShort, i, -1};
    inflected[bent] = std::string(kWeekdays[day]) + "s";
    lexicon[inflected[bent++]] = {TimeWord::kWeekdayEvery, i, -1};
    for (const auto& [part, value] : kParts) {
      compounds[made] = std::string(kWeekdays[day]) + std::string(part);
      lexicon[compounds[made++]] = {TimeWord::kWeekday, i, V(value)};
    }
  }
  for (const Inflected& modifier : kModifiers) {
    for (const std::string_view ending : kEndings) {
      if (ending.empty() && modifier.stem != "dies") continue;
      inflected[bent] = std::string(modifier.stem) + std::string(ending);
      lexicon[inflected[bent++]] = {TimeWord::kModifier, V(modifier.modifier), -1};
    }
  }
  return lexicon;
}

constexpr std::array<std::pair<std::string_view, int>, 3> kNearDays = {
    {{"morgen", 1}, {"uebermorgen", 2}, {"ubermorgen", 2}}};

// At most one letter missing, added, changed, or two neighbours swapped.
bool OneSlip(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  if (a.size() != b.size()) return a.substr(same) == b.substr(same + 1);
  if (same == a.size() || a.substr(same + 1) == b.substr(same + 1)) return true;
  return same + 1 < a.size() && a[same] == b[same + 1] && a[same + 1] == b[same] &&
         a.substr(same + 2) == b.substr(same + 2);
}

TimeMeaning WithSlip(std::string_view word) {
  static const std::unordered_set<std::string_view> others = {
      "montage", "montagen", "montiert", "freitage", "juniors", "mogen", "moegen", "morden", "morgan", "moren",
      "margen"};
  if (word.size() < 5 || word.size() > 12 || others.contains(word)) return {};
  for (const auto& [day, value] : kNearDays) {
    if (day[0] == word[0] && OneSlip(word, day)) return {TimeWord::kRelativeDay, value, -1};
  }
  if (word.size() < 6) return {};
  for (std::size_t i = 0; i < kWeekdays.size(); ++i) {
    if (kWeekdays[i][0] == word[0] && OneSlip(word, kWeekdays[i])) return {TimeWord::kWeekday, static_cast<int>(i), -1};
  }
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    const bool long_name = kMonths[i].size() >= 6;
    if (long_name && kMonths[i][0] == word[0] && OneSlip(word, kMonths[i]))
      return {TimeWord::kMonth, static_cast<int>(i) + 1, -1};
  }
  return {};
}

// "freitach", "vormittachs": as it is spoken in the north and along the Ruhr. "Tach" by itself greets.
std::string WithTag(std::string_view word) {
  const bool genitive = word.ends_with("tachs");
  const std::string_view stem = word.substr(0, word.size() - (genitive ? 2 : 1));
  return std::string(stem.substr(0, stem.size() - 1)) + (genitive ? "gs" : "g");
}

TimeMeaning Lookup(std::string_view word) {
  static const Lexicon lexicon = BuildLexicon();
  const auto found = lexicon.find(word);
  return found != lexicon.end() ? found->second : WithSlip(word);
}

}  // namespace

TimeMeaning MeaningOf(std::string_view word) {
  constexpr std::size_t kShortest = 6;
  if (word.size() >= kShortest && (word.ends_with("tach") || word.ends_with("tachs"))) return Lookup(WithTag(word));
  return Lookup(word);
}

}  // namespace amtslotse::nlu
