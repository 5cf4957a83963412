#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "nlu/time/expression.h"
#include "nlu/time/festivals.h"
#include "nlu/time/lexicon.h"

namespace amtslotse::nlu {

// A date with parts left out: "15.", "15. Januar", "Januar 2017".
struct PartialDate {
  std::optional<int> year;
  std::optional<unsigned> month;
  std::optional<unsigned> day;
  std::optional<int> weekday;
};

// An expression under construction.
struct TimeNode : TimeExpression {
  std::optional<PartialDate> partial;  // what a range may still complete
  std::optional<PartOfDay> part;       // said with the clock or alone
  bool weak = false;                   // counts only in company or when a time is expected
  bool bare_hour = false;              // a clock without "Uhr", minutes or part of the day
  bool is_range = false;
  bool is_modified = false;  // "nächsten", "diese": not to be completed by another date
};

using MaybeNode = std::optional<TimeNode>;

// Reads German expressions of time from tokens. The rules live in day_rules.cc, working_day_rules.cc, period_rules.cc,
// length_rules.cc, clock_rules.cc and range_rules.cc; each tries to read one construct beginning at a token and gives
// back where it ends. One use per text.
class TimeReader {
 public:
  TimeReader(std::string_view text, std::span<const Token> tokens, const std::vector<Span>& taken,
             const TimeContext& context);

  std::vector<TimeExpression> Run();

 private:
  // --- time_reader.cc: tokens and joining
  std::string_view Text(std::size_t i) const { return i < tokens_.size() ? tokens_[i].text : std::string_view(); }
  bool Is(std::size_t i, std::initializer_list<std::string_view> words) const;
  bool IsTomorrow(std::size_t i) const { return Meaning(i).Is(TimeWord::kRelativeDay) && Meaning(i).value == 1; }
  TimeMeaning Meaning(std::size_t i) const { return i < meanings_.size() ? meanings_[i] : TimeMeaning{}; }
  bool Glued(std::size_t i) const;  // no space between token i - 1 and i
  bool IsDigits(std::size_t i) const;
  bool IsCapital(std::size_t i) const;  // as written
  std::optional<std::int64_t> Digits(std::size_t i, std::int64_t low, std::int64_t high) const;
  std::optional<std::int64_t> Number(std::size_t i) const;  // digits or word
  bool AtEnd(std::size_t i) const;                          // nothing or a mark that ends a sentence follows
  bool EndsSentence(std::size_t i) const;
  std::size_t Skip(std::size_t i, std::initializer_list<std::string_view> words) const;
  LocalDay Today() const { return today_; }
  TimeNode Days(std::size_t begin, std::size_t end, LocalDay first, LocalDay last, Grain grain) const;
  TimeNode Day(std::size_t begin, std::size_t end, LocalDay day) const {
    return Days(begin, end, day, day, Grain::kDay);
  }
  MaybeNode ReadAt(std::size_t i) const;
  bool SaysTime(std::size_t i) const;  // a word or number that no expression does without, but for wishes
  void FindReach();
  bool CanBegin(std::size_t i) const;
  bool IsName(std::size_t i) const;  // "Dienstag-Meyer", "heißt Freitag"
  std::vector<TimeNode> ReadAll() const;
  MaybeNode Joined(const TimeNode& a, const TimeNode& b) const;
  void JoinNeighbours(std::vector<TimeNode>& nodes) const;
  void PreferOfficeHours(TimeNode& node) const;

  // --- day_rules.cc
  MaybeNode AbsoluteDate(std::size_t i) const;              // with or without a weekday before it
  MaybeNode NumericDate(std::size_t i) const;               // 3.12.2026, 2026-12-03, 5/2026
  MaybeNode NamedMonthDate(std::size_t i) const;            // 3. Dezember, Dezember 2026, März 3
  MaybeNode DayOfMonth(std::size_t i, bool lenient) const;  // am 15.
  MaybeNode WeekdayDate(std::size_t i) const;               // Dienstag, nächsten Dienstag, Dienstag in einer Woche
  MaybeNode RelativeDay(std::size_t i) const;               // heute, morgen, morgen in acht Tagen
  MaybeNode FestivalDate(std::size_t i) const;
  MaybeNode WorkingDay(std::size_t i) const;  // am nächsten Werktag, in drei Arbeitstagen, nach dem nächsten Feiertag
  MaybeNode OnWorkingDays(std::size_t i) const;               // werktags
  bool DatesDocument(std::size_t i) const;                    // "Bescheid vom", "gestellt am": what follows has passed
  bool BelongsToDays(std::size_t i, std::size_t next) const;  // "do oder fr", "di 9-11"
  std::optional<int> WeekdayAt(std::size_t i, std::size_t& next, bool strict) const;
  std::optional<int> YearAt(std::size_t i, std::size_t& next, bool two_digits) const;
  TimeNode LastOf(std::size_t begin, std::size_t end, const PartialDate& partial) const;
  TimeNode Resolve(std::size_t begin, std::size_t end, const PartialDate& partial) const;
  MaybeNode OneDate(std::size_t i) const;  // the longest of the above and of OnePeriod

  // --- period_rules.cc
  MaybeNode ModifiedPeriod(std::size_t i) const;    // nächste Woche, die letzten drei Tage
  MaybeNode PhaseOf(std::size_t i) const;           // Mitte Dezember, Ende der Woche
  MaybeNode OrdinalIn(std::size_t i) const;         // letzter Montag im März, dritte Woche des Monats
  MaybeNode FromNow(std::size_t i) const;           // in drei Tagen, vor zwei Wochen, binnen einer Stunde
  MaybeNode CalendarWeek(std::size_t i) const;      // KW 48
  MaybeNode SeasonOrHolidays(std::size_t i) const;  // im Sommer, in den Osterferien, am Wochenende
  MaybeNode Length(std::size_t i) const;            // drei Tage, eine halbe Stunde
  MaybeNode Container(std::size_t i) const;         // des Monats, der nächsten Woche, im März 2014
  MaybeNode OnePeriod(std::size_t i) const;
  std::optional<std::chrono::seconds> LengthAt(std::size_t i, std::size_t& next, double& count, TimeUnit& unit) const;
  TimeNode UnitPeriod(std::size_t begin, std::size_t end, TimeUnit unit, int offset) const;

  // --- clock_rules.cc
  MaybeNode Clock(std::size_t i) const;  // 14:30, halb neun, viertel vor elf, um 7
  MaybeNode ClockCore(std::size_t i, bool bare_allowed) const;
  MaybeNode ClockRange(std::size_t i) const;  // zwischen 10 und 12, nach 16 Uhr, 9:30 - 11
  MaybeNode Part(std::size_t i) const;        // vormittags, am Nachmittag
  std::optional<PartOfDay> PartAt(std::size_t i, std::size_t& next) const;
  void ApplyPart(TimeNode& node, PartOfDay part) const;
  MaybeNode Wish(std::size_t i) const;  // so bald wie möglich, egal wann, jetzt

  // --- range_rules.cc
  MaybeNode DateRangeAt(std::size_t i) const;  // vom 3. bis zum 12. September
  MaybeNode HalfOpen(std::size_t i) const;     // ab dem 15., bis Freitag, nach Weihnachten
  MaybeNode MakeRange(const TimeNode& first, const TimeNode& last, std::size_t begin) const;

  std::string_view text_;
  std::span<const Token> tokens_;
  std::vector<TimeMeaning> meanings_;
  std::vector<std::optional<std::int64_t>> numbers_;  // that words name
  std::vector<bool> blocked_;
  std::vector<bool> near_;  // an expression that begins here would say a time soon enough
  TimeContext context_;
  LocalDay today_;
};

// The window that a part of the day means: the narrow core, or everything somebody may mean by it.
ClockReading CoreOf(PartOfDay part);
ClockReading WideOf(PartOfDay part);

}  // namespace amtslotse::nlu
