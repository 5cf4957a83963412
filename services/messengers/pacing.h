// How fast an account may send: to one peer, and altogether.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

#include "gateways/channel.h"

namespace amtslotse::messengers {

// Thread-safe. Token buckets; time is passed in. Who has to wait gets a place in the order of asking, so that many
// waiting peers are served in turn and ask only once more.
class Pacing {
 public:
  using Time = std::chrono::steady_clock::time_point;
  Pacing(gateways::Rate per_peer, gateways::Rate per_account) : per_peer_(per_peer), per_account_(per_account) {}

  // Takes leave for one send: `now` or earlier when it may go, else when it may; ask again then.
  Time Take(const std::string& peer, Time now);
  // The channel asked the whole account to wait.
  void HoldUntil(Time time);

 private:
  struct Bucket {
    double tokens = 0;  // below zero: that many sends are promised
    Time filled{};
  };
  static void Fill(Bucket& bucket, const gateways::Rate& rate, Time now);
  // Takes one token and tells when it is there.
  static Time TakeToken(Bucket& bucket, const gateways::Rate& rate, Time now);
  void ForgetFull(Time now);

  const gateways::Rate per_peer_;
  const gateways::Rate per_account_;
  std::mutex mutex_;
  Time held_until_{};
  Bucket account_{};
  std::unordered_map<std::string, Bucket> peers_;
  std::unordered_map<std::string, Time> promised_;
};

}  // namespace amtslotse::messengers
