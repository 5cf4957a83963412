// A token bucket per key: in Redis when there is one, so that every gateway process counts together; else in this
// process.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "services/rpc/metrics.h"
#include "services/rpc/redis.h"

namespace amtslotse::gateways::web {

// What a citizen may without being told to wait, unless settings say otherwise.
inline constexpr int kMessagesPerMinute = 60;        // of one conversation
inline constexpr int kConversationsPerMinute = 120;  // begun from one address
inline constexpr int kReadsPerMinute = 3000;         // from one address, which many may share

// So many at once.
constexpr int BurstFor(int per_minute) { return std::max(5, per_minute / 3); }
// How long a key is kept after it was last counted, at most: then its bucket is full again.
constexpr std::chrono::seconds CountedFor(int per_minute) {
  return std::chrono::seconds(per_minute <= 0 ? 0 : (60 * BurstFor(per_minute) + per_minute - 1) / per_minute);
}

// Thread-safe. While Redis is away this process counts alone, and asks Redis again after kAway. In this process
// buckets are forgotten within twice the time after which they are full; it holds at most kMaxKeys, else the oldest
// half goes.
class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kMaxKeys = 100'000;
  static constexpr std::chrono::seconds kAway{5};

  // `burst` at once, then `per_minute`. 0 per minute: no limit.
  RateLimit(int burst, int per_minute) : RateLimit(burst, per_minute, {}, nullptr) {}
  // `name` keeps limits apart in Redis. `redis` and `metrics` outlive this; null: in this process only, and not
  // counted.
  RateLimit(int burst, int per_minute, std::string name, rpc::Redis* redis, rpc::Metrics* metrics = nullptr)
      : burst_(burst), per_second_(per_minute / 60.0), name_(std::move(name)), redis_(redis), metrics_(metrics) {}

  // Takes one; zero when it may pass, else how long to wait.
  // Keys that tell of a person (an address) come hashed.
  std::chrono::seconds Take(const std::string& key, Clock::time_point now);
  // Keys that this process holds.
  std::size_t kept() const {
    const std::lock_guard lock(mutex_);
    return buckets_.size();
  }

 private:
  // Nothing while Redis is away.
  std::optional<std::chrono::seconds> TakeShared(const std::string& key, Clock::time_point now);
  std::chrono::seconds TakeHere(const std::string& key, Clock::time_point now);
  struct Bucket {
    double tokens;
    Clock::time_point filled;
  };
  void Sweep(Clock::time_point now);

  const double burst_;
  const double per_second_;
  const std::string name_;
  rpc::Redis* const redis_;
  rpc::Metrics* const metrics_;
  std::atomic<Clock::time_point> ask_redis_from_{Clock::time_point::min()};
  mutable std::mutex mutex_;
  Clock::time_point sweep_from_{Clock::time_point::min()};
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace amtslotse::gateways::web
