// Work that goes on one after the other within a lane, lanes in parallel.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace amtslotse::messengers {

// Thread-safe. Threads start when there is work and stay, at most `threads` of them.
class Lanes {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // One step of a lane. Returns when the next is due; nothing: only when woken. Never runs twice at once for a lane.
  using Step = std::function<std::optional<Time>(const std::string& lane)>;

  Lanes(std::size_t threads, Step step);
  // Waits for running steps; what is due is left.
  ~Lanes();
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  // A step soon. While one runs, another follows it.
  void Wake(const std::string& lane);
  // A step at that time, unless one comes earlier.
  void WakeAt(const std::string& lane, Time time);
  // No new steps; running ones go on. Called before what they use goes away.
  void Stop();

 private:
  enum class State { kReady, kRunning, kRunningAgain, kWaiting };
  struct Lane {
    State state = State::kReady;
    Time due{};
  };
  void Work();
  void MakeReady(const std::string& lane);
  void Schedule(const std::string& lane, Lane& entry, Time time);
  void TakeDue();

  const std::size_t most_threads_;
  const Step step_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::unordered_map<std::string, Lane> lanes_;
  std::deque<std::string> ready_;
  std::multimap<Time, std::string> timers_;
  std::size_t idle_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace amtslotse::messengers
