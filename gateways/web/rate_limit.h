// A token bucket per key, in this process.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace amtslotse::gateways::web {

// Thread-safe. Holds at most kMaxKeys buckets: full ones are forgotten first, then the oldest half.
class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kMaxKeys = 100'000;

  // `burst` at once, then `per_minute`. 0 per minute: no limit.
  RateLimit(int burst, int per_minute) : burst_(burst), per_second_(per_minute / 60.0) {}

  // Takes one; zero when it may pass, else how long to wait.
  std::chrono::seconds Take(const std::string& key, Clock::time_point now);

 private:
  struct Bucket {
    double tokens;
    Clock::time_point filled;
  };
  void Sweep(Clock::time_point now);

  const double burst_;
  const double per_second_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace amtslotse::gateways::web
