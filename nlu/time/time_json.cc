#include "nlu/time/time_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "nlu/entities/contact.h"
#include "nlu/entities/people.h"
#include "nlu/time/expression.h"

namespace amtslotse::nlu {
namespace {

using nlohmann::ordered_json;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kLongestLine = 8192;

struct Bounds {
  std::optional<local_seconds> start;
  std::optional<local_seconds> end;
  Grain grain = Grain::kDay;
};

seconds LengthOf(Grain grain) {
  switch (grain) {
    case Grain::kSecond: return seconds{1};
    case Grain::kMinute: return minutes{1};
    default: return hours{1};
  }
}

std::string Iso(local_seconds time, const TimeReference& reference) {
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date{day};
  const auto rest = (time - day).count();
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", int{date.year()}, unsigned{date.month()},
                                 unsigned{date.day()}, rest / 3600, rest / 60 % 60, rest % 60);
  if (!reference.offset) return text;
  const auto offset = reference.offset->count();
  const auto size = offset < 0 ? -offset : offset;
  return text + fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', size / 3600, size / 60 % 60);
}

Bounds OnDays(const DayReading& day, const ClockReading* clock) {
  Bounds bounds;
  bounds.grain = day.grain;
  bounds.start = local_seconds{day.first};
  bounds.end = local_seconds{day.last + days{1}};
  if (clock != nullptr) {
    bounds.grain = clock->grain;
    bounds.start = local_seconds{day.first} + clock->from;
    bounds.end =
        local_seconds{day.last} + (clock->until == clock->from ? clock->from + LengthOf(clock->grain) : clock->until);
  }
  if (day.open_begin && clock != nullptr) bounds.end = local_seconds{day.last} + clock->from;
  if (day.open_begin) bounds.start.reset();
  if (day.open_end) bounds.end.reset();
  return bounds;
}

// Without a day: the next time the clock shows it.
Bounds Coming(const ClockReading& clock, local_seconds now) {
  const auto today = std::chrono::floor<days>(now);
  const bool passed = clock.until == clock.from ? today + clock.from < now : today + clock.until <= now;
  Bounds bounds =
      OnDays({today + days{passed ? 1 : 0}, today + days{passed ? 1 : 0}, Grain::kDay, false, false}, &clock);
  if (clock.until != clock.from && clock.from == seconds{0} && clock.grain != Grain::kPartOfDay) bounds.start.reset();
  if (clock.until != clock.from && clock.until == hours{24} && clock.grain != Grain::kPartOfDay) bounds.end.reset();
  return bounds;
}

std::vector<Bounds> BoundsOf(const TimeExpression& expression, local_seconds now) {
  std::vector<Bounds> all;
  if (expression.exact) all.push_back({expression.exact->begin, expression.exact->end, expression.exact->grain});
  for (const DayReading& day : expression.days) {
    if (expression.clock.empty()) all.push_back(OnDays(day, nullptr));
    for (const ClockReading& clock : expression.clock) all.push_back(OnDays(day, &clock));
  }
  if (expression.days.empty()) {
    for (const ClockReading& clock : expression.clock) all.push_back(Coming(clock, now));
  }
  for (const DayReading& anchor : expression.anchors)
    all.push_back(OnDays(anchor, expression.clock.empty() ? nullptr : &expression.clock.front()));
  if (expression.duration) all.push_back({now, now + *expression.duration, Grain::kSecond});
  if (expression.as_soon_as_possible) all.push_back({now, std::nullopt, Grain::kSecond});
  return all;
}

// How much an expression says: days and clock above one of them, a length of time least.
int Fullness(const TimeExpression& expression) {
  if (expression.exact) return 3;
  return (expression.days.empty() ? 0 : 2) + (expression.clock.empty() ? 0 : 1);
}

template <typename Number>
bool Take(std::string_view& text, std::size_t digits, Number& number) {
  if (text.size() < digits) return false;
  const auto result = std::from_chars(text.data(), text.data() + digits, number);
  if (result.ec != std::errc() || result.ptr != text.data() + digits) return false;
  text.remove_prefix(digits);
  return true;
}

bool TakeMark(std::string_view& text, char mark) {
  if (text.empty() || text.front() != mark) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

absl::StatusOr<TimeReference> ParseTimeReference(std::string_view text) {
  const absl::Status bad =
      absl::InvalidArgumentError("expected a time like 2013-02-12T04:30:00-02:00: " + std::string(text));
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  if (!Take(text, 4, year) || !TakeMark(text, '-') || !Take(text, 2, month) || !TakeMark(text, '-') ||
      !Take(text, 2, day))
    return bad;
  const auto date = MakeValidDay(year, month, day);
  if (!date) return bad;
  if (!text.empty() && (TakeMark(text, 'T') || TakeMark(text, ' '))) {
    if (!Take(text, 2, hour) || !TakeMark(text, ':') || !Take(text, 2, minute)) return bad;
    if (TakeMark(text, ':') && !Take(text, 2, second)) return bad;
    if (TakeMark(text, '.')) text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  }
  if (hour > 23 || minute > 59 || second > 60) return bad;
  TimeReference reference{local_seconds{*date} + hours{hour} + minutes{minute} + seconds{second}, std::nullopt};
  if (text.empty()) return reference;
  if (TakeMark(text, 'Z')) {
    reference.offset = seconds{0};
    return text.empty() ? absl::StatusOr<TimeReference>(reference) : bad;
  }
  const bool negative = text.front() == '-';
  unsigned offset_hours = 0;
  unsigned offset_minutes = 0;
  if (!TakeMark(text, '+') && !TakeMark(text, '-')) return bad;
  if (!Take(text, 2, offset_hours)) return bad;
  TakeMark(text, ':');
  if (!text.empty() && !Take(text, 2, offset_minutes)) return bad;
  if (!text.empty() || offset_hours > 18 || offset_minutes > 59) return bad;
  const seconds offset = hours{offset_hours} + minutes{offset_minutes};
  reference.offset = negative ? -offset : offset;
  return reference;
}

std::string TimeAsJson(std::string_view text, const TimeReference& reference) {
  const std::string_view read = Truncated(text, kLongestLine);
  const FoldedText folded = FoldWithOrigin(read);
  const std::vector<Token> tokens = Tokenize(folded);
  Found found(read);
  found.AddAll(FindContacts(read, tokens, Expecting::kNothing));
  FindNames(read, tokens, Expecting::kNothing, found);
  std::vector<Span> taken;
  for (const Entity& entity : found.all()) taken.push_back(entity.span);
  std::vector<TimeExpression> expressions =
      FindTimeExpressions(read, tokens, taken, {reference.now, std::nullopt, false, false});
  std::stable_sort(expressions.begin(), expressions.end(),
                   [](const TimeExpression& a, const TimeExpression& b) { return Fullness(a) > Fullness(b); });
  ordered_json readings = ordered_json::array();
  for (const TimeExpression& expression : expressions) {
    const Span span{tokens[expression.begin].span.begin, tokens[expression.end - 1].span.end};
    const std::size_t begin = CountCharacters(read.substr(0, span.begin));
    const std::size_t end = begin + CountCharacters(Slice(read, span));
    for (const Bounds& bounds : BoundsOf(expression, reference.now)) {
      ordered_json reading = {
          {"start", nullptr}, {"end", nullptr}, {"grain", GrainId(bounds.grain)}, {"span", {begin, end}}};
      if (bounds.start) reading["start"] = Iso(*bounds.start, reference);
      if (bounds.end) reading["end"] = Iso(*bounds.end, reference);
      readings.push_back(std::move(reading));
    }
  }
  const ordered_json json = {{"text", std::string(text)}, {"readings", std::move(readings)}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace amtslotse::nlu
