// Which calls a process works on, so that one whose calls all hang is known for
// it although it still answers health.
#pragma once

#include <grpcpp/support/server_interceptor.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace amtslotse::rpc {

// Thread-safe. Times are the caller's.
class CallsAtWork {
 public:
  using Time = std::chrono::system_clock::time_point;

  // A call that is at work although its caller has long left; so many at once,
  // and no other that ends meanwhile. What a process waits for (another, a
  // database, a lock) is bounded by the caller's deadline, or it hangs.
  static constexpr std::size_t kHanging = 4;
  static constexpr std::chrono::seconds kOverdue{30};

  explicit CallsAtWork(std::chrono::milliseconds overdue = kOverdue) : overdue_(overdue) {}

  // `call` until it ends. One without a deadline is never overdue.
  void Begin(const void* call, Time deadline);
  void End(const void* call, Time now);
  // Since `overdue` nothing ended, and that many calls are past their deadline
  // for as long.
  bool AllHang(Time now) const;

 private:
  const std::chrono::milliseconds overdue_;
  mutable std::mutex mutex_;
  std::unordered_map<const void*, Time> deadlines_;
  Time last_end_{};
};

// For a server's builder: tells `calls` of each call but those of health.
// Borrows it.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> WatchCalls(CallsAtWork& calls);

}  // namespace amtslotse::rpc
