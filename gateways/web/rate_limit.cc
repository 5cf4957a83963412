#include "gateways/web/rate_limit.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "services/rpc/counted.h"
#include "services/rpc/log.h"

namespace amtslotse::gateways::web {
namespace {

// The bucket as one number: the moment at which it will be full again, by Redis's clock (GCRA). Answers the
// milliseconds to wait.
constexpr char kTake[] = R"lua(
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local gap, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local wait = full + gap - burst * gap - now
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], full + gap, 'PX', math.ceil(full + gap - now))
return 0
)lua";

}  // namespace

std::chrono::seconds RateLimit::Take(const std::string& key, Clock::time_point now) {
  if (per_second_ <= 0) return std::chrono::seconds(0);
  if (const auto wait = TakeShared(key, now)) return *wait;
  return TakeHere(key, now);
}

std::optional<std::chrono::seconds> RateLimit::TakeShared(const std::string& key, Clock::time_point now) {
  if (redis_ == nullptr || now < ask_redis_from_.load()) return std::nullopt;
  const std::string name = "web:limit:" + name_ + ":" + key;
  const std::string gap = std::to_string(1000 / per_second_), burst = std::to_string(burst_);
  const auto answer = rpc::Counted(metrics_, "Redis/take_limit", [&] {
    return redis_->Script(kTake, {name}, {gap, burst});
  });
  if (!answer.ok() || !std::holds_alternative<std::int64_t>(answer->value)) {
    if (ask_redis_from_.exchange(now + kAway) < now)
      rpc::LogWarning("limits_local", {{"why", std::string(answer.status().message())}});
    return std::nullopt;
  }
  return std::chrono::seconds((answer->integer() + 999) / 1000);
}

std::chrono::seconds RateLimit::TakeHere(const std::string& key, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (now >= sweep_from_ || (buckets_.size() >= kMaxKeys && !buckets_.contains(key))) Sweep(now);
  Bucket& bucket = buckets_.try_emplace(key, Bucket{burst_, now}).first->second;
  const double passed = std::chrono::duration<double>(now - bucket.filled).count();
  bucket.tokens = std::min(burst_, bucket.tokens + std::max(0.0, passed) * per_second_);
  bucket.filled = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::chrono::seconds(0);
  }
  return std::chrono::seconds(std::max(1L, std::lround(std::ceil((1 - bucket.tokens) / per_second_))));
}

void RateLimit::Sweep(Clock::time_point now) {
  const auto refilled =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(burst_ / per_second_));
  sweep_from_ = now + refilled;
  std::erase_if(buckets_, [&](const auto& entry) { return now - entry.second.filled >= refilled; });
  if (buckets_.size() < kMaxKeys) return;
  std::vector<Clock::time_point> times;
  for (const auto& [key, bucket] : buckets_) times.push_back(bucket.filled);
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  const auto middle = times[times.size() / 2];
  std::erase_if(buckets_, [&](const auto& entry) { return entry.second.filled <= middle; });
}

}  // namespace amtslotse::gateways::web
