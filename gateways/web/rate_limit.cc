#include "gateways/web/rate_limit.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace amtslotse::gateways::web {

std::chrono::seconds RateLimit::Take(const std::string& key, Clock::time_point now) {
  if (per_second_ <= 0) return std::chrono::seconds(0);
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMaxKeys && !buckets_.contains(key)) Sweep(now);
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
  const auto refilled = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(burst_ / per_second_));
  std::erase_if(buckets_, [&](const auto& entry) { return now - entry.second.filled >= refilled; });
  if (buckets_.size() < kMaxKeys) return;
  std::vector<Clock::time_point> times;
  for (const auto& [key, bucket] : buckets_) times.push_back(bucket.filled);
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  const auto middle = times[times.size() / 2];
  std::erase_if(buckets_, [&](const auto& entry) { return entry.second.filled <= middle; });
}

}  // namespace amtslotse::gateways::web
