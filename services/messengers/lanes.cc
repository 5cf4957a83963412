#include "services/messengers/lanes.h"

namespace amtslotse::messengers {

Lanes::Lanes(std::size_t threads, Step step) : most_threads_(threads), step_(std::move(step)) {}

Lanes::~Lanes() {
  Stop();
  for (std::thread& thread : threads_) thread.join();
}

void Lanes::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

void Lanes::MakeReady(const std::string& lane) {
  ready_.push_back(lane);
  if (idle_ == 0 && threads_.size() < most_threads_ && !stopping_) {
    threads_.emplace_back([this] { Work(); });
  } else {
    changed_.notify_one();
  }
}

void Lanes::Wake(const std::string& lane) {
  const std::lock_guard lock(mutex_);
  const auto [entry, fresh] = lanes_.try_emplace(lane);
  switch (entry->second.state) {
    case State::kReady:
      if (fresh) MakeReady(lane);
      break;
    case State::kRunning: entry->second.state = State::kRunningAgain; break;
    case State::kRunningAgain: break;
    case State::kWaiting:
      entry->second.state = State::kReady;  // its timer finds it no longer waiting
      MakeReady(lane);
      break;
  }
}

void Lanes::WakeAt(const std::string& lane, Time time) {
  const std::lock_guard lock(mutex_);
  const auto [entry, fresh] = lanes_.try_emplace(lane);
  if (fresh || (entry->second.state == State::kWaiting && time < entry->second.due)) {
    Schedule(lane, entry->second, time);
    if (threads_.empty()) {
      threads_.emplace_back([this] { Work(); });
    } else {
      changed_.notify_one();
    }
  }
}

void Lanes::Schedule(const std::string& lane, Lane& entry, Time time) {
  entry.state = State::kWaiting;
  entry.due = time;
  timers_.emplace(time, lane);
}

void Lanes::TakeDue() {
  const Time now = std::chrono::steady_clock::now();
  while (!timers_.empty() && timers_.begin()->first <= now) {
    const auto [time, lane] = *timers_.begin();
    timers_.erase(timers_.begin());
    const auto entry = lanes_.find(lane);
    if (entry == lanes_.end() || entry->second.state != State::kWaiting || entry->second.due != time) continue;
    entry->second.state = State::kReady;
    MakeReady(lane);
  }
}

void Lanes::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    TakeDue();
    if (stopping_) return;
    if (ready_.empty()) {
      ++idle_;
      if (timers_.empty()) {
        changed_.wait(lock);
      } else {
        const Time next = timers_.begin()->first;
        changed_.wait_until(lock, next);
      }
      --idle_;
      continue;
    }
    const std::string lane = std::move(ready_.front());
    ready_.pop_front();
    lanes_[lane].state = State::kRunning;
    lock.unlock();
    const std::optional<Time> next = step_(lane);
    lock.lock();
    Lane& entry = lanes_[lane];
    if (entry.state == State::kRunningAgain || (next && *next <= std::chrono::steady_clock::now())) {
      entry.state = State::kReady;
      ready_.push_back(lane);  // behind the others; this thread goes on
    } else if (next) {
      Schedule(lane, entry, *next);
    } else {
      lanes_.erase(lane);
    }
  }
}

}  // namespace amtslotse::messengers
