#include "nlu/time/time_reader.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "nlu/number_words.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr seconds kNoon = hours{12};
constexpr seconds kOfficeOpens = hours{7};
constexpr std::size_t kMostConnectors = 3;

// Words that may stand between a day and a time that belong together.
constexpr std::size_t kReach = 8;  // tokens from an expression's beginning to what says a time
constexpr std::array<std::string_view, 26> kConnectors = {
    ",",     "um",   "am",   "an",    "im",      "in",    "der",  "dem",  "den",   "zur",   "zum", "so", "ca",
    "circa", "etwa", "dann", "immer", "jeweils", "gerne", "gern", "auch", "bitte", "gegen", "von", "-",  "des"};

}  // namespace

TimeReader::TimeReader(std::string_view text, std::span<const Token> tokens, const std::vector<Span>& taken,
                       const TimeContext& context)
    : text_(text), tokens_(tokens), context_(context), today_(std::chrono::floor<std::chrono::days>(context.now)) {
  meanings_.reserve(tokens.size());
  for (const Token& token : tokens) {
    const bool blocked =
        std::any_of(taken.begin(), taken.end(), [&](const Span& span) { return span.Overlaps(token.span); });
    blocked_.push_back(blocked);
    const bool readable = !blocked && token.kind == TokenKind::kWord;
    meanings_.push_back(readable ? MeaningOf(token.text) : TimeMeaning{});
    numbers_.push_back(readable ? NumberFromWord(token.text) : std::nullopt);
  }
  FindReach();
}

// "ein" is no time without a word that is one ("ein Uhr", "in einer Woche").
bool TimeReader::SaysTime(std::size_t i) const {
  if (blocked_[i]) return false;
  if (tokens_[i].kind == TokenKind::kNumber || meanings_[i].word != TimeWord::kNone) return true;
  if (tokens_[i].kind != TokenKind::kWord) return false;
  if (std::isdigit(static_cast<unsigned char>(tokens_[i].text.front())) != 0) return true;  // "10h"
  if (numbers_[i] && !Is(i, {"ein", "eine", "einen", "einem", "einer", "eines"})) return true;
  return OrdinalFromWord(Text(i)) || FestivalAt(tokens_, i) || Is(i, {"mittagessen", "feierabend", "arbeit", "dienst", "viertelstunde", "dreiviertelstunde", "werktags", "wochentags",
                "werktagen", "arbeitstagen", "wochentagen"});
}

void TimeReader::FindReach() {
  near_.resize(tokens_.size());
  std::size_t left = 0;
  for (std::size_t i = tokens_.size(); i-- > 0;) {
    left = SaysTime(i) ? kReach : left - std::min<std::size_t>(left, 1);
    near_[i] = left > 0;
  }
}

bool TimeReader::Is(std::size_t i, std::initializer_list<std::string_view> words) const {
  const std::string_view text = Text(i);
  return !text.empty() && std::find(words.begin(), words.end(), text) != words.end();
}

bool TimeReader::Glued(std::size_t i) const {
  return i > 0 && i < tokens_.size() && tokens_[i - 1].span.end == tokens_[i].span.begin;
}

bool TimeReader::IsDigits(std::size_t i) const {
  return i < tokens_.size() && tokens_[i].kind == TokenKind::kNumber && !blocked_[i];
}

bool TimeReader::IsCapital(std::size_t i) const {
  if (i >= tokens_.size() || tokens_[i].kind != TokenKind::kWord) return false;
  const std::string_view original = Slice(text_, tokens_[i].span);
  return !original.empty() && (std::isupper(static_cast<unsigned char>(original.front())) != 0 ||
                               original.starts_with("Ä") || original.starts_with("Ö") || original.starts_with("Ü"));
}

std::optional<std::int64_t> TimeReader::Digits(std::size_t i, std::int64_t low, std::int64_t high) const {
  if (!IsDigits(i)) return std::nullopt;
  const auto number = NumberFromDigits(Text(i));
  if (!number || *number < low || *number > high) return std::nullopt;
  return number;
}

std::optional<std::int64_t> TimeReader::Number(std::size_t i) const {
  if (i >= tokens_.size() || blocked_[i]) return std::nullopt;
  if (IsDigits(i)) return NumberFromDigits(Text(i));
  return numbers_[i];
}

bool TimeReader::AtEnd(std::size_t i) const {
  while (i < tokens_.size() && (tokens_[i].kind == TokenKind::kPunctuation || tokens_[i].kind == TokenKind::kSymbol)) {
    if (Text(i) == "." || Text(i) == "!" || Text(i) == "?") {
      if (i + 1 >= tokens_.size() || IsCapital(i + 1)) return true;
    }
    ++i;
  }
  return i >= tokens_.size() || Is(i, {"bitte", "oder", "und"});
}

// Whether the full stop at `i` ends a sentence rather than an ordinal.
bool TimeReader::EndsSentence(std::size_t i) const { return i + 1 >= tokens_.size(); }

std::size_t TimeReader::Skip(std::size_t i, std::initializer_list<std::string_view> words) const {
  for (std::size_t skipped = 0; skipped < kMostConnectors && Is(i, words); ++skipped) ++i;
  return i;
}

bool TimeReader::IsName(std::size_t i) const {
  const TimeMeaning meaning = Meaning(i);
  if (meaning.word == TimeWord::kNone) return false;
  if (i > 0 && Is(i - 1, {"heisst", "heisse", "heissen", "namens", "genannt", "nennen", "nenne", "getauft"}))
    return true;
  const bool hyphenated = Text(i + 1) == "-" && Glued(i + 1) && Glued(i + 2) && i + 2 < tokens_.size() &&
                          tokens_[i + 2].kind == TokenKind::kWord;
  return hyphenated && Meaning(i + 2).word == TimeWord::kNone;
}

bool TimeReader::CanBegin(std::size_t i) const {
  if (blocked_[i] || IsName(i)) return false;
  if (tokens_[i].kind == TokenKind::kPunctuation || tokens_[i].kind == TokenKind::kSymbol) return false;
  if (tokens_[i].kind == TokenKind::kNumber) return tokens_[i].text.size() <= 4;
  return true;
}

MaybeNode TimeReader::ReadAt(std::size_t i) const {
  if (!CanBegin(i)) return std::nullopt;
  MaybeNode best;
  const auto consider = [&best](MaybeNode candidate) {
    if (candidate && (!best || candidate->end > best->end)) best = std::move(candidate);
  };
  consider(Wish(i));
  if (!near_[i]) return best;
  consider(DateRangeAt(i));
  consider(HalfOpen(i));
  consider(OneDate(i));
  consider(ClockRange(i));
  consider(Clock(i));
  consider(Part(i));
  consider(Length(i));
  return best;
}

std::vector<TimeNode> TimeReader::ReadAll() const {
  std::vector<TimeNode> nodes;
  for (std::size_t i = 0; i < tokens_.size();) {
    MaybeNode node = ReadAt(i);
    if (!node || node->end <= i) {
      ++i;
      continue;
    }
    i = node->end;
    nodes.push_back(*std::move(node));
  }
  return nodes;
}

// One expression of two neighbours: a day and a time of day, or a month and a range of its days.
MaybeNode TimeReader::Joined(const TimeNode& a, const TimeNode& b) const {
  const bool plain_a = !a.exact && !a.duration && !a.as_soon_as_possible && !a.any_time;
  const bool plain_b = !b.exact && !b.duration && !b.as_soon_as_possible && !b.any_time;
  if (!plain_a || !plain_b) return std::nullopt;
  TimeNode node;
  if (!a.days.empty() && !b.clock.empty() && b.days.empty()) {
    node = a;
    if (!a.clock.empty()) {
      // "Dienstagabend um 8", "heute Morgen um 7", "Vormittag von 9 bis 11"
      if (!a.part || b.part) return std::nullopt;
      TimeNode clock = b;
      ApplyPart(clock, *a.part);
      node.clock = clock.clock;
    } else {
      node.clock = b.clock;
    }
    node.part = a.part ? a.part : b.part;
    node.bare_hour = b.bare_hour && !node.part;
  } else if (!b.days.empty() && !a.clock.empty() && a.days.empty() && b.clock.empty()) {
    node = b;
    node.clock = a.clock;
    node.part = a.part;
    node.bare_hour = a.bare_hour;
  } else if (!b.days.empty() && !a.clock.empty() && a.days.empty() && b.part && a.bare_hour) {
    node = b;  // "um 7 morgen früh"
    TimeNode clock = a;
    ApplyPart(clock, *b.part);
    node.clock = clock.clock;
  } else if (a.part && a.days.empty() && b.days.empty() && !b.clock.empty() && !b.part) {
    node = b;  // "vormittags 9 bis 11"
    ApplyPart(node, *a.part);
  } else {
    return std::nullopt;
  }
  node.weak = false;
  node.begin = a.begin;
  node.end = b.end;
  return node;
}

void TimeReader::JoinNeighbours(std::vector<TimeNode>& nodes) const {
  for (std::size_t i = 0; i + 1 < nodes.size();) {
    bool connected = nodes[i + 1].begin - nodes[i].end <= kMostConnectors;
    for (std::size_t k = nodes[i].end; connected && k < nodes[i + 1].begin; ++k) {
      connected = std::find(kConnectors.begin(), kConnectors.end(), Text(k)) != kConnectors.end();
    }
    // "Im November zwischen dem 19. und dem 20.", "diesen Monat vom 4. bis zum 22."
    const bool month =
        connected && !nodes[i].days.empty() && nodes[i].days[0].grain == Grain::kMonth && nodes[i].clock.empty();
    if (month && nodes[i + 1].is_range && !nodes[i + 1].days.empty() && nodes[i + 1].clock.empty()) {
      const LocalDay start = nodes[i].days[0].first;
      const DayReading range = nodes[i + 1].days[0];
      const auto first = MakeValidDay(YearOf(start), MonthOf(start), DayOf(range.first));
      const auto last = MakeValidDay(YearOf(start), MonthOf(start), DayOf(range.last));
      if (first && last && *first <= *last) {
        nodes[i + 1].days = {{*first, *last, Grain::kDay, false, false}};
        nodes[i + 1].begin = nodes[i].begin;
        nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(i));
        continue;
      }
    }
    MaybeNode joined = connected ? Joined(nodes[i], nodes[i + 1]) : std::nullopt;
    if (!joined) {
      ++i;
      continue;
    }
    nodes[i] = *std::move(joined);
    nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    if (i > 0) --i;
  }
}

// "um 4": offices are open at 16:00. "um 7" and "halb 8" may be either, the morning first.
void TimeReader::PreferOfficeHours(TimeNode& node) const {
  if (!node.bare_hour || node.clock.size() != 1) return;
  const ClockReading said = node.clock.front();
  const bool open_from = node.is_range && said.from == seconds{0};
  const bool open_until = node.is_range && said.until == hours{24};
  const seconds hour = open_from ? said.until : said.from;
  if (hour > kNoon || hour == seconds{0}) return;
  ClockReading later = said;
  if (!open_from) later.from += kNoon;
  if (!open_until) later.until += kNoon;
  if (later.from > hours{24} || later.until > hours{24}) return;
  if (context_.office_hours) {
    if (hour < kOfficeOpens) {
      node.clock = {later, said};
    } else if (hour < hours{8}) {
      node.clock = {said, later};
    }
    return;
  }
  const bool closed_range = node.is_range && !open_from && !open_until;
  if (closed_range || !node.days.empty() || said.grain == Grain::kSecond) return;
  // the next time the clock shows it
  const seconds now = context_.now - std::chrono::local_seconds{today_};
  const seconds said_at = open_from ? said.until : said.from;
  if (said_at <= now && said_at + kNoon > now) {
    node.clock = {later, said};
  } else {
    node.clock = {said, later};
  }
}

std::vector<TimeExpression> TimeReader::Run() {
  std::vector<TimeNode> nodes = ReadAll();
  JoinNeighbours(nodes);
  const bool company = nodes.size() > 1;
  std::vector<TimeExpression> expressions;
  for (TimeNode& node : nodes) {
    if (node.weak && !(company && node.partial && node.partial->day) && !context_.expecting_time) continue;
    PreferOfficeHours(node);
    expressions.push_back(std::move(node));
  }
  return expressions;
}

std::vector<TimeExpression> FindTimeExpressions(std::string_view text, std::span<const Token> tokens,
                                                const std::vector<Span>& taken, const TimeContext& context) {
  return TimeReader(text, tokens, taken, context).Run();
}

}  // namespace amtslotse::nlu
