#pragma once

#include <atomic>
#include <chrono>

namespace amtslotse::booking {

using Instant = std::chrono::sys_seconds;
using Date = std::chrono::year_month_day;
// Minutes since local midnight, 0..1440 (1440 is the midnight that ends the day).
using TimeOfDay = std::chrono::minutes;

// The store's clock. All expiry is judged by it. Now() may be called from any thread and may jump in both directions.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
};

// A clock that stands until it is moved.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant now) : seconds_(now.time_since_epoch().count()) {}
  Instant Now() const override { return Instant{std::chrono::seconds{seconds_.load()}}; }
  void Set(Instant now) { seconds_ = now.time_since_epoch().count(); }
  void Advance(std::chrono::seconds by) { seconds_ += by.count(); }

 private:
  std::atomic<std::int64_t> seconds_;
};

}  // namespace amtslotse::booking
