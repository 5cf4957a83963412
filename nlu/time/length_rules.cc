#include <cmath>

#include "nlu/number_words.h"
#include "nlu/time/time_reader.h"
#include "nlu/time/units.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr double kLargestCount = 5000;

}  // namespace

// A count and a unit: "3 Tage", "einer Woche", "ein paar Stunden", "2,5 Stunden", "einer halben
// Stunde", "zwei ein halb Stunden", "anderthalb Jahren".
std::optional<seconds> TimeReader::LengthAt(std::size_t i, std::size_t& next, double& count, TimeUnit& unit) const {
  std::size_t at = i;
  if (Meaning(at).Is(TimeWord::kOneAndAHalf)) {
    count = 1.5;
    ++at;
  } else if (Is(at, {"paar", "einige", "einigen", "wenige", "wenigen"})) {
    count = kAFew;
    ++at;
  } else if (Is(at, {"ein", "eine", "einen", "einem", "einer"}) && Text(at + 1) == "paar") {
    count = kAFew;
    at += 2;
  } else if (const std::size_t quarter = Skip(at, {"ein", "eine", "einer", "ner", "ne"});
             Is(quarter, {"viertelstunde", "dreiviertelstunde"})) {
    count = Text(quarter) == "viertelstunde" ? 0.25 : 0.75;
    unit = TimeUnit::kHour;
    next = quarter + 1;
    return std::chrono::minutes{Text(quarter) == "viertelstunde" ? 15 : 45};
  } else if (Is(at, {"ner", "ne", "nem", "nen"}) && Meaning(at + 1).Is(TimeWord::kUnit)) {
    count = 1;
    ++at;
  } else if (Is(at, {"ein", "eine", "einen", "einem", "einer", "eines", "ner", "ne", "nem", "nen"}) &&
             Meaning(at + 1).Is(TimeWord::kHalf)) {
    count = 0.5;
    at += 2;
  } else if (Meaning(at).Is(TimeWord::kHalf) && at + 1 < tokens_.size()) {
    count = 0.5;
    ++at;
  } else {
    const auto number = Number(at);
    if (!number) return std::nullopt;
    count = static_cast<double>(*number);
    ++at;
    if (Is(at, {",", "."}) && Glued(at) && IsDigits(at + 1) && Glued(at + 1)) {
      count += static_cast<double>(*Digits(at + 1, 0, 999999999)) / std::pow(10, Text(at + 1).size());
      at += 2;
    } else if (Text(at) == "ein" && Meaning(at + 1).Is(TimeWord::kHalf)) {
      count += 0.5;
      at += 2;
    }
  }
  const TimeMeaning meaning = Meaning(at);
  if (!meaning.Is(TimeWord::kUnit) || count > kLargestCount) return std::nullopt;
  unit = static_cast<TimeUnit>(meaning.value);
  next = at + 1;
  if (Text(next) == "." && Glued(next) && Is(at, {"min", "std", "sek"}) && !AtEnd(next + 1)) ++next;
  return std::chrono::duration_cast<seconds>(
      std::chrono::duration<double>(count * static_cast<double>(SecondsOf(unit).count())));
}

MaybeNode TimeReader::FromNow(std::size_t i) const {
  const bool ahead = Is(i, {"in", "binnen", "innerhalb"});
  if (!ahead && !Is(i, {"vor"})) return std::nullopt;
  const bool within = Is(i, {"binnen", "innerhalb"});
  std::size_t at = Skip(i + 1, {"von", "zirka", "circa", "ca", "etwa", "ungefaehr", "rund", "so", ".", "'"});
  std::size_t end = at;
  double count = 0;
  TimeUnit unit = TimeUnit::kDay;
  const auto length = LengthAt(at, end, count, unit);
  if (!length) return std::nullopt;
  TimeNode node;
  node.begin = i;
  node.end = end;
  if (within) {
    node = Days(i, end, today_, LocalDay{std::chrono::floor<days>(context_.now + *length)}, Grain::kDay);
    if (IsClockUnit(unit))
      node.days.clear(), node.exact = ExactReading{context_.now, context_.now + *length, GrainOf(unit)};
    node.is_modified = true;
    return node;
  }
  const bool fraction = count != std::floor(count);
  if (IsClockUnit(unit) || (fraction && unit == TimeUnit::kDay)) {
    const auto moment = ahead ? context_.now + *length : context_.now - *length;
    node.exact = ExactReading{moment, moment + seconds{1}, Grain::kSecond};
    node.duration = *length;
    return node;
  }
  const int whole = static_cast<int>(count) * (ahead ? 1 : -1);
  LocalDay day = Moved(today_, unit, whole);
  if (fraction)
    day = unit == TimeUnit::kYear ? PlusMonths(today_, static_cast<int>(std::lround(count * 12)) * (ahead ? 1 : -1))
                                  : today_ + std::chrono::duration_cast<days>(*length) * (ahead ? 1 : -1);
  node = Day(i, end, day);
  node.duration = *length;
  node.is_modified = true;
  if (unit == TimeUnit::kWeek)
    node.days.push_back({StartOfWeek(day), StartOfWeek(day) + days{6}, Grain::kWeek, false, false});
  if (unit == TimeUnit::kMonth) node.days.push_back({StartOfMonth(day), EndOfMonth(day), Grain::kMonth, false, false});
  return node;
}

MaybeNode TimeReader::Length(std::size_t i) const {
  TimeNode node;
  node.begin = i;
  std::size_t end = i;
  double count = 0;
  TimeUnit unit = TimeUnit::kDay;
  if (Meaning(i).Is(TimeWord::kWhole) && Meaning(i + 1).Is(TimeWord::kUnit)) {
    node.duration = SecondsOf(static_cast<TimeUnit>(Meaning(i + 1).value));
    node.end = i + 2;
    return node;
  }
  const auto length = LengthAt(i, end, count, unit);
  if (!length) return std::nullopt;
  const bool limit = i > 0 && Is(i - 1, {"ab", "unter", "ueber", "mit", "von", "bis"}) && unit == TimeUnit::kYear;
  if (limit) return std::nullopt;  // an age
  if (Is(end, {"alt", "alte", "alter", "altes", "alten", "aelter", "nach", "vor"}) &&
      (unit == TimeUnit::kYear || unit == TimeUnit::kMonth || unit == TimeUnit::kMinute))
    return std::nullopt;
  node.duration = *length;
  node.end = end;
  return node;
}

}  // namespace amtslotse::nlu
