#include "booking/hold_rate.h"

#include <algorithm>
#include <cmath>

namespace amtslotse::booking {
namespace {

constexpr double kAlwaysFine = 20;
constexpr double kTimesUsual = 5;
constexpr double kMinutesOfMemory = 60;
constexpr std::chrono::minutes kStays{10};

double Threshold(double usual) { return std::max(kAlwaysFine, kTimesUsual * usual); }

}  // namespace

void HoldRate::Advance(Counts& counts, Instant now) {
  const std::int64_t minute = now.time_since_epoch().count() / 60;
  const std::int64_t passed = minute - counts.minute;
  if (passed == 0) return;
  // What is unusual does not become usual by lasting.
  const double counted = std::min(counts.in_minute, Threshold(counts.usual));
  if (counts.minute != 0 && passed > 0) {
    counts.usual += (counted - counts.usual) / kMinutesOfMemory;
    counts.usual *= std::pow(1 - 1 / kMinutesOfMemory, static_cast<double>(std::min<std::int64_t>(passed - 1, 10'000)));
  }
  counts.before = passed == 1 ? counts.in_minute : 0;
  counts.in_minute = 0;
  counts.minute = minute;
}

void HoldRate::Note(std::int64_t location, Instant now) {
  const std::lock_guard guard(mutex_);
  Counts& counts = locations_[location];
  Advance(counts, now);
  counts.in_minute += 1;
  const double rest_of_before = 1 - static_cast<double>(now.time_since_epoch().count() % 60) / 60;
  if (counts.in_minute + counts.before * rest_of_before > Threshold(counts.usual)) counts.unusual_until = now + kStays;
}

bool HoldRate::IsUnusual(std::int64_t location, Instant now) {
  const std::lock_guard guard(mutex_);
  const auto found = locations_.find(location);
  return found != locations_.end() && now < found->second.unusual_until;
}

}  // namespace amtslotse::booking
