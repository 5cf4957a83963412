#include "services/messengers/pacing.h"

#include <algorithm>

namespace amtslotse::messengers {
namespace {
constexpr std::size_t kManyPeers = 4096;
}

void Pacing::Fill(Bucket& bucket, const gateways::Rate& rate, Time now) {
  if (bucket.filled == Time{}) {
    bucket.tokens = rate.burst;
  } else {
    bucket.tokens = std::min(
        rate.burst, bucket.tokens + rate.per_second * std::chrono::duration<double>(now - bucket.filled).count());
  }
  bucket.filled = now;
}

Pacing::Time Pacing::TakeToken(Bucket& bucket, const gateways::Rate& rate, Time now) {
  if (rate.per_second <= 0) return now;
  Fill(bucket, rate, now);
  bucket.tokens -= 1;
  if (bucket.tokens >= 0) return now;
  return now +
         std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(-bucket.tokens / rate.per_second));
}

Pacing::Time Pacing::Take(const std::string& peer, Time now) {
  const std::lock_guard lock(mutex_);
  if (const auto promise = promised_.find(peer); promise != promised_.end()) {
    const Time time = std::max(promise->second, held_until_);
    if (time <= now) promised_.erase(promise);
    return time;
  }
  if (peers_.size() >= kManyPeers) ForgetFull(now);
  const Time own = per_peer_.per_second > 0 ? TakeToken(peers_[peer], per_peer_, now) : now;
  const Time time = std::max({own, TakeToken(account_, per_account_, now), held_until_});
  if (time > now) promised_[peer] = time;
  return time;
}

void Pacing::HoldUntil(Time time) {
  const std::lock_guard lock(mutex_);
  held_until_ = std::max(held_until_, time);
}

void Pacing::ForgetFull(Time now) {
  for (auto entry = peers_.begin(); entry != peers_.end();) {
    Fill(entry->second, per_peer_, now);
    entry = entry->second.tokens >= per_peer_.burst ? peers_.erase(entry) : std::next(entry);
  }
}

}  // namespace amtslotse::messengers
