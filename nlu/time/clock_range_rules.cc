#include <algorithm>

#include "nlu/number_words.h"
#include "nlu/time/time_reader.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr seconds kNoon = hours{12};
constexpr seconds kDay = hours{24};

}  // namespace

MaybeNode TimeReader::ClockRange(std::size_t i) const {
  const auto window = [&](std::size_t begin, std::size_t end, seconds from, seconds until, Grain grain) {
    TimeNode node;
    node.begin = begin;
    node.end = end;
    node.clock = {{from, until, grain}};
    node.is_range = true;
    return node;
  };
  const auto core_with_part = [&](std::size_t at, bool bare) {
    MaybeNode node = ClockCore(Skip(at, {"um", "gegen", "ca", "etwa", "circa"}), bare);
    std::size_t next = node ? node->end : at;
    if (node) {
      if (const auto part = PartAt(node->end, next)) {
        ApplyPart(*node, *part);
        node->end = next;
      }
    }
    return node;
  };
  // nach 16 Uhr, ab 14 Uhr, frühestens 14 Uhr, vor 10 Uhr, bis 12 Uhr, spätestens 11 Uhr
  const bool after = Is(i, {"nach", "ab", "fruehestens", "fruehstens"});
  const bool before = Is(i, {"vor", "bis", "spaetestens"});
  // "Mittwoch ab 9"
  const auto behind_day = [&](const TimeNode& point) {
    if (i == 0) return false;
    const std::size_t day = i > 1 && Is(i - 1, {","}) ? i - 2 : i - 1;
    const seconds hour = point.clock.front().from;
    return (Meaning(day).Is(TimeWord::kWeekday) || Meaning(day).Is(TimeWord::kRelativeDay)) && hour >= hours{6} &&
           hour <= hours{20} &&
           (point.end >= tokens_.size() || tokens_[point.end].kind == TokenKind::kPunctuation ||
            Is(point.end, {"bitte", "oder", "und", "gerne", "gern", "waere", "geht", "ginge", "passt"}));
  };
  if (after || before) {
    std::size_t at = Skip(i + 1, {"um", "zum", "ca", "etwa"});
    if (Is(i + 1, {"spaetestens", "fruehestens"})) ++at;
    MaybeNode point = core_with_part(at, true);
    const bool bare = context_.expecting_time || Is(i + 1, {"um"}) || (point && behind_day(*point));
    // "ab 18" alone is an age, "bis 16" a house number
    const bool hour_only = point && point->end == Skip(at, {"um", "gegen", "ca", "etwa", "circa"}) + 1 &&
                           !point->part && (IsDigits(point->end - 1) || NumberFromWord(Text(point->end - 1)));
    if (point && (bare || !hour_only)) {
      const ClockReading clock = point->clock.front();
      TimeNode node = after ? window(i, point->end, clock.from, kDay, clock.grain)
                            : window(i, point->end, seconds{0}, clock.from, clock.grain);
      node.bare_hour = point->bare_hour;
      // "nach 9:30 aber vor 11:00"
      const std::size_t second = Skip(point->end, {"aber", "und", ","});
      if (after && Is(second, {"vor", "bis"})) {
        if (const MaybeNode end = core_with_part(second + 1, true); end && end->clock.front().from > clock.from) {
          return window(i, end->end, clock.from, end->clock.front().from, end->clock.front().grain);
        }
      }
      return node;
    }
    // "nach dem Mittag", "nach Mittag", "vor Mittag", "ab mittags"
    const std::size_t noon = Skip(i + 1, {"dem", "zum"});
    if (Meaning(noon).Is(TimeWord::kPartOfDay) &&
        Is(noon, {"mittag", "mittags", "mittagessen", "nachmittag", "nachmittags", "vormittag", "abend", "abends"})) {
      const ClockReading part = CoreOf(static_cast<PartOfDay>(Meaning(noon).value));
      const bool at_noon = Is(noon, {"mittag", "mittags"});
      if (after) return window(i, noon + 1, at_noon ? hours{13} : part.from, kDay, Grain::kPartOfDay);
      return window(i, noon + 1, seconds{0}, at_noon ? seconds{hours{12}} : part.from, Grain::kPartOfDay);
    }
    const std::size_t work = Skip(i + 1, {"der", "meiner"});
    const bool asked_for = i > 0 && Is(i - 1, {"frage", "fragen", "suche", "suchen", "angst"});
    if (Is(work, {"arbeit"}) && work > i + 1 && !asked_for &&
        !Is(work + 1, {"von", "des", "als", "der", "mit", "an"})) {
      return after ? window(i, work + 1, hours{16}, kDay, Grain::kPartOfDay)
                   : window(i, work + 1, seconds{0}, hours{9}, Grain::kPartOfDay);
    }
    if (Is(noon, {"mittagessen", "mittagspause", "feierabend"})) {
      const bool evening = Text(noon) == "feierabend";
      if (after) return window(i, noon + 1, evening ? hours{16} : hours{13}, kDay, Grain::kPartOfDay);
      return window(i, noon + 1, seconds{0}, evening ? hours{16} : hours{12}, Grain::kPartOfDay);
    }
    return std::nullopt;
  }
  // von 5 bis 6 Uhr, zwischen 10 und 12, 9:30 - 11:00, 18:30h/19:00h, 10 bis 12 Uhr
  const bool from = Is(i, {"von"});
  const bool between = Is(i, {"zwischen"});
  const std::size_t begin = from || between ? i + 1 : i;
  const MaybeNode first = core_with_part(begin, from || between || IsDigits(begin));
  if (!first) return std::nullopt;
  std::size_t at = first->end;
  if (between && !Is(at, {"und", "-"})) return std::nullopt;
  if (!between && !Is(at, {"bis", "-", "/"})) return std::nullopt;
  if (Text(at) == "/" && first->clock.front().grain == Grain::kHour) return std::nullopt;
  at = Skip(at + 1, {"zu", "zum", "bis"});
  const MaybeNode last = core_with_part(at, true);
  if (!last) return std::nullopt;
  // Without "Uhr", minutes or a leading word this could count anything: "2 bis 3", "10-12".
  const bool named = !first->bare_hour || !last->bare_hour || from || between || Is(last->end - 1, {"uhr", "h"}) ||
                     first->part || last->part;
  const bool hourly = Is(last->end - 1, {"uhr", "h"}) || Is(first->end - 1, {"uhr", "h"}) ||
                      first->clock.front().grain != Grain::kHour || last->clock.front().grain != Grain::kHour;
  // "di 9-11", "Mittwoch 10 bis 12"
  const std::size_t day_at = i > 1 && Is(i - 1, {".", ","}) ? i - 2 : i - 1;
  std::size_t behind_weekday = 0;
  const bool of_day = i > 0 && first->clock.front().from >= hours{6} && last->clock.front().from <= hours{20} &&
                      last->clock.front().from > first->clock.front().from &&
                      (WeekdayAt(day_at, behind_weekday, false) || Meaning(day_at).Is(TimeWord::kRelativeDay));
  if (!(from || between) && !(named && hourly) && !of_day) return std::nullopt;
  if (Meaning(last->end).Is(TimeWord::kUnit) || Meaning(last->end).Is(TimeWord::kMonth) ||
      Is(last->end, {"euro", "€", "jahre", "jahren", "prozent", "%", "personen", "kinder"}))
    return std::nullopt;
  if (Text(last->end) == "." && Glued(last->end) && !AtEnd(last->end)) return std::nullopt;
  ClockReading a = first->clock.front();
  ClockReading b = last->clock.front();
  if (last->part && !first->part && b.from >= kNoon && a.from < kNoon && a.from + kNoon <= b.from) a.from += kNoon;
  if (b.from <= a.from) b.from += b.from + kNoon > a.from && a.from < kDay && b.from < kNoon ? kNoon : kDay;
  TimeNode node = window(i, last->end, a.from, b.from, std::max(a.grain, b.grain));
  node.bare_hour = first->bare_hour && last->bare_hour && !first->part && !last->part;
  // "Note von 1 bis 5": bare numbers are a time only with a day, or when asked for
  const bool office = a.from >= hours{7} && b.from <= hours{19};
  node.weak = !hourly && !first->part && !last->part && !(between && office && AtEnd(last->end));
  return node;
}

}  // namespace amtslotse::nlu
