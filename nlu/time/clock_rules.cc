#include <algorithm>

#include "nlu/number_words.h"
#include "nlu/time/time_reader.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds kDay = hours{24};

}  // namespace

// The clock itself, without "um" before it.
MaybeNode TimeReader::ClockCore(std::size_t i, bool bare_allowed) const {
  TimeNode node;
  node.begin = i;
  const auto point = [&](std::size_t end, std::int64_t hour, std::int64_t minute, std::int64_t second,
                         Grain grain) -> MaybeNode {
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
    MaybeNode read =
        point(Text(hour_at + 1) == "uhr" ? hour_at + 2 : hour_at + 1, (*hour + 23) % 24, 45, 0, Grain::kMinute);
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
    const bool said =
        Meaning(i + 1).Is(TimeWord::kUnit) && static_cast<TimeUnit>(Meaning(i + 1).value) == TimeUnit::kMinute;
    at = said ? i + 2 : i + 1;
    if (Is(at, {"vor", "nach"})) offset = *number;
  }
  if (offset && Is(at, {"vor", "nach"})) {
    const std::int64_t sign = Text(at) == "vor" ? -1 : 1;
    const bool half = Text(at + 1) == "halb";
    const std::size_t hour_at = half ? at + 2 : at + 1;
    const auto hour = Number(hour_at);
    const bool plausible = hour && *hour >= 1 && *hour <= 24 && !Is(hour_at + 1, {".", ":"}) &&
                           !Meaning(hour_at + 1).Is(TimeWord::kUnit) && !Meaning(hour_at + 1).Is(TimeWord::kMonth);
    const bool sentence_end = hour && Text(hour_at + 1) == "." && AtEnd(hour_at + 1);
    if (plausible || sentence_end) {
      std::int64_t total = (*hour % 24) * 60 - (half ? 30 : 0) + sign * *offset;
      total = (total + 24 * 60) % (24 * 60);
      MaybeNode read =
          point(Text(hour_at + 1) == "uhr" ? hour_at + 2 : hour_at + 1, total / 60, total % 60, 0, Grain::kMinute);
      if (read) read->bare_hour = *hour <= 12;
      return read;
    }
  }
  if (Meaning(i).Is(TimeWord::kQuarter)) {
    const auto hour = Number(i + 1);
    if (!hour || *hour < 1 || *hour > 12 || !(AtEnd(i + 2) || Text(i + 2) == "uhr") ||
        Meaning(i + 2).Is(TimeWord::kUnit))
      return std::nullopt;
    MaybeNode read = point(Text(i + 2) == "uhr" ? i + 3 : i + 2, (*hour + 23) % 24, 15, 0, Grain::kMinute);
    if (read) read->bare_hour = true;
    return read;
  }
  // "7h01", "15h", "18uhr" are single tokens
  if (i < tokens_.size() && tokens_[i].kind == TokenKind::kWord && !Text(i).empty() && Text(i)[0] >= '0' &&
      Text(i)[0] <= '9') {
    const std::string_view word = Text(i);
    const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
    const auto hour = NumberFromDigits(word.substr(0, digits));
    const std::string_view rest = word.substr(digits);
    if (!hour || digits > 2) return std::nullopt;
    if (rest == "uhr" || rest == "h") {
      if (const auto minute = Digits(i + 1, 0, 59); minute && Text(i + 1).size() == 2 && !Is(i + 2, {".", "/"}))
        return point(i + 2, *hour, *minute, 0, Grain::kMinute);
      MaybeNode read = point(i + 1, *hour, 0, 0, Grain::kHour);
      return read;
    }
    const std::string_view mark = rest.starts_with("uhr") ? rest.substr(0, 3) : rest.substr(0, 1);
    if ((mark == "h" || mark == "uhr") && rest.size() == mark.size() + 2) {
      if (const auto minute = NumberFromDigits(rest.substr(mark.size())))
        return point(i + 1, *hour, *minute, 0, Grain::kMinute);
    }
    return std::nullopt;
  }
  const auto hour = Number(i);
  if (!hour || *hour > 24 || (IsDigits(i) && Text(i).size() > 2)) return std::nullopt;
  if (!IsDigits(i) && Is(i, {"ein", "eine", "einen", "einem", "einer", "eines"}) && Text(i + 1) != "uhr")
    return std::nullopt;
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
  if (IsDigits(i) && colon && i + 2 < tokens_.size() && Text(i + 2).size() >= 3 &&
      (Text(i + 2).substr(2) == "h" || Text(i + 2).substr(2) == "uhr")) {
    if (const auto minute = NumberFromDigits(Text(i + 2).substr(0, 2)))
      return point(i + 3, *hour, *minute, 0, Grain::kMinute);
  }
  // 14 Uhr 30, 10 h 10 Uhr, acht Uhr vierzig
  if (Is(i + 1, {"uhr", "h"})) {
    std::size_t end = i + 2;
    const auto minute = Number(end);
    const bool company = minute && *minute >= 1 && *minute <= 59 && !Is(end + 1, {".", ":", "uhr", "-"}) &&
                         !Meaning(end + 1).Is(TimeWord::kUnit) && !IsCapital(end + 1) &&
                         !Is(end, {"ein", "eine", "einen", "einem", "einer"});
    const bool closing = minute && *minute >= 1 && *minute <= 59 && Text(end + 1) == "uhr" && Text(i + 1) == "h";
    const bool sentence_end = minute && *minute >= 1 && *minute <= 59 && Text(end + 1) == "." && AtEnd(end + 1);
    if (company || closing || sentence_end)
      return point(closing ? end + 2 : end + 1, *hour, *minute, 0, Grain::kMinute);
    return point(end, *hour, 0, 0, Grain::kHour);
  }
  if (!bare_allowed) return std::nullopt;
  // a bare hour: nothing that is counted may follow
  if (Meaning(i + 1).Is(TimeWord::kUnit) || Meaning(i + 1).Is(TimeWord::kMonth) ||
      Is(i + 1, {"euro", "€", "%", "prozent", "personen", "person", "kinder", "jahre", "leute", "ausweise", "paesse",
                 "termine", "stueck", "km", "meter", "monate", "ecken", "fragen"}))
    return std::nullopt;
  const bool noun = IsCapital(i + 1) && !Meaning(i + 1).Is(TimeWord::kPartOfDay) &&
                    !Meaning(i + 1).Is(TimeWord::kWeekday) && !Meaning(i + 1).Is(TimeWord::kRelativeDay) &&
                    i + 1 < tokens_.size() && tokens_[i + 1].kind == TokenKind::kWord;
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
    bare = !(i > 0 && Is(i - 1, {"geht", "gehts", "ging", "handelt", "bitte", "bitten", "kuemmern", "kuemmere", "rund",
                                 "dreht", "bewerbe", "bewerben"}));
  } else if (Is(i, {"zirka", "circa", "ca", "etwa", "ungefaehr", "puenktlich"})) {
    at = Skip(i + 1, {".", "um"});
  } else if (context_.expecting_time &&
             (i == 0 || Is(i - 1, {"gerne", "lieber", "dann", "so", "also", "oder", ",", "bitte", "doch"}))) {
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
    if (Is(node->end, {"spaetestens"}))
      clock.from = seconds{0};
    else
      clock.until = kDay;
    node->is_range = true;
    ++node->end;
  }
  return node;
}

}  // namespace amtslotse::nlu
