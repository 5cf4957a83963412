// Stop requests and ended children, waited for in one place.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>

namespace amtslotse::cli {

// Blocks SIGINT, SIGTERM, SIGHUP and SIGCHLD for this thread and those it starts: make it before any other thread.
class Signals {
 public:
  static absl::StatusOr<Signals> Block();
  Signals(Signals&& other) noexcept;
  Signals& operator=(Signals&&) = delete;
  ~Signals();

  // Returns early when any of them came.
  void Wait(std::chrono::milliseconds longest);
  // How often it was asked to stop so far: the second time means at once.
  int stop_requests() const { return stop_requests_; }

 private:
  explicit Signals(int fd) : fd_(fd) {}
  int fd_;
  int stop_requests_ = 0;
};

}  // namespace amtslotse::cli
