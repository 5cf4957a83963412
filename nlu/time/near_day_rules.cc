#include "nlu/time/time_reader.h"

namespace amtslotse::nlu {

namespace {

using std::chrono::days;

}  // namespace

MaybeNode TimeReader::WeekdayDate(std::size_t i) const {
  // [nächsten] Dienstag …
  const TimeMeaning first = Meaning(i);
  std::optional<Modifier> modifier;
  std::size_t at = i;
  if (first.Is(TimeWord::kModifier)) {
    modifier = static_cast<Modifier>(first.value);
    at = i + 1;
  }
  std::size_t end = at;
  const auto weekday = WeekdayAt(at, end, modifier.has_value());
  if (!weekday) return std::nullopt;
  if (!modifier && DatesDocument(i)) modifier = Modifier::kLast;
  const bool every = Meaning(at).Is(TimeWord::kWeekdayEvery) || modifier == Modifier::kEvery;
  const LocalDay coming = WeekdayOnOrAfter(today_ + days{1}, *weekday);
  const LocalDay in_next_week = StartOfWeek(today_) + days{7 + *weekday};
  TimeNode node = Day(i, end, coming);
  node.is_modified = modifier.has_value();
  if (modifier == Modifier::kNext) {
    if (in_next_week != coming) {
      node.days.push_back({in_next_week, in_next_week, Grain::kDay, false, false});
      node.ambiguous = true;
    }
  } else if (modifier == Modifier::kAfterNext) {
    node.days[0].first = node.days[0].last = coming + days{7};
    if (in_next_week + days{7} != coming + days{7}) {
      node.days.push_back({in_next_week + days{7}, in_next_week + days{7}, Grain::kDay, false, false});
      node.ambiguous = true;
    }
  } else if (modifier == Modifier::kLast || modifier == Modifier::kBeforeLast) {
    const LocalDay last =
        WeekdayOnOrBefore(today_ - days{1}, *weekday) - days{modifier == Modifier::kBeforeLast ? 7 : 0};
    node.days[0].first = node.days[0].last = last;
  } else if (!modifier && !every && WeekdayOf(today_) == *weekday) {
    node.days.push_back({today_, today_, Grain::kDay, false, false});
    node.ambiguous = true;
  }
  if (Meaning(at).part_of_day >= 0) ApplyPart(node, static_cast<PartOfDay>(Meaning(at).part_of_day));
  node.weekly = every;
  node.names_weekday = every || !modifier;
  if (modifier) return node;

  // … nächster Woche, der letzten Woche, dieser Woche
  const auto on_week = [&](const TimeNode& week) {
    const LocalDay day = StartOfWeek(week.days[0].first) + days{*weekday};
    node.days = {{day, day, Grain::kDay, false, false}};
    node.ambiguous = node.names_weekday = false;
    node.is_modified = true;
    node.end = week.end;
  };
  const std::size_t week_at = Skip(end, {"der", "in", "die", ",", "von"});
  if (const MaybeNode week = ModifiedPeriod(week_at);
      week && week->days.size() == 1 && week->days[0].grain == Grain::kWeek) {
    on_week(*week);
    return node;
  }
  // … in einer Woche, in acht Tagen
  if (Text(end) == "in" || Text(end) == "ueber") {
    std::size_t next = end + 1;
    double count = 0;
    TimeUnit unit = TimeUnit::kDay;
    if (LengthAt(end + 1, next, count, unit) && (unit == TimeUnit::kWeek || unit == TimeUnit::kDay)) {
      const int weeks = unit == TimeUnit::kWeek ? static_cast<int>(count) : static_cast<int>(count + 1) / 7;
      if (weeks >= 1 && weeks <= 60) {
        const LocalDay base = WeekdayOf(today_) == *weekday ? today_ : coming;
        const LocalDay day = base + days{7 * weeks};
        node.days = {{day, day, Grain::kDay, false, false}};
        node.ambiguous = node.names_weekday = false;
        node.is_modified = true;
        node.end = next;
        return node;
      }
    }
  }
  // … nach dem nächsten
  if (Text(end) == "nach" && Text(end + 1) == "dem" && Is(end + 2, {"naechsten", "kommenden"}) && AtEnd(end + 3)) {
    node.days = {{coming + days{7}, coming + days{7}, Grain::kDay, false, false}};
    node.ambiguous = node.names_weekday = false;
    node.end = end + 3;
  }
  return node;
}

MaybeNode TimeReader::RelativeDay(std::size_t i) const {
  if (!Meaning(i).Is(TimeWord::kRelativeDay)) return std::nullopt;
  if (IsTomorrow(i)) {
    const bool greeting = i > 0 && Is(i - 1, {"guten", "gut", "schoenen", "guter"});
    std::size_t next = i;
    if (greeting || PartAt(i, next)) return std::nullopt;
    if (Text(i + 1) == "moin" || (i == 0 && Text(i + 1) == "," && IsCapital(i) && !AtEnd(i + 1))) return std::nullopt;
  }
  TimeNode node = Day(i, i + 1, today_ + days{Meaning(i).value});
  node.is_modified = true;
  if (Text(i + 1) == "in" || Text(i + 1) == "ueber") {
    std::size_t next = i + 2;
    double count = 0;
    TimeUnit unit = TimeUnit::kDay;
    if (LengthAt(i + 2, next, count, unit) && (unit == TimeUnit::kWeek || unit == TimeUnit::kDay) && count >= 1 &&
        count < 60) {
      const int weeks_or_days = static_cast<int>(count);
      const int offset = unit == TimeUnit::kWeek ? 7 * weeks_or_days
                         : weeks_or_days == 8    ? 7
                         : weeks_or_days == 15   ? 14
                                                 : weeks_or_days;
      node.days[0].first = node.days[0].last = today_ + days{Meaning(i).value + offset};
      node.end = next;
    }
  }
  return node;
}

MaybeNode TimeReader::FestivalDate(std::size_t i) const {
  std::size_t at = i;
  std::optional<Modifier> modifier;
  if (Meaning(i).Is(TimeWord::kModifier)) {
    modifier = static_cast<Modifier>(Meaning(i).value);
    at = i + 1;
  }
  if (at >= tokens_.size() || blocked_[at]) return std::nullopt;
  const auto festival = FestivalAt(tokens_, at);
  if (!festival) return std::nullopt;
  std::size_t end = at + festival->name_tokens;
  std::size_t next = end;
  int year = YearOf(today_);
  if (const auto said = YearAt(end, next, false)) {
    year = *said;
    end = next;
  } else if (Meaning(end).Is(TimeWord::kModifier) && Is(end + 1, {"jahr", "jahres"})) {
    const auto which = static_cast<Modifier>(Meaning(end).value);
    year += which == Modifier::kThis ? 0 : which == Modifier::kLast ? -1 : 1;
    end += 2;
  } else {
    const bool passed = FestivalIn(*festival, year).last < today_;
    if (modifier == Modifier::kLast)
      year -= passed ? 0 : 1;
    else if (passed && modifier != Modifier::kThis)
      ++year;
    if (modifier == Modifier::kAfterNext) ++year;
  }
  const DaySpan span = FestivalIn(*festival, year);
  TimeNode node = Days(i, end, span.first, span.last, Grain::kDay);
  node.is_modified = true;
  return node;
}

}  // namespace amtslotse::nlu
