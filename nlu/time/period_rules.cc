#include <algorithm>

#include "nlu/number_words.h"
#include "nlu/time/time_reader.h"
#include "nlu/time/units.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::days;

int OffsetOf(Modifier modifier) {
  switch (modifier) {
    case Modifier::kNext:
    case Modifier::kComing: return 1;
    case Modifier::kAfterNext: return 2;
    case Modifier::kLast: return -1;
    case Modifier::kBeforeLast: return -2;
    default: return 0;
  }
}

DaySpan SeasonIn(Season season, int year) {
  switch (season) {
    case Season::kSpring: return {MakeDay(year, 3, 20), MakeDay(year, 6, 20)};
    case Season::kSummer: return {MakeDay(year, 6, 21), MakeDay(year, 9, 23)};
    case Season::kAutumn: return {MakeDay(year, 9, 23), MakeDay(year, 12, 20)};
    case Season::kWinter: return {MakeDay(year, 12, 21), MakeDay(year + 1, 3, 20)};
  }
  return {};
}

}  // namespace

// The period `offset` units from now: 0 this, 1 the next.
TimeNode TimeReader::UnitPeriod(std::size_t begin, std::size_t end, TimeUnit unit, int offset) const {
  LocalDay first = today_ + days{offset};
  LocalDay last = first;
  switch (unit) {
    case TimeUnit::kWeek:
      first = StartOfWeek(today_) + days{7 * offset};
      last = first + days{6};
      break;
    case TimeUnit::kWeekend:
      first = StartOfWeek(today_) + days{7 * offset + 5};
      last = first + days{1};
      break;
    case TimeUnit::kMonth:
      first = PlusMonths(StartOfMonth(today_), offset);
      last = EndOfMonth(first);
      break;
    case TimeUnit::kQuarter:
      first = PlusMonths(MakeDay(YearOf(today_), (MonthOf(today_) - 1) / 3 * 3 + 1, 1), 3 * offset);
      last = EndOfMonth(PlusMonths(first, 2));
      break;
    case TimeUnit::kYear:
      first = MakeDay(YearOf(today_) + offset, 1, 1);
      last = MakeDay(YearOf(today_) + offset, 12, 31);
      break;
    default: break;
  }
  TimeNode node = Days(begin, end, first, last, GrainOf(unit));
  node.is_modified = true;
  return node;
}

MaybeNode TimeReader::ModifiedPeriod(std::size_t i) const {
  if (!Meaning(i).Is(TimeWord::kModifier)) return std::nullopt;
  const auto modifier = static_cast<Modifier>(Meaning(i).value);
  if (modifier == Modifier::kEvery) return std::nullopt;
  const int offset = OffsetOf(modifier);
  const TimeMeaning next = Meaning(i + 1);
  if (next.Is(TimeWord::kUnit)) {
    const auto unit = static_cast<TimeUnit>(next.value);
    const bool plural =
        Is(i + 1, {"tage", "tagen", "stunden", "minuten", "sekunden", "wochen", "monate", "monaten", "jahren"}) ||
        (Text(i + 1) == "jahre" && Text(i).ends_with("n"));
    if (IsClockUnit(unit)) {
      if (modifier == Modifier::kThis) return std::nullopt;
      TimeNode node;
      node.begin = i;
      node.end = i + 2;
      const auto length = SecondsOf(unit);
      node.exact = offset > 0 ? ExactReading{context_.now, context_.now + length, GrainOf(unit)}
                              : ExactReading{context_.now - length, context_.now, GrainOf(unit)};
      return node;
    }
    if (unit == TimeUnit::kDay && (modifier == Modifier::kThis || !plural)) {
      if (plural || modifier == Modifier::kThis) return std::nullopt;  // "dieser Tage", "an diesem Tag"
      if (!Is(i + 1, {"tag"}) || modifier == Modifier::kLast) return std::nullopt;
    }
    if (plural && modifier != Modifier::kThis) {
      const LocalDay edge = Moved(today_, unit, offset > 0 ? kAFew : -kAFew);
      TimeNode node = offset > 0 ? Days(i, i + 2, today_ + days{1}, edge, GrainOf(unit))
                                 : Days(i, i + 2, edge, today_ - days{1}, GrainOf(unit));
      node.is_modified = true;
      return node;
    }
    if (plural) return std::nullopt;
    return UnitPeriod(i, i + 2, unit, offset);
  }
  if (next.Is(TimeWord::kWeekend)) {
    TimeNode node = UnitPeriod(i, i + 2, TimeUnit::kWeekend, offset > 0 ? offset - 1 : offset);
    if (modifier == Modifier::kNext) {
      const LocalDay later = node.days[0].first + days{7};
      node.days.push_back({later, later + days{1}, Grain::kWeekend, false, false});
      node.ambiguous = true;
    }
    return node;
  }
  if (next.Is(TimeWord::kQuarterYear)) return UnitPeriod(i, i + 2, TimeUnit::kQuarter, offset);
  if (next.Is(TimeWord::kMonth)) {
    const auto month = static_cast<unsigned>(next.value);
    int year = YearOf(today_);
    const unsigned now = MonthOf(today_);
    if (offset > 0) year += (month <= now ? 1 : 0) + (offset - 1);
    if (offset < 0) year -= (month >= now ? 1 : 0) + (-offset - 1);
    TimeNode node = Resolve(i, i + 2, {year, month, std::nullopt, std::nullopt});
    node.partial.reset();
    node.is_modified = true;
    return node;
  }
  if (next.Is(TimeWord::kSeason)) {
    int year = YearOf(today_);
    DaySpan span = SeasonIn(static_cast<Season>(next.value), year);
    if (next.value == static_cast<int>(Season::kWinter) && SeasonIn(Season::kWinter, year - 1).last >= today_ &&
        offset <= 0)
      span = SeasonIn(Season::kWinter, --year);
    if (offset > 0 && span.first <= today_) span = SeasonIn(static_cast<Season>(next.value), year + offset);
    if (offset < 0 && span.last >= today_) span = SeasonIn(static_cast<Season>(next.value), year + offset);
    TimeNode node = Days(i, i + 2, span.first, span.last, Grain::kDay);
    node.is_modified = true;
    return node;
  }
  // "nächsten 3 Tage", "letzten paar Wochen"
  if (modifier == Modifier::kThis) return std::nullopt;
  std::size_t end = i + 1;
  double count = 0;
  TimeUnit unit = TimeUnit::kDay;
  const auto length = LengthAt(i + 1, end, count, unit);
  if (!length || count < 1) return std::nullopt;
  TimeNode node;
  if (IsClockUnit(unit)) {
    node.begin = i;
    node.end = end;
    node.exact = offset > 0 ? ExactReading{context_.now, context_.now + *length, GrainOf(unit)}
                            : ExactReading{context_.now - *length, context_.now, GrainOf(unit)};
    return node;
  }
  const int whole = static_cast<int>(count);
  if (offset > 0) {
    node = Days(i, end, today_ + days{1}, Moved(today_ + days{1}, unit, whole) - days{1}, GrainOf(unit));
  } else {
    node = Days(i, end, Moved(today_, unit, -whole), today_ - days{1}, GrainOf(unit));
  }
  node.is_modified = true;
  return node;
}

// "des Monats", "der Woche", "dieser Woche", "im März 2014", "Oktober", "2014", "des nächsten Jahres"
MaybeNode TimeReader::Container(std::size_t i) const {
  const std::size_t at = Skip(i, {"im", "in", "des", "der", "dieses", "vom", "von"});
  if (MaybeNode modified = ModifiedPeriod(i)) return modified;
  if (MaybeNode modified = ModifiedPeriod(at)) return modified;
  if (Meaning(at).Is(TimeWord::kUnit) && Is(at, {"monats", "woche", "jahres", "tages", "monat", "jahr"})) {
    const auto unit = static_cast<TimeUnit>(Meaning(at).value);
    if (unit == TimeUnit::kYear) {
      std::size_t next = at + 1;
      if (const auto year = YearAt(at + 1, next, false))
        return Resolve(at, next, {*year, std::nullopt, std::nullopt, std::nullopt});
    }
    return UnitPeriod(at, at + 1, unit, 0);
  }
  if (Meaning(at).Is(TimeWord::kMonth)) {
    std::size_t end = at + 1;
    std::size_t next = end;
    PartialDate partial{std::nullopt, static_cast<unsigned>(Meaning(at).value), std::nullopt, std::nullopt};
    if (const auto year = YearAt(end, next, false)) partial.year = year, end = next;
    return Resolve(at, end, partial);
  }
  std::size_t next = at;
  if (const auto year = YearAt(at, next, false))
    return Resolve(at, next, {*year, std::nullopt, std::nullopt, std::nullopt});
  return std::nullopt;
}

MaybeNode TimeReader::PhaseOf(std::size_t i) const {
  // "Jahresende" is the end of this year
  const bool one_word = Meaning(i).Is(TimeWord::kPhaseOfUnit);
  if (!one_word && !Meaning(i).Is(TimeWord::kPhase)) return std::nullopt;
  const auto phase = static_cast<Phase>(one_word ? Meaning(i).value / kPhasesApart : Meaning(i).value);
  const MaybeNode container =
      one_word ? UnitPeriod(i, i + 1, static_cast<TimeUnit>(Meaning(i).value % kPhasesApart), 0) : Container(i + 1);
  if (!container || container->days.empty()) return std::nullopt;
  const DayReading whole = container->days[0];
  LocalDay first = whole.first;
  LocalDay last = whole.last;
  const auto year = YearOf(first);
  if (phase == Phase::kRest) {
    if (whole.grain == Grain::kDay) {
      TimeNode node;
      node.begin = i;
      node.end = container->end;
      node.exact = ExactReading{context_.now, std::chrono::local_seconds{today_ + days{1}}, Grain::kSecond};
      return node;
    }
    first = std::max(first, today_);
  } else if (whole.grain == Grain::kWeek) {
    first += days{phase == Phase::kBegin ? 0 : phase == Phase::kMiddle ? 1 : 3};
    last = first + days{phase == Phase::kEnd ? 1 : phase == Phase::kBegin ? 1 : 2};
  } else if (whole.grain == Grain::kMonth) {
    const LocalDay month = StartOfMonth(first);
    if (phase == Phase::kBegin) last = month + days{9};
    if (phase == Phase::kMiddle) first = month + days{10}, last = month + days{19};
    if (phase == Phase::kEnd) first = month + days{20};
  } else if (whole.grain == Grain::kYear) {
    if (phase == Phase::kBegin) last = MakeDay(year, 4, 30);
    if (phase == Phase::kMiddle) first = MakeDay(year, 5, 1), last = MakeDay(year, 8, 31);
    // What lies ahead is an appointment or a deadline, what is past a rough date.
    if (phase == Phase::kEnd) first = MakeDay(year, year >= YearOf(today_) ? 12 : 9, 1);
  } else if (whole.grain == Grain::kDay && phase == Phase::kEnd) {
    first = last;
  } else {
    return std::nullopt;
  }
  TimeNode node = Days(i, container->end, first, last, Grain::kDay);
  node.is_modified = true;
  return node;
}

MaybeNode TimeReader::OrdinalIn(std::size_t i) const {
  std::size_t at = i;
  std::optional<std::int64_t> ordinal = OrdinalFromWord(Text(i));
  if (!ordinal && Digits(i, 1, 53) && Text(i + 1) == "." && Glued(i + 1)) {
    ordinal = Digits(i, 1, 53);
    ++at;
  }
  if (!ordinal) return std::nullopt;
  ++at;
  const TimeMeaning what = Meaning(at);
  if (what.Is(TimeWord::kQuarterYear)) {
    if (*ordinal < 1 || *ordinal > 4) return std::nullopt;
    std::size_t next = at + 1;
    const auto said = YearAt(at + 1, next, false);
    const LocalDay first = MakeDay(said.value_or(YearOf(today_)), static_cast<unsigned>(*ordinal) * 3 - 2, 1);
    return Days(i, said ? next : at + 1, first, EndOfMonth(PlusMonths(first, 2)), Grain::kQuarter);
  }
  const bool week = what.Is(TimeWord::kUnit) && what.value == static_cast<int>(TimeUnit::kWeek);
  const bool day = what.Is(TimeWord::kUnit) && what.value == static_cast<int>(TimeUnit::kDay);
  if (!week && !day && !what.Is(TimeWord::kWeekday) && !what.Is(TimeWord::kWeekend)) return std::nullopt;
  if (!Is(at + 1, {"im", "in", "des", "der", "vom", "von"}) && !Meaning(at + 1).Is(TimeWord::kMonth) &&
      !Meaning(at + 1).Is(TimeWord::kModifier))
    return std::nullopt;
  const MaybeNode container = Container(at + 1);
  if (!container || container->days.empty() || container->days[0].grain == Grain::kDay) return std::nullopt;
  const LocalDay first = container->days[0].first;
  const LocalDay last = container->days[0].last;
  const int n = static_cast<int>(*ordinal);
  LocalDay found = first;
  if (day) {
    found = n > 0 ? first + days{n - 1} : last + days{n + 1};
  } else {
    // A week belongs to the month that its Thursday lies in (as in ISO 8601).
    const int weekday = week ? 3 : what.Is(TimeWord::kWeekend) ? 5 : what.value;
    found = n > 0 ? WeekdayOnOrAfter(first, weekday) + days{7 * (n - 1)}
                  : WeekdayOnOrBefore(last, weekday) + days{7 * (n + 1)};
  }
  if (found > last || found < first) return std::nullopt;
  TimeNode node =
      week ? Days(i, container->end, StartOfWeek(found), StartOfWeek(found) + days{6}, Grain::kWeek)
           : Days(i, container->end, found, what.Is(TimeWord::kWeekend) ? found + days{1} : found, Grain::kDay);
  node.is_modified = true;
  return node;
}

MaybeNode TimeReader::CalendarWeek(std::size_t i) const {
  std::size_t at = i;
  std::optional<std::int64_t> week;
  if (Is(i, {"kw", "kalenderwoche"})) {
    week = Digits(i + 1, 1, 53);
    at = i + 2;
  } else if (Digits(i, 1, 53) && Text(i + 1) == "." && Is(i + 2, {"kw", "kalenderwoche"})) {
    week = Digits(i, 1, 53);
    at = i + 3;
  }
  if (!week) return std::nullopt;
  std::size_t next = at;
  const auto said = YearAt(at, next, false);
  int year = said.value_or(YearOf(today_));
  if (!said && StartOfIsoWeek(year, static_cast<int>(*week)) + days{6} < today_) ++year;
  const LocalDay first = StartOfIsoWeek(year, static_cast<int>(*week));
  TimeNode node = Days(i, said ? next : at, first, first + days{6}, Grain::kWeek);
  node.is_modified = true;
  return node;
}

MaybeNode TimeReader::SeasonOrHolidays(std::size_t i) const {
  const TimeMeaning meaning = Meaning(i);
  const int year = YearOf(today_);
  if (meaning.Is(TimeWord::kWeekend)) {
    if (i == 0 || (Is(i, {"we"}) && !Is(i - 1, {"am", "das", "uebers", "zum", "dem"})) || !Is(i - 1, {"am", "das", "zum", "uebers", "ueber", "an", "im", "vorm", "nach", "dem"}) ||
        (i > 1 && Is(i - 2, {"schoenes", "noch"})))
      return std::nullopt;
    return UnitPeriod(i, i + 1, TimeUnit::kWeekend, 0);
  }
  if (meaning.Is(TimeWord::kSchoolHolidays)) {
    std::size_t next = i + 1;
    const auto said = YearAt(i + 1, next, false);
    int which_year = said.value_or(year);
    if (!said && SchoolHolidays(meaning.value, year, context_.land).last < today_) ++which_year;
    if (!said && meaning.value == 4 && SchoolHolidays(4, year - 1, context_.land).last >= today_) which_year = year - 1;
    const DaySpan span = SchoolHolidays(meaning.value, which_year, context_.land);
    TimeNode node = Days(i, said ? next : i + 1, span.first, span.last, Grain::kDay);
    node.ambiguous = true;
    node.is_modified = true;
    return node;
  }
  if (!meaning.Is(TimeWord::kSeason)) return std::nullopt;
  const bool spoken = i > 0 && (Is(i - 1, {"im", "zum", "uebern"}) ||
                                (Text(i - 1) == "dem" && i > 1 && Is(i - 2, {"nach", "vor", "ab", "seit"})));
  if (!spoken) return std::nullopt;
  std::size_t next = i + 1;
  const auto said = YearAt(i + 1, next, false);
  DaySpan span = SeasonIn(static_cast<Season>(meaning.value), said.value_or(year));
  if (!said && meaning.value == static_cast<int>(Season::kWinter) && SeasonIn(Season::kWinter, year - 1).last >= today_)
    span = SeasonIn(Season::kWinter, year - 1);
  if (!said && span.last < today_) span = SeasonIn(static_cast<Season>(meaning.value), year + 1);
  TimeNode node = Days(i, said ? next : i + 1, span.first, span.last, Grain::kDay);
  node.is_modified = true;
  return node;
}

MaybeNode TimeReader::OnePeriod(std::size_t i) const {
  MaybeNode best;
  for (MaybeNode candidate :
       {ModifiedPeriod(i), PhaseOf(i), OrdinalIn(i), FromNow(i), CalendarWeek(i), SeasonOrHolidays(i)}) {
    if (candidate && (!best || candidate->end > best->end)) best = std::move(candidate);
  }
  // "nächste Woche Donnerstag", "übernächste Woche am Freitag"
  if (best && best->days.size() == 1 && best->days[0].grain == Grain::kWeek) {
    const std::size_t at = Skip(best->end, {"am", ",", "den"});
    std::size_t next = at;
    if (const auto weekday = WeekdayAt(at, next, true)) {
      const LocalDay day = StartOfWeek(best->days[0].first) + days{*weekday};
      best->days[0] = {day, day, Grain::kDay, false, false};
      best->end = next;
      best->is_modified = true;
      if (Meaning(at).part_of_day >= 0) ApplyPart(*best, static_cast<PartOfDay>(Meaning(at).part_of_day));
    }
  }
  return best;
}

}  // namespace amtslotse::nlu
