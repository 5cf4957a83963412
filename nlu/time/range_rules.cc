#include <algorithm>

#include "nlu/time/time_reader.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::days;

bool IsOneDay(const TimeNode& node) { return !node.days.empty() && node.days[0].first == node.days[0].last; }

}  // namespace

// From the first day of one to the last day of the other; what one leaves out, the other completes.
MaybeNode TimeReader::MakeRange(const TimeNode& first, const TimeNode& last, std::size_t begin) const {
  if (first.days.empty() || last.days.empty()) return std::nullopt;
  TimeNode a = first;
  TimeNode b = last;
  if (a.partial && b.partial && a.partial->day && b.partial->day) {
    PartialDate from = *a.partial;
    PartialDate to = *b.partial;
    if (!from.year) from.year = to.year;
    if (!from.month) {
      from.month = to.month;
      if (!to.month) {
        // "vom 4. bis zum 23.": of this month unless its end has passed
        const LocalDay month = StartOfMonth(b.days[0].first);
        from.month = to.month = MonthOf(month);
        from.year = to.year = YearOf(month);
        if (*from.day > *to.day) {
          const LocalDay previous = PlusMonths(month, -1);
          from.month = MonthOf(previous);
          from.year = YearOf(previous);
        }
      }
    }
    b = Resolve(last.begin, last.end, to);
    if (!from.year) {
      from.year = YearOf(b.days[0].first);
      const auto day = MakeValidDay(*from.year, *from.month, *from.day);
      if (day && *day > b.days[0].first) from.year = *from.year - 1;
    }
    a = Resolve(first.begin, first.end, from);
  }
  if (a.days[0].first > b.days[0].last) {
    // "Freitag bis Montag": the end is the one after
    if (!IsOneDay(b) || b.partial || a.days[0].first - b.days[0].last > days{7}) return std::nullopt;
    b.days[0].last += days{7};
  }
  TimeNode node = Days(begin, last.end, a.days[0].first, b.days[0].last, Grain::kDay);
  node.is_range = true;
  node.is_modified = true;
  return node;
}

MaybeNode TimeReader::DateRangeAt(std::size_t i) const {
  const bool from = Is(i, {"vom", "von"});
  const bool between = Is(i, {"zwischen"});
  const std::size_t at = from || between ? Skip(i + 1, {"dem", "der", "den", "am", "heute,"}) : i;
  // The first may be a number alone when the second tells the month: "13 bis 15 Juli", "14./15.10."
  MaybeNode first = DayOfMonth(at, true);
  if (MaybeNode longer = OneDate(at); longer && (!first || longer->end > first->end)) first = longer;
  bool number_alone = false;
  if (!first || (first->days.empty())) {
    const auto day = Digits(at, 1, 31);
    if (!day || Text(at).size() > 2) return std::nullopt;
    first = Resolve(at, at + 1, {std::nullopt, std::nullopt, static_cast<unsigned>(*day), std::nullopt});
    number_alone = true;
  }
  if (first->weak && !first->partial) return std::nullopt;
  std::size_t joint = first->end;
  const std::size_t joint_at = joint;
  if (between) {
    if (!Is(joint, {"und", "-"})) return std::nullopt;
  } else if (!Is(joint, {"bis", "-", "/", "auf"}) || (Text(joint) == "auf" && !from)) {
    return std::nullopt;
  }
  joint = Skip(joint + 1, {"zum", "zur", "dem", "den", "einschliesslich", "inklusive", "inkl", "und", "mit"});
  MaybeNode last = OneDate(joint);
  if (MaybeNode day = DayOfMonth(joint, true); day && (!last || day->end > last->end)) last = day;
  // "14. - 15.10" without the last point
  if (const MaybeNode numeric = NumericDate(joint); numeric && last && numeric->end > last->end) last = numeric;
  if (!last || last->days.empty()) return std::nullopt;
  if (number_alone && !(last->partial && last->partial->month && last->partial->day)) return std::nullopt;
  if (Text(joint_at) == "/" && !(first->partial && last->partial && last->partial->day)) return std::nullopt;
  // "15. bis 17." without anything else counts only after "vom", or when a time is expected
  const bool day_only = first->partial && !first->partial->month && last->partial && !last->partial->month;
  if (day_only && !from && !between && !context_.expecting_time) return std::nullopt;
  return MakeRange(*first, *last, i);
}

MaybeNode TimeReader::HalfOpen(std::size_t i) const {
  const bool since = Is(i, {"ab", "seit", "fruehestens"});
  const bool until = Is(i, {"bis", "spaetestens"});
  const bool after = Is(i, {"nach"});
  const bool before = Is(i, {"vor"});
  if (!since && !until && !after && !before) return std::nullopt;
  std::size_t at = Skip(i + 1, {"zum", "zur", "dem", "den", "der", "am", "einschliesslich"});
  if (before) {
    if (const MaybeNode ago = FromNow(i)) return ago;
  }
  MaybeNode date = OneDate(at);
  if (MaybeNode day = DayOfMonth(at, at > i + 1); day && (!date || day->end > date->end)) date = day;
  if (!date || date->days.empty()) return std::nullopt;
  if ((after || before) && date->weak) return std::nullopt;
  const DayReading said = date->days[0];
  TimeNode node = *date;
  node.begin = i;
  node.weak = false;
  node.is_modified = true;
  node.partial.reset();
  node.weekly = node.names_weekday = false;
  node.anchors = {said};
  for (DayReading& reading : node.days) {
    if (since) {
      reading.last = reading.first;
      reading.open_end = true;
    } else if (after) {
      reading.first = reading.last = reading.last + days{1};
      reading.open_end = true;
    } else {
      const LocalDay end = before ? reading.first - days{1} : reading.last;
      reading.first = std::min(today_, end);
      reading.last = end;
      reading.open_begin = true;
    }
    reading.grain = said.grain;
  }
  if (Is(i, {"seit"})) node.days[0] = {said.first, std::max(said.first, today_), said.grain, false, false};
  return node;
}

}  // namespace amtslotse::nlu
