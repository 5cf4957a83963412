#include "gateways/web/wake_ups.h"

#include <algorithm>

#include "services/rpc/wake_up.h"

namespace amtslotse::gateways::web {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

WakeUps::WakeUps(rpc::RedisSettings redis, rpc::Metrics* metrics) : redis_(std::move(redis)), metrics_(metrics) {
  if (!redis_.address.empty()) listener_ = std::thread([this] { Listen(); });
}

WakeUps::~WakeUps() {
  stopping_ = true;
  if (listener_.joinable()) listener_.join();
}

WakeUps::Waiter::Waiter(WakeUps& wake_ups, const std::string& municipality_id, const std::string& conversation_id)
    : wake_ups_(wake_ups), channel_(rpc::ConversationChannel(municipality_id, conversation_id)) {
  const std::lock_guard lock(wake_ups_.mutex_);
  // Of a second one Redis tells too that it stands, which wakes both.
  if (wake_ups_.subscription_ != nullptr) wake_ups_.subscription_->Subscribe(channel_);
  wake_ups_.waiters_.emplace(channel_, this);
}

WakeUps::Waiter::~Waiter() {
  const std::lock_guard lock(wake_ups_.mutex_);
  const auto [begin, end] = wake_ups_.waiters_.equal_range(channel_);
  wake_ups_.waiters_.erase(std::find_if(begin, end, [this](const auto& entry) { return entry.second == this; }));
  if (wake_ups_.subscription_ != nullptr && !wake_ups_.waiters_.contains(channel_))
    wake_ups_.subscription_->Unsubscribe(channel_);
}

bool WakeUps::Waiter::Wait(std::chrono::milliseconds longest) {
  std::unique_lock lock(wake_ups_.mutex_);
  const bool polls = wake_ups_.subscription_ == nullptr && longest > kPollPause;
  woken_.wait_for(lock, polls ? kPollPause : longest, [this] { return due_; });
  return std::exchange(due_, false) || polls;
}

void WakeUps::Wake(const std::string& channel) {
  const std::lock_guard lock(mutex_);
  const auto [begin, end] = waiters_.equal_range(channel);
  for (auto it = begin; it != end; ++it) {
    it->second->due_ = true;
    it->second->woken_.notify_one();
  }
}

void WakeUps::WakeAll() {
  const std::lock_guard lock(mutex_);
  for (const auto& [channel, waiter] : waiters_) {
    waiter->due_ = true;
    waiter->woken_.notify_one();
  }
}

void WakeUps::Listen() {
  const auto use = [this](rpc::RedisSubscription* subscription) {
    const std::lock_guard lock(mutex_);
    subscription_ = subscription;
    if (subscription == nullptr) return;
    for (const auto& [channel, waiter] : waiters_) subscription->Subscribe(channel);
  };
  const auto count = [this](const char* direction, const char* method, bool ok, Clock::time_point begin) {
    if (metrics_ != nullptr) metrics_->CountCall(direction, method, ok ? "OK" : "UNAVAILABLE", Clock::now() - begin);
  };
  while (!stopping_) {
    const auto begin = Clock::now();
    rpc::RedisSubscription subscription(redis_);
    count("out", "Redis/subscribe", subscription.ok(), begin);
    if (subscription.ok()) use(&subscription);
    while (!stopping_ && subscription.ok()) {
      const auto channel = subscription.Next();
      if (!channel) continue;
      const auto told = Clock::now();
      Wake(*channel);
      count("in", "Redis/wake_up", true, told);
    }
    use(nullptr);
    if (!stopping_) std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

}  // namespace amtslotse::gateways::web
