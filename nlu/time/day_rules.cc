#include <algorithm>

#include "nlu/number_words.h"
#include "nlu/time/time_reader.h"

namespace amtslotse::nlu {
namespace {

constexpr int kPivotYears = 30;  // two digits: up to so many years ahead, else the last century

bool IsSeparator(std::string_view text) { return text == "." || text == "/" || text == "-"; }

}  // namespace

TimeNode TimeReader::Days(std::size_t begin, std::size_t end, LocalDay first, LocalDay last, Grain grain) const {
  TimeNode node;
  node.begin = begin;
  node.end = end;
  node.days.push_back({first, last, grain, false, false});
  return node;
}

// What is left out is chosen so that the day lies ahead, or behind where a document is dated by it; a weekday said
// along may pull it back.
TimeNode TimeReader::Resolve(std::size_t begin, std::size_t end, const PartialDate& partial) const {
  const int this_year = YearOf(today_);
  TimeNode node;
  if (!partial.year && (partial.month || partial.day) && DatesDocument(begin)) {
    node = LastOf(begin, end, partial);
  } else if (!partial.day) {
    const unsigned month = partial.month.value_or(1);
    int year = partial.year.value_or(this_year);
    if (!partial.year && partial.month && EndOfMonth(MakeDay(year, month, 1)) < today_) ++year;
    const LocalDay first = MakeDay(year, month, 1);
    const LocalDay last = partial.month ? EndOfMonth(first) : MakeDay(year, 12, 31);
    node = Days(begin, end, first, last, partial.month ? Grain::kMonth : Grain::kYear);
  } else if (partial.month) {
    int year = partial.year.value_or(this_year);
    auto day = MakeValidDay(year, *partial.month, *partial.day);
    const bool weekday_fits = day && partial.weekday && WeekdayOf(*day) == *partial.weekday;
    for (int tries = 0; !partial.year && tries < 8 && (!day || (*day < today_ && !weekday_fits)); ++tries) {
      day = MakeValidDay(++year, *partial.month, *partial.day);
    }
    node = Day(begin, end, day.value_or(today_));
  } else {
    LocalDay month = StartOfMonth(today_);
    auto day = MakeValidDay(YearOf(month), MonthOf(month), *partial.day);
    for (int tries = 0; tries < 3 && (!day || *day < today_); ++tries) {
      month = PlusMonths(month, 1);
      day = MakeValidDay(YearOf(month), MonthOf(month), *partial.day);
    }
    node = Day(begin, end, day.value_or(today_));
  }
  node.partial = partial;
  return node;
}

// The latest day or month of the kind that is not ahead.
TimeNode TimeReader::LastOf(std::size_t begin, std::size_t end, const PartialDate& partial) const {
  constexpr int kFurthest = 8 * 12;  // months: a 29 February comes again within eight years
  LocalDay month = StartOfMonth(today_);
  for (int tries = 0; tries <= kFurthest; ++tries, month = PlusMonths(month, -1)) {
    if (partial.month && MonthOf(month) != *partial.month) continue;
    if (!partial.day) return Days(begin, end, month, EndOfMonth(month), Grain::kMonth);
    const auto day = MakeValidDay(YearOf(month), MonthOf(month), *partial.day);
    if (day && *day <= today_) return Day(begin, end, *day);
  }
  return Day(begin, end, today_);
}

// "2026", "'26", "26", "im Jahr 2026".
std::optional<int> TimeReader::YearAt(std::size_t i, std::size_t& next, bool two_digits) const {
  if (Is(i, {"im", "vom", "des"}) && Is(i + 1, {"jahr", "jahre", "jahres"})) i += 2;
  if (const auto year = Digits(i, 1900, 2199); year && Text(i).size() == 4) {
    if (Text(i + 1) == ":" && Glued(i + 1)) return std::nullopt;
    next = i + 1;
    return static_cast<int>(*year);
  }
  if (Text(i) == "'" && !two_digits) two_digits = Glued(i + 1);
  if (Text(i) == "'") ++i;
  if (!two_digits || Text(i).size() != 2) return std::nullopt;
  const auto year = Digits(i, 0, 99);
  const bool clock = Is(i + 1, {"uhr", "h", ":"}) || (Text(i + 1) == "." && IsDigits(i + 2) && Glued(i + 2));
  if (!year || clock || Meaning(i + 1).Is(TimeWord::kUnit)) return std::nullopt;
  next = i + 1;
  const int century = 2000;
  return *year <= YearOf(today_) % 100 + kPivotYears ? century + static_cast<int>(*year)
                                                     : century - 100 + static_cast<int>(*year);
}

// A weekday's name, or its short form where it cannot be anything else.
std::optional<int> TimeReader::WeekdayAt(std::size_t i, std::size_t& next, bool strict) const {
  const TimeMeaning meaning = Meaning(i);
  if (meaning.Is(TimeWord::kWeekday) || meaning.Is(TimeWord::kWeekdayEvery)) {
    next = i + 1;
    return meaning.value;
  }
  if (!meaning.Is(TimeWord::kWeekdayShort)) return std::nullopt;
  const bool dotted = Text(i + 1) == "." && Glued(i + 1);
  next = dotted ? i + 2 : i + 1;
  const bool alone = i == 0 && AtEnd(next) && (dotted || Text(i) != "so");
  const std::size_t after = Skip(next, {",", "den", "der", "dem", "am"});
  const bool before_date = Digits(after, 1, 31) && Is(after + 1, {".", "/"});
  const bool before_clock = Text(i) != "so" && (Is(next, {"um", "ab", "gegen"}) || PartAt(next, next).has_value() ||
                                                (IsDigits(next) && Is(next + 1, {"uhr", ":", "h"})));
  next = dotted ? i + 2 : i + 1;
  const bool belongs = BelongsToDays(i, next);
  const bool after_preposition = Text(i) != "so" && i > 0 &&
                                 Is(i - 1, {"am", "diesen", "naechsten", "kommenden", "letzten", "bis", "ab"}) &&
                                 (dotted || AtEnd(next) || strict);
  if (alone || before_date || before_clock || after_preposition || belongs) return meaning.value;
  return std::nullopt;
}

MaybeNode TimeReader::AbsoluteDate(std::size_t i) const {
  std::size_t after = i;
  const auto weekday = WeekdayAt(i, after, false);
  if (weekday) after = Skip(after, {",", "dem", "den", "der", "am", "."});
  const std::size_t begin = weekday ? after : i;
  MaybeNode date = NumericDate(begin);
  if (MaybeNode named = NamedMonthDate(begin); named && (!date || named->end > date->end)) date = named;
  if (!date && weekday) date = DayOfMonth(begin, true);
  if (!date || !weekday || !date->partial || !date->partial->day) return weekday ? std::nullopt : date;
  PartialDate partial = *date->partial;
  partial.weekday = weekday;
  TimeNode node = Resolve(i, date->end, partial);
  return node;
}

MaybeNode TimeReader::NumericDate(std::size_t i) const {
  if (!IsDigits(i) || (i > 0 && Glued(i) && (IsSeparator(Text(i - 1)) || Text(i - 1) == ":" || Text(i - 1) == ",") &&
                       i > 1 && IsDigits(i - 2)))
    return std::nullopt;
  if (i > 0 && Is(i - 1, {"punkt", "paragraph", "abschnitt", "nummer", "nr", "formular", "version", "kapitel", "ziffer",
                          "anlage", "artikel", "absatz", "windows"}))
    return std::nullopt;
  const std::string_view separator = Text(i + 1);
  if (!IsSeparator(separator) || !IsDigits(i + 2)) return std::nullopt;
  const bool tight = Glued(i + 1) && Glued(i + 2);
  const bool third = Text(i + 3) == separator && IsDigits(i + 4);
  // 2026-12-03, 2015/8/12
  if (const auto year = Digits(i, 1900, 2199); year && Text(i).size() == 4) {
    const auto month = Digits(i + 2, 1, 12);
    if (!month) return std::nullopt;
    PartialDate partial{static_cast<int>(*year), static_cast<unsigned>(*month), std::nullopt, std::nullopt};
    if (third && tight) {
      if (const auto day = Digits(i + 4, 1, 31);
          day && MakeValidDay(*partial.year, *partial.month, static_cast<unsigned>(*day))) {
        partial.day = static_cast<unsigned>(*day);
        return Resolve(i, i + 5, partial);
      }
    }
    if (Text(i + 2).size() != 2) return std::nullopt;
    return Resolve(i, i + 3, partial);
  }
  // 5/2016, 05 . 2016
  if (const auto month = Digits(i, 1, 12); month && Digits(i + 2, 1900, 2199) && Text(i + 2).size() == 4 && !third) {
    return Resolve(
        i, i + 3,
        {static_cast<int>(*Digits(i + 2, 1900, 2199)), static_cast<unsigned>(*month), std::nullopt, std::nullopt});
  }
  const auto day = Digits(i, 1, 31);
  const auto month = Digits(i + 2, 1, 12);
  if (!day || !month || Text(i).size() > 2 || Text(i + 2).size() > 2) return std::nullopt;
  if (!tight && separator != ".") return std::nullopt;
  PartialDate partial{std::nullopt, static_cast<unsigned>(*month), static_cast<unsigned>(*day), std::nullopt};
  std::size_t end = i + 3;
  if (third || (Text(i + 3) == separator && Text(i + 4) == "'")) {
    std::size_t next = end;
    const auto year = YearAt(i + 4, next, Glued(i + 4));
    if (year) {
      if (!MakeValidDay(*year, *partial.month, *partial.day)) return std::nullopt;
      partial.year = year;
      return Resolve(i, next, partial);
    }
    if (Glued(i + 4)) return std::nullopt;  // a version or telephone number
  }
  if (!MakeValidDay(2024, *partial.month, *partial.day)) return std::nullopt;
  const bool closed = separator == "." && Text(i + 3) == ".";
  if (closed) {
    ++end;
    std::size_t next = end;
    if (const auto year = YearAt(end, next, false); year && Text(next) != "uhr") {
      partial.year = year;
      end = next;
    }
    return Resolve(i, end, partial);
  }
  // "3.12" could be a price or a section: a preposition, a neighbour or nothing else must speak for it.
  if (separator == "-" && !partial.year) return std::nullopt;
  const bool priced = Is(end, {"euro", "eur", "€", "prozent", "%", "meter", "km", "qm", "kg", "uhr", "ghz", "mb"});
  const bool spoken =
      (i > 0 && Is(i - 1, {"am", "den", "vom", "bis", "zum", "ab", "dem", "der", "-", "seit", "fuer", "und", "/"})) ||
      (i == 0 && AtEnd(end)) || context_.expecting_time;
  if (priced || !spoken || !tight || (i > 0 && Text(i - 1) == "um")) return std::nullopt;
  if (separator == "/" && !context_.expecting_time && !(i > 0 && Is(i - 1, {"am", "vom", "zum"}))) return std::nullopt;
  return Resolve(i, end, partial);
}

MaybeNode TimeReader::NamedMonthDate(std::size_t i) const {
  std::size_t after = i;
  std::optional<std::int64_t> day = Digits(i, 1, 31);
  if (day && Text(i).size() <= 2) {
    after = Text(i + 1) == "." ? i + 2 : i + 1;
  } else {
    day = Meaning(i).Is(TimeWord::kMonth) ? std::nullopt : OrdinalFromWord(Text(i));
    if (day && (*day < 1 || *day > 31)) day = std::nullopt;
    after = i + 1;
  }
  if (day) {
    after = Skip(after, {"im"});
    if (Meaning(after).Is(TimeWord::kMonth)) {
      PartialDate partial{std::nullopt, static_cast<unsigned>(Meaning(after).value), static_cast<unsigned>(*day),
                          std::nullopt};
      if (!MakeValidDay(2024, *partial.month, *partial.day)) return std::nullopt;
      std::size_t end = after + 1;
      if (Text(end) == "." && Glued(end)) ++end;
      std::size_t next = end;
      if (const auto year = YearAt(end, next, true)) partial.year = year, end = next;
      return Resolve(i, end, partial);
    }
    // dictated: "am fünfzehnten dritten"
    const auto month = OrdinalFromWord(Text(after));
    if (!IsDigits(i) && month && *month >= 1 && *month <= 12 && i > 0 &&
        Is(i - 1, {"am", "den", "dem", "der", "vom", "zum"})) {
      return Resolve(i, after + 1,
                     {std::nullopt, static_cast<unsigned>(*month), static_cast<unsigned>(*day), std::nullopt});
    }
    return std::nullopt;
  }
  if (!Meaning(i).Is(TimeWord::kMonth)) return std::nullopt;
  PartialDate partial{std::nullopt, static_cast<unsigned>(Meaning(i).value), std::nullopt, std::nullopt};
  std::size_t end = i + 1;
  if (Text(end) == "." && Glued(end) && Text(i).size() <= 4) ++end;
  std::size_t next = end;
  if (const auto year = YearAt(end, next, true)) {
    if (Text(end).size() == 2 && *Digits(end, 0, 99) <= 31 && Text(next) == ",") {
      // "April 14, 2015"
      std::size_t later = next + 1;
      if (const auto real_year = YearAt(next + 1, later, false)) {
        partial.day = static_cast<unsigned>(*Digits(end, 0, 99));
        partial.year = real_year;
        return MakeValidDay(*partial.year, *partial.month, *partial.day) ? MaybeNode(Resolve(i, later, partial))
                                                                         : std::nullopt;
      }
    }
    if (Text(end).size() != 2 || *Digits(end, 0, 99) > 31 || *Digits(end, 0, 99) == 0) {
      partial.year = year;
      return Resolve(i, next, partial);
    }
  }
  if (const auto number = Digits(end, 1, 31);
      number && Text(end).size() <= 2 && !Is(end + 1, {"uhr", ":", "h"}) && !Meaning(end + 1).Is(TimeWord::kUnit)) {
    const bool noun_follows = IsCapital(end + 1) && !Meaning(end + 1).Is(TimeWord::kMonth);
    if (!noun_follows && MakeValidDay(2024, *partial.month, static_cast<unsigned>(*number))) {
      partial.day = static_cast<unsigned>(*number);
      end = end + 1;
      next = Skip(end, {",", "."});
      if (const auto year = YearAt(next, next, false)) partial.year = year, end = next;
      return Resolve(i, end, partial);
    }
  }
  TimeNode month = Resolve(i, end, partial);
  // A bare month's name may be a person's: something must make it a time.
  const bool spoken = (i > 0 && (Is(i - 1, {"im", "in", "ab", "bis", "seit", "fuer", "ende", "anfang", "mitte", "vom",
                                            "zum", "jeden", "diesen", "des"}) ||
                                 Meaning(i - 1).Is(TimeWord::kModifier) || Meaning(i - 1).Is(TimeWord::kPhase))) ||
                      (i == 0 && AtEnd(end)) || context_.expecting_time;
  month.weak = !spoken;
  return month;
}

// "am 15.", "am 3. gegen 10", "den fünfzehnten", "zum 1."
MaybeNode TimeReader::DayOfMonth(std::size_t i, bool lenient) const {
  std::size_t end = i;
  std::optional<std::int64_t> day = Digits(i, 1, 31);
  if (day) {
    if (Text(i).size() > 2) return std::nullopt;
    const bool dotted = Text(i + 1) == "." && Glued(i + 1);
    if (!dotted || (IsDigits(i + 2) && Glued(i + 2))) return std::nullopt;
    end = i + 2;
  } else {
    day = OrdinalFromWord(Text(i));
    if (!day || *day < 1 || *day > 31) return std::nullopt;
    end = i + 1;
  }
  const bool preposition =
      i > 0 && Is(i - 1, {"am", "den", "dem", "zum", "vom", "bis", "ab", "der", "seit", "fuer", "vorm"});
  const bool allowed =
      lenient || (i > 0 && Is(i - 1, {"am", "vom", "zum", "ab"})) ||
      (preposition && (IsDigits(i) ? i > 1 && Is(i - 2, {"ab", "bis", "seit", "nach", "vor", "fuer", "am"}) : false)) ||
      (context_.expecting_time && (preposition || i == 0 || IsDigits(i)));
  if (!allowed) return std::nullopt;
  // "am 2. Schalter", "zum 2. mal", "am ersten Tag", "die 3. Etage": an ordinal of something else
  const bool noun = end < tokens_.size() && tokens_[end].kind == TokenKind::kWord && IsCapital(end) &&
                    !Meaning(end).Is(TimeWord::kPartOfDay) && !Meaning(end).Is(TimeWord::kWeekday) &&
                    !(Text(end - 1) == "." && EndsSentence(end - 1));
  const bool counted =
      Is(end, {"mal",    "male",       "tag",     "schalter",   "stock", "etage",   "og",      "klasse",
               "kind",   "person",     "termin",  "antrag",     "platz", "stelle",  "schritt", "og",
               "ug",     "juristisch", "instanz", "lebensjahr", "jahr",  "woche",   "monat",   "quartal",
               "advent", "weltkrieg",  "mann",    "hund",       "rate",  "mahnung", "stufe",   "und"}) &&
      !(Text(end) == "und" && !IsDigits(i));
  if ((noun && !Is(end, {"Uhr"})) || (counted && Text(end) != "und")) return std::nullopt;
  if (Meaning(end).Is(TimeWord::kUnit) || Meaning(end).Is(TimeWord::kMonth) || Meaning(end).Is(TimeWord::kQuarterYear))
    return std::nullopt;
  if (!IsDigits(i) && !AtEnd(end) && *day == 1 && !lenient && !context_.expecting_time &&
      !Is(end, {"um", "ab", "gegen", "oder", "bis"}))
    return std::nullopt;
  return Resolve(i, end, {std::nullopt, std::nullopt, static_cast<unsigned>(*day), std::nullopt});
}

MaybeNode TimeReader::OneDate(std::size_t i) const {
  MaybeNode best;
  for (MaybeNode candidate : {AbsoluteDate(i), DayOfMonth(i, false), WeekdayDate(i), RelativeDay(i), FestivalDate(i),
                              WorkingDay(i), OnWorkingDays(i), OnePeriod(i)}) {
    if (candidate && (!best || candidate->end > best->end)) best = std::move(candidate);
  }
  return best;
}

}  // namespace amtslotse::nlu
