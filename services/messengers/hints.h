// Small things told to a channel that may get lost: typing, taps acknowledged, used keyboards.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace amtslotse::messengers {

// Thread-safe. At most kMost wait; more are dropped.
class Hints {
 public:
  static constexpr std::size_t kMost = 1000;
  static constexpr std::size_t kThreads = 2;
  // Withdraws a hint when it goes out of scope, if that has not been given yet.
  using Ticket = std::shared_ptr<const bool>;

  Hints() = default;
  ~Hints();
  Hints(const Hints&) = delete;
  Hints& operator=(const Hints&) = delete;

  void Post(std::function<void()> hint);
  [[nodiscard]] Ticket PostAfter(std::chrono::milliseconds delay, std::function<void()> hint);

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Waiting {
    std::function<void()> hint;
    std::weak_ptr<const bool> ticket;
    bool has_ticket = false;
  };
  void Add(Time time, Waiting waiting);
  void Work();

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::size_t idle_ = 0;
  std::multimap<Time, Waiting> waiting_;
  std::vector<std::thread> threads_;
};

}  // namespace amtslotse::messengers
