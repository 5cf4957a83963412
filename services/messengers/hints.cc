#include "services/messengers/hints.h"

namespace amtslotse::messengers {

Hints::~Hints() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Hints::Post(std::function<void()> hint) {
  Add(std::chrono::steady_clock::now(), {.hint = std::move(hint), .ticket = {}});
}

Hints::Ticket Hints::PostAfter(std::chrono::milliseconds delay, std::function<void()> hint) {
  auto ticket = std::make_shared<const bool>(true);
  Add(std::chrono::steady_clock::now() + delay, {.hint = std::move(hint), .ticket = ticket, .has_ticket = true});
  return ticket;
}

void Hints::Add(Time time, Waiting waiting) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || waiting_.size() >= kMost) return;
  waiting_.emplace(time, std::move(waiting));
  if (idle_ == 0 && threads_.size() < kThreads) {
    threads_.emplace_back([this] { Work(); });
  } else {
    changed_.notify_one();
  }
}

void Hints::Work() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const Time now = std::chrono::steady_clock::now();
    if (waiting_.empty() || waiting_.begin()->first > now) {
      ++idle_;
      if (waiting_.empty()) {
        changed_.wait(lock);
      } else {
        const Time next = waiting_.begin()->first;
        changed_.wait_until(lock, next);
      }
      --idle_;
      continue;
    }
    const Waiting due = std::move(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    if (due.has_ticket && due.ticket.expired()) continue;
    lock.unlock();
    due.hint();
    lock.lock();
  }
}

}  // namespace amtslotse::messengers
