#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "booking/clock.h"

namespace amtslotse::booking {

// Whether more holds are asked for at a location than usual. Unusual is more than 20 in a minute and more than five
// times the location's own average of about the last hour; it stays so for ten minutes. Each replica judges what it
// sees. Thread-safe.
class HoldRate {
 public:
  void Note(std::int64_t location, Instant now);
  bool IsUnusual(std::int64_t location, Instant now);

 private:
  struct Counts {
    std::int64_t minute = 0;
    double in_minute = 0;
    double before = 0;  // in the minute before
    double usual = 0;   // per minute
    Instant unusual_until{};
  };
  static void Advance(Counts& counts, Instant now);

  std::mutex mutex_;
  std::unordered_map<std::int64_t, Counts> locations_;
};

}  // namespace amtslotse::booking
