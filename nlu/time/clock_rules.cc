#include <algorithm>
#include <array>

#include "nlu/number_words.h"
#include "nlu/time/time_reader.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds kNoon = hours{12};
constexpr seconds kDay = hours{24};

}  // namespace

ClockReading CoreOf(PartOfDay part) {
  switch (part) {
    case PartOfDay::kMorning:
    case PartOfDay::kForenoon: return {hours{8}, hours{12}, Grain::kPartOfDay};
    case PartOfDay::kNoon: return {hours{12}, hours{14}, Grain::kPartOfDay};
    case PartOfDay::kAfternoon: return {hours{12}, hours{16}, Grain::kPartOfDay};
    case PartOfDay::kEvening: return {hours{16}, hours{20}, Grain::kPartOfDay};
    case PartOfDay::kNight: return {hours{20}, hours{24}, Grain::kPartOfDay};
    case PartOfDay::kMidnight: return {hours{0}, hours{0}, Grain::kHour};
  }
  return {};
}

ClockReading WideOf(PartOfDay part) {
  switch (part) {
    case PartOfDay::kMorning: return {hours{6}, hours{12}, Grain::kPartOfDay};
    case PartOfDay::kForenoon: return {hours{7}, hours{12}, Grain::kPartOfDay};
    case PartOfDay::kNoon: return {hours{11}, hours{14}, Grain::kPartOfDay};
    case PartOfDay::kAfternoon: return {hours{12}, hours{18}, Grain::kPartOfDay};
    case PartOfDay::kEvening: return {hours{16}, hours{22}, Grain::kPartOfDay};
    case PartOfDay::kNight: return {hours{18}, hours{30}, Grain::kPartOfDay};
    case PartOfDay::kMidnight: return {hours{0}, hours{0}, Grain::kHour};
  }
  return {};
}

// "vormittags", "am Nachmittag", "in der Früh", "heute Morgen": the part, and where it ends.
std::optional<PartOfDay> TimeReader::PartAt(std::size_t i, std::size_t& next) const {
  const std::size_t at = Skip(i, {"am", "in", "der", "zur", "zu", "den", "gegen"});
  if (Meaning(at).Is(TimeWord::kPartOfDay)) {
    const bool greeting = at > 0 && Is(at - 1, {"guten", "gute", "guter", "schoenen", "schoene", "schoener", "gut", "n"});
    if (greeting) return std::nullopt;
    if (Is(at, {"mitternacht"}) || static_cast<PartOfDay>(Meaning(at).value) != PartOfDay::kMidnight || true) {
      next = at + 1;
      return static_cast<PartOfDay>(Meaning(at).value);
    }
  }
  if (Text(at) != "morgen" || at == 0) return std::nullopt;
  const bool part = Is(at - 1, {"am", "jeden", "den", "der", "diesem", "diesen", "heute", "gestern", "uebermorgen", "ganzen", "dem", "des", "an"}) ||
                    Meaning(at - 1).Is(TimeWord::kWeekday) || Meaning(at - 1).Is(TimeWord::kWeekdayEvery) ||
                    (Text(at - 1) == "morgen" && IsCapital(at));
  if (!part) return std::nullopt;
  next = at + 1;
  return PartOfDay::kMorning;
}

// Puts a window for the part of the day, or moves a said hour into it ("8 Uhr abends").
void TimeReader::ApplyPart(TimeNode& node, PartOfDay part) const {
  node.part = part;
  node.bare_hour = false;
  if (node.clock.empty()) {
    node.clock = {CoreOf(part)};
    if (WideOf(part).from != CoreOf(part).from || WideOf(part).until != CoreOf(part).until) node.clock.push_back(WideOf(part));
    return;
  }
  if (node.clock.front().grain == Grain::kPartOfDay) return;
  ClockReading said = node.clock.front();
  const bool late = part == PartOfDay::kAfternoon || part == PartOfDay::kEvening || (part == PartOfDay::kNoon && said.from < hours{6}) ||
                    (part == PartOfDay::kNight && said.from >= hours{6} && said.from < kNoon);
  if (late && said.from < kNoon) {
    said.from += kNoon;
    said.until += kNoon;
  } else if (late && said.until < kNoon && said.until != said.from) {
    said.until += kNoon;
  }
  node.clock = {said};
}

MaybeNode TimeReader::Part(std::size_t i) const {
  std::size_t at = i;
  // "diesen Morgen", "an diesem Vormittag": today's
  const bool this_day = Is(i, {"diesen", "diesem", "dieser"});
  if (this_day) ++at;
  std::size_t next = at;
  const auto part = PartAt(at, next);
  if (!part) return std::nullopt;
  // The bare noun may be anything ("Kneipe Mitternacht"): a preposition, a day or nothing else speaks for it.
  const bool noun = Is(next - 1, {"mitternacht", "nacht", "abend", "mittag", "primetime"});
  const bool led = next - 1 > i || (i > 0 && (Is(i - 1, {"bis", "nach", "vor", "ab", "seit", "jeden", "ganzen", "dem", "den", "-"}) || Meaning(i - 1).word != TimeWord::kNone));
  if (noun && !led && !(i == 0 && AtEnd(next)) && !context_.expecting_time) return std::nullopt;
  TimeNode node;
  node.begin = i;
  node.end = next;
  ApplyPart(node, *part);
  if (this_day) {
    node.days.push_back({today_, today_, Grain::kDay, false, false});
    node.is_modified = true;
  }
  return node;
}

// The clock itself, without "um" before it.
MaybeNode TimeReader::ClockCore(std::size_t i, bool bare_allowed) const {
  TimeNode node;
  node.begin = i;
  const auto point = [&](std::size_t end, std::int64_t hour, std::int64_t minute, std::int64_t second, Grain grain) -> MaybeNode {
    if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
    const seconds at = hours{hour} + minutes{minute} + seconds{second};
    if (at > kDay) return std::nullopt;
    node.end = end;
    node.clock = {{at, at, grain}};
    node.bare_hour = hour <= 12 && grain == Grain::kHour;
    return node;
  };
  // halb neun, halb 9
  if (Text(i) == "halb") {
    const auto hour = Number(i + 1);
    if (!hour || *hour < 1 || *hour > 24 || Meaning(i + 2).Is(TimeWord::kUnit)) return std::nullopt;
    const std::size_t end = Text(i + 2) == "uhr" ? i + 3 : i + 2;
    MaybeNode read = point(end, (*hour + 23) % 24, 30, 0, Grain::kMinute);
    if (read) read->bare_hour = *hour <= 12;
    return read;
  }
  // viertel nach drei, viertel vor 12, viertel 6, dreiviertel 6, fünf vor halb neun, 20 nach 3
  std::optional<std::int64_t> offset;
  std::size_t at = i;
  const bool three_words = Is(i, {"drei", "3"}) && Meaning(i + 1).Is(TimeWord::kQuarter);
  if (Meaning(i).Is(TimeWord::kThreeQuarters) || three_words) {
    const std::size_t hour_at = three_words ? i + 2 : i + 1;
    const auto hour = Number(hour_at);
    if (!hour || *hour < 1 || *hour > 24) return std::nullopt;
    MaybeNode read = point(Text(hour_at + 1) == "uhr" ? hour_at + 2 : hour_at + 1, (*hour + 23) % 24, 45, 0, Grain::kMinute);
    if (read) read->bare_hour = *hour <= 12;
    return read;
  }
  if (Meaning(i).Is(TimeWord::kQuarter)) {
    offset = 15;
    at = i + 1;
  } else if (Is(i, {"kurz"}) && Is(i + 1, {"vor", "nach"})) {
    offset = 5;
    at = i + 1;
  } else if (const auto number = Number(i); number && *number >= 1 && *number <= 30) {
    const bool said = Meaning(i + 1).Is(TimeWord::kUnit) && static_cast<TimeUnit>(Meaning(i + 1).value) == TimeUnit::kMinute;
    at = said ? i + 2 : i + 1;
    if (Is(at, {"vor", "nach"})) offset = *number;
  }
  if (offset && Is(at, {"vor", "nach"})) {
    const std::int64_t sign = Text(at) == "vor" ? -1 : 1;
    const bool half = Text(at + 1) == "halb";
    const std::size_t hour_at = half ? at + 2 : at + 1;
    const auto hour = Number(hour_at);
    const bool plausible = hour && *hour >= 1 && *hour <= 24 && !Is(hour_at + 1, {".", ":"}) && !Meaning(hour_at + 1).Is(TimeWord::kUnit) && !Meaning(hour_at + 1).Is(TimeWord::kMonth);
    const bool sentence_end = hour && Text(hour_at + 1) == "." && AtEnd(hour_at + 1);
    if (plausible || sentence_end) {
      std::int64_t total = (*hour % 24) * 60 - (half ? 30 : 0) + sign * *offset;
      total = (total + 24 * 60) % (24 * 60);
      MaybeNode read = point(Text(hour_at + 1) == "uhr" ? hour_at + 2 : hour_at + 1, total / 60, total % 60, 0, Grain::kMinute);
      if (read) read->bare_hour = *hour <= 12;
      return read;
    }
  }
  if (Meaning(i).Is(TimeWord::kQuarter)) {
    const auto hour = Number(i + 1);
    if (!hour || *hour < 1 || *hour > 12 || !(AtEnd(i + 2) || Text(i + 2) == "uhr") || Meaning(i + 2).Is(TimeWord::kUnit)) return std::nullopt;
    MaybeNode read = point(Text(i + 2) == "uhr" ? i + 3 : i + 2, (*hour + 23) % 24, 15, 0, Grain::kMinute);
    if (read) read->bare_hour = true;
    return read;
  }
  // "7h01", "15h", "18uhr" are single tokens
  if (i < tokens_.size() && tokens_[i].kind == TokenKind::kWord && !Text(i).empty() && Text(i)[0] >= '0' && Text(i)[0] <= '9') {
    const std::string_view word = Text(i);
    const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
    const auto hour = NumberFromDigits(word.substr(0, digits));
    const std::string_view rest = word.substr(digits);
    if (!hour || digits > 2) return std::nullopt;
    if (rest == "uhr" || rest == "h") {
      if (const auto minute = Digits(i + 1, 0, 59); minute && Text(i + 1).size() == 2 && !Is(i + 2, {".", "/"})) return point(i + 2, *hour, *minute, 0, Grain::kMinute);
      MaybeNode read = point(i + 1, *hour, 0, 0, Grain::kHour);
      return read;
    }
    const std::string_view mark = rest.starts_with("uhr") ? rest.substr(0, 3) : rest.substr(0, 1);
    if ((mark == "h" || mark == "uhr") && rest.size() == mark.size() + 2) {
      if (const auto minute = NumberFromDigits(rest.substr(mark.size()))) return point(i + 1, *hour, *minute, 0, Grain::kMinute);
    }
    return std::nullopt;
  }
  const auto hour = Number(i);
  if (!hour || *hour > 24 || (IsDigits(i) && Text(i).size() > 2)) return std::nullopt;
  if (!IsDigits(i) && Is(i, {"ein", "eine", "einen", "einem", "einer", "eines"}) && Text(i + 1) != "uhr") return std::nullopt;
  // 14:30, 14:30:15, 14.30 Uhr
  const bool colon = Text(i + 1) == ":" && Glued(i + 1) && Glued(i + 2);
  const bool dot = Text(i + 1) == "." && Glued(i + 1) && Glued(i + 2) && Text(i + 2).size() == 2;
  if (IsDigits(i) && (colon || dot) && Digits(i + 2, 0, 59) && Text(i + 2).size() == 2) {
    std::size_t end = i + 3;
    std::int64_t second = 0;
    Grain grain = Grain::kMinute;
    if (Text(end) == Text(i + 1) && Glued(end) && Digits(end + 1, 0, 59) && Glued(end + 1) && colon) {
      second = *Digits(end + 1, 0, 59);
      grain = Grain::kSecond;
      end += 2;
    }
    const bool said = Is(end, {"uhr", "h"});
    if (said) ++end;
    const bool spoken = i > 0 && Is(i - 1, {"um", "gegen", "ab", "bis", "von", "zwischen", "und", "-"});
    if (dot && !said && !(bare_allowed && spoken)) return std::nullopt;
    if (Is(end, {":", "%", "€", "euro"}) && Glued(end)) return std::nullopt;
    return point(end, *hour, *Digits(i + 2, 0, 59), second, grain);
  }
  // 18:30h, 14:30Uhr
  if (IsDigits(i) && colon && i + 2 < tokens_.size() && Text(i + 2).size() >= 3 && (Text(i + 2).substr(2) == "h" || Text(i + 2).substr(2) == "uhr")) {
    if (const auto minute = NumberFromDigits(Text(i + 2).substr(0, 2))) return point(i + 3, *hour, *minute, 0, Grain::kMinute);
  }
  // 14 Uhr 30, 10 h 10 Uhr, acht Uhr vierzig
  if (Is(i + 1, {"uhr", "h"})) {
    std::size_t end = i + 2;
    const auto minute = Number(end);
    const bool company = minute && *minute >= 1 && *minute <= 59 && !Is(end + 1, {".", ":", "uhr", "-"}) && !Meaning(end + 1).Is(TimeWord::kUnit) && !IsCapital(end + 1) && !Is(end, {"ein", "eine", "einen", "einem", "einer"});
    const bool closing = minute && *minute >= 1 && *minute <= 59 && Text(end + 1) == "uhr" && Text(i + 1) == "h";
    const bool sentence_end = minute && *minute >= 1 && *minute <= 59 && Text(end + 1) == "." && AtEnd(end + 1);
    if (company || closing || sentence_end) return point(closing ? end + 2 : end + 1, *hour, *minute, 0, Grain::kMinute);
    return point(end, *hour, 0, 0, Grain::kHour);
  }
  if (!bare_allowed) return std::nullopt;
  // a bare hour: nothing that is counted may follow
  if (Meaning(i + 1).Is(TimeWord::kUnit) || Meaning(i + 1).Is(TimeWord::kMonth) || Is(i + 1, {"euro", "€", "%", "prozent", "personen", "person", "kinder", "jahre", "leute", "ausweise", "paesse", "termine", "stueck", "km", "meter", "monate", "ecken", "fragen"})) return std::nullopt;
  const bool noun = IsCapital(i + 1) && !Meaning(i + 1).Is(TimeWord::kPartOfDay) && !Meaning(i + 1).Is(TimeWord::kWeekday) && !Meaning(i + 1).Is(TimeWord::kRelativeDay) && i + 1 < tokens_.size() && tokens_[i + 1].kind == TokenKind::kWord;
  if (noun) return std::nullopt;
  if (Is(i + 1, {".", "/", ","}) && Glued(i + 1) && IsDigits(i + 2) && Glued(i + 2)) return std::nullopt;
  if (Text(i + 1) == "." && Glued(i + 1) && !AtEnd(i + 1)) return std::nullopt;
  return point(i + 1, *hour, 0, 0, Grain::kHour);
}

MaybeNode TimeReader::Clock(std::size_t i) const {
  std::size_t at = i;
  const bool around = Is(i, {"um", "gegen", "kurz"});
  bool bare = false;
  if (around && !(Text(i) == "kurz")) {
    at = Skip(i + 1, {"ca", ".", "circa", "zirka", "etwa", "ungefaehr", "so", "punkt", "genau", "rund", "gegen"});
    bare = !(i > 0 && Is(i - 1, {"geht", "gehts", "ging", "handelt", "bitte", "bitten", "kuemmern", "kuemmere", "rund", "dreht", "bewerbe", "bewerben"}));
  } else if (Is(i, {"zirka", "circa", "ca", "etwa", "ungefaehr", "puenktlich"})) {
    at = Skip(i + 1, {".", "um"});
  } else if (context_.expecting_time && (i == 0 || Is(i - 1, {"gerne", "lieber", "dann", "so", "also", "oder", ",", "bitte", "doch"}))) {
    bare = !(Text(i + 1) == ".");
  }
  MaybeNode node = ClockCore(at, bare);
  if (!node && Meaning(at).Is(TimeWord::kPartOfDay) && at > i) {
    std::size_t next = at;
    if (const auto part = PartAt(at, next)) {
      node.emplace();
      node->end = next;
      ApplyPart(*node, *part);
    }
  }
  if (!node) {
    // "nachmittags um 3", "vormittags gegen 10"
    std::size_t next = i;
    const auto part = PartAt(i, next);
    if (!part || !Is(next, {"um", "gegen"})) return std::nullopt;
    node = ClockCore(Skip(next + 1, {"ca", "circa", "etwa", "so"}), true);
    if (!node) return std::nullopt;
    ApplyPart(*node, *part);
  }
  node->begin = i;
  std::size_t next = node->end;
  if (!node->part) {
    if (const auto part = PartAt(node->end, next)) {
      ApplyPart(*node, *part);
      node->end = next;
    }
  }
  // "11 Uhr spätestens"
  ClockReading& clock = node->clock.front();
  if (clock.from == clock.until && Is(node->end, {"spaetestens", "fruehestens", "fruehstens"})) {
    if (Is(node->end, {"spaetestens"})) clock.from = seconds{0};
    else clock.until = kDay;
    node->is_range = true;
    ++node->end;
  }
  return node;
}

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
  if (after || before) {
    std::size_t at = Skip(i + 1, {"um", "zum", "ca", "etwa"});
    if (Is(i + 1, {"spaetestens", "fruehestens"})) ++at;
    const bool bare = context_.expecting_time || Is(i + 1, {"um"});
    MaybeNode point = core_with_part(at, true);
    // "ab 18" alone is an age, "bis 16" a house number
    const bool hour_only = point && point->end == Skip(at, {"um", "gegen", "ca", "etwa", "circa"}) + 1 && !point->part && (IsDigits(point->end - 1) || NumberFromWord(Text(point->end - 1)));
    if (point && (bare || !hour_only)) {
      const ClockReading clock = point->clock.front();
      TimeNode node = after ? window(i, point->end, clock.from, kDay, clock.grain) : window(i, point->end, seconds{0}, clock.from, clock.grain);
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
    if (Meaning(noon).Is(TimeWord::kPartOfDay) && Is(noon, {"mittag", "mittags", "mittagessen", "nachmittag", "nachmittags", "vormittag", "abend", "abends"})) {
      const ClockReading part = CoreOf(static_cast<PartOfDay>(Meaning(noon).value));
      const bool at_noon = Is(noon, {"mittag", "mittags"});
      if (after) return window(i, noon + 1, at_noon ? hours{13} : part.from, kDay, Grain::kPartOfDay);
      return window(i, noon + 1, seconds{0}, at_noon ? seconds{hours{12}} : part.from, Grain::kPartOfDay);
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
  const bool named = !first->bare_hour || !last->bare_hour || from || between || Is(last->end - 1, {"uhr", "h"}) || first->part || last->part;
  const bool hourly = Is(last->end - 1, {"uhr", "h"}) || Is(first->end - 1, {"uhr", "h"}) || first->clock.front().grain != Grain::kHour || last->clock.front().grain != Grain::kHour;
  if (!(from || between) && !(named && hourly)) return std::nullopt;
  if (Meaning(last->end).Is(TimeWord::kUnit) || Meaning(last->end).Is(TimeWord::kMonth) || Is(last->end, {"euro", "€", "jahre", "jahren", "prozent", "%", "personen", "kinder"})) return std::nullopt;
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

MaybeNode TimeReader::Wish(std::size_t i) const {
  const auto soon = [&](std::size_t end) {
    TimeNode node;
    node.begin = i;
    node.end = end;
    node.as_soon_as_possible = true;
    return node;
  };
  const auto any = [&](std::size_t end) {
    TimeNode node;
    node.begin = i;
    node.end = end;
    node.any_time = true;
    return node;
  };
  if (Text(i) == "so" && Is(i + 1, {"bald", "schnell", "frueh", "zeitnah", "zuegig"}) && Is(i + 2, {"wie", "als"}) && Is(i + 3, {"moeglich", "es", "irgend"})) {
    return soon(Text(i + 3) == "es" && Text(i + 4) == "geht" ? i + 5 : Text(i + 3) == "irgend" ? i + 5 : i + 4);
  }
  if (Is(i, {"sobald", "so"}) && Text(i + 1) == "wie" && Is(i + 2, {"moeglich", "moegl"})) return soon(i + 3);
  if (Is(i, {"schnellstmoeglich", "baldmoeglichst", "fruehestmoeglich", "schnellstmoeglichst", "asap", "umgehend", "schnellstens", "baldigst", "unverzueglich"})) return soon(i + 1);
  if (Is(i, {"moeglichst"}) && Is(i + 1, {"bald", "schnell", "frueh", "zeitnah", "zuegig", "sofort"})) return soon(i + 2);
  if (Is(i, {"naechstmoeglichen", "naechstmoegliche", "naechstmoeglicher", "fruehestmoeglichen", "schnellstmoeglichen", "baldmoeglichsten", "fruehesten", "frueheste", "fruehester", "ehesten"}) && !Is(i, {"ehesten"})) return soon(i + 1);
  if (Is(i, {"naechsten", "naechster", "naechste", "ersten", "erste", "erster"}) && Is(i + 1, {"freien", "freier", "freie", "moeglichen", "moeglicher", "verfuegbaren", "verfuegbare"})) return soon(i + 2);
  if (Is(i, {"egal"}) && Is(i + 1, {"wann"})) return any(i + 2);
  if (Is(i, {"wann"}) && Is(i + 1, {"ist", "is"}) && Is(i + 2, {"egal", "mir"})) return any(Text(i + 2) == "mir" ? i + 4 : i + 3);
  if (Is(i, {"jederzeit", "irgendwann"})) return any(i + 1);
  if (Is(i, {"zeitlich"}) && Is(i + 1, {"flexibel", "egal", "ungebunden"})) return any(i + 2);
  if (Is(i, {"wann"}) && Is(i + 1, {"auch"}) && Is(i + 2, {"immer"})) return any(i + 3);
  if (Is(i, {"jetzt", "genau", "gerade", "sofort"}) && !context_.office_hours) {
    const std::size_t end = Text(i) == "genau" ? (Text(i + 1) == "jetzt" ? i + 2 : 0) : Text(i) == "gerade" ? (Text(i + 1) == "eben" ? i + 2 : 0) : i + 1;
    if (end == 0) return std::nullopt;
    TimeNode node;
    node.begin = i;
    node.end = end;
    node.exact = ExactReading{context_.now, context_.now + seconds{1}, Grain::kSecond};
    return node;
  }
  return std::nullopt;
}

}  // namespace amtslotse::nlu
