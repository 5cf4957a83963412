#include "nlu/time/time_entities.h"

#include <date/tz.h>

#include <algorithm>
#include <stdexcept>

#include "nlu/time/ruled_out.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr seconds kDay = std::chrono::hours{24};
constexpr std::size_t kMostReadings = 4;

TimeReading FromExact(const ExactReading& exact) {
  TimeReading reading;
  const LocalDay first = std::chrono::floor<days>(exact.begin);
  const LocalDay last = std::chrono::floor<days>(exact.end - seconds{1});
  reading.days = DateRange{first, std::max(first, last)};
  if (first == last) reading.clock = TimeRange{exact.begin - first, std::min<seconds>(kDay, exact.end - first)};
  reading.grain = exact.grain;
  return reading;
}

// A part of the day counts as its widest window, everything else as said.
std::vector<ClockReading> ClocksFor(const TimeExpression& expression) {
  std::vector<ClockReading> clocks = expression.clock;
  if (clocks.size() > 1 && clocks.front().grain == Grain::kPartOfDay) clocks.erase(clocks.begin());
  return clocks;
}

std::vector<TimeReading> ReadingsOf(const TimeExpression& expression) {
  if (expression.exact) return {FromExact(*expression.exact)};
  std::vector<TimeReading> readings;
  const std::vector<ClockReading> clocks = ClocksFor(expression);
  const std::size_t day_count = std::max<std::size_t>(1, expression.days.size());
  const std::size_t clock_count = std::max<std::size_t>(1, clocks.size());
  for (std::size_t d = 0; d < day_count; ++d) {
    for (std::size_t c = 0; c < clock_count && readings.size() < kMostReadings; ++c) {
      TimeReading reading;
      if (d < expression.days.size()) {
        const DayReading& day = expression.days[d];
        reading.days = DateRange{day.first, day.last};
        reading.grain = day.grain;
        reading.open_begin = day.open_begin;
        reading.open_end = day.open_end;
      }
      if (c < clocks.size()) {
        reading.clock = TimeRange{clocks[c].from, std::min(kDay, clocks[c].until)};
        reading.grain = clocks[c].grain;
      }
      readings.push_back(reading);
    }
  }
  return readings;
}

}  // namespace

std::chrono::local_seconds LocalTime(std::chrono::sys_seconds now, const std::string& zone) {
  try {
    const auto info = date::locate_zone(zone)->get_info(date::sys_seconds{now.time_since_epoch()});
    return std::chrono::local_seconds{now.time_since_epoch() + info.offset};
  } catch (const std::runtime_error&) {
    return std::chrono::local_seconds{now.time_since_epoch()};
  }
}

void FindTimes(std::string_view text, std::span<const Token> tokens, const Reference& reference, Found& found) {
  TimeContext context;
  context.now = LocalTime(reference.now, reference.zone);
  context.land = reference.land;
  context.expecting_time = reference.expecting == Expecting::kDateOrTime;
  context.office_hours = true;
  std::vector<Span> taken;
  for (const Entity& entity : found.all()) taken.push_back(entity.span);
  const std::vector<TimeExpression> expressions = FindTimeExpressions(text, tokens, taken, context);
  const std::vector<bool> ruled_out = RuledOut(tokens, expressions);
  for (std::size_t i = 0; i < expressions.size(); ++i) {
    const TimeExpression& expression = expressions[i];
    const Span span{tokens[expression.begin].span.begin, tokens[expression.end - 1].span.end};
    if (expression.as_soon_as_possible) {
      found.Add(EntityKind::kAsSoonAsPossible, span, std::monostate{});
    } else if (expression.any_time) {
      found.Add(EntityKind::kAnyTime, span, std::monostate{});
    } else if (expression.days.empty() && expression.clock.empty() && !expression.exact) {
      if (expression.duration) found.Add(EntityKind::kDuration, span, DurationValue{*expression.duration});
    } else {
      TimeValue value;
      value.readings = ReadingsOf(expression);
      value.ambiguous = value.readings.size() > 1 || expression.ambiguous;
      value.ruled_out = ruled_out[i];
      value.weekly = expression.weekly || (ruled_out[i] && expression.names_weekday);
      found.Add(EntityKind::kDateTime, span, std::move(value));
    }
  }
}

}  // namespace amtslotse::nlu
