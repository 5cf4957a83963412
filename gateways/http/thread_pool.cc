#include "gateways/http/thread_pool.h"

namespace amtslotse::gateways::http {

using namespace std::chrono_literals;

void GrowingThreadPool::enqueue(std::function<void()> task) {
  std::unique_lock lock(mutex_);
  tasks_.push_back(std::move(task));
  if (tasks_.size() <= idle_ || threads_ >= most_) {
    wake_.notify_one();
    return;
  }
  ++threads_;
  lock.unlock();
  std::thread([this] { Work(); }).detach();  // counted in threads_, waited for in shutdown
}

void GrowingThreadPool::Work() {
  constexpr auto kIdleFor = 20s;
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    wake_.wait_for(lock, kIdleFor, [&] { return stopping_ || !tasks_.empty(); });
    --idle_;
    if (tasks_.empty()) break;  // stopping, or nothing to do for long
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
  --threads_;
  ended_.notify_all();
}

void GrowingThreadPool::shutdown() {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  wake_.notify_all();
  ended_.wait(lock, [&] { return threads_ == 0; });
}

}  // namespace amtslotse::gateways::http
