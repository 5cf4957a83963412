// Threads for cpp-httplib, which holds one for each open connection: as many as are needed, and no more.
#pragma once

#include <httplib.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace amtslotse::gateways::http {

// Begins a thread when a task finds none idle, up to `most`; a thread that idles for a while ends. With a fixed pool
// smaller than the open connections, idle keep-alive connections and event streams would stall everyone else.
class GrowingThreadPool : public httplib::TaskQueue {
 public:
  explicit GrowingThreadPool(std::size_t most) : most_(most) {}
  ~GrowingThreadPool() override { shutdown(); }

  void enqueue(std::function<void()> task) override;
  // Waits for the tasks under way and those that wait.
  void shutdown() override;

 private:
  void Work();

  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable ended_;
  std::deque<std::function<void()>> tasks_;
  std::size_t threads_ = 0;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

}  // namespace amtslotse::gateways::http
