// Leases that are given back, also those that Redis did not answer for at first.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "services/rpc/metrics.h"
#include "services/rpc/redis.h"

namespace amtslotse::dialogue {

// A lease is only taken from whoever is named in it: giving one back that went on elsewhere does nothing. Thread-safe.
class LeaseReturns {
 public:
  // Borrowed, `metrics` may be null. After `lease` every lease has expired by itself.
  LeaseReturns(rpc::Redis& redis, rpc::Metrics* metrics, std::chrono::milliseconds lease);
  ~LeaseReturns();
  LeaseReturns(const LeaseReturns&) = delete;
  LeaseReturns& operator=(const LeaseReturns&) = delete;

  // Now; where Redis does not answer, as Add.
  void Give(const std::string& key, const std::string& lease);
  // As soon as Redis can be reached, on a thread of its own.
  void Add(std::string key, std::string lease);

 private:
  struct Lost {
    std::string key, lease;
    std::chrono::steady_clock::time_point expired;
  };
  bool Gave(const std::string& key, const std::string& lease);
  void Run();

  rpc::Redis& redis_;
  rpc::Metrics* metrics_;
  std::chrono::milliseconds lease_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Lost> lost_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace amtslotse::dialogue
