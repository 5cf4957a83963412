// Open chats that wait for messages: who waits for a conversation is woken when something was said in it.
//
// Redis tells of the conversations that somebody here waits for (pub/sub, one connection for the process): what is said
// elsewhere costs nothing. It is only a wake-up: what was said is then asked of dialogue.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

#include "services/rpc/metrics.h"
#include "services/rpc/redis.h"

namespace amtslotse::gateways::web {

// Thread-safe. Without Redis, or while it is away, a wait ends after kPollPause, so that its caller asks now and then.
class WakeUps {
 public:
  static constexpr std::chrono::seconds kPollPause{5};

  // No address: never woken. `metrics` counts connections to Redis ("Redis/subscribe") and what it tells
  // ("Redis/wake_up"); it outlives this, null: nothing does.
  explicit WakeUps(rpc::RedisSettings redis, rpc::Metrics* metrics = nullptr);
  ~WakeUps();

  // One who waits for one conversation; used from one thread. Woken once when the subscription stands, as something may
  // have been written before, and by everything that is written from then on.
  class Waiter {
   public:
    Waiter(WakeUps& wake_ups, const std::string& municipality_id, const std::string& conversation_id);
    ~Waiter();
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    // True when something may have been written since the last wait; false after `longest` of silence.
    bool Wait(std::chrono::milliseconds longest);

   private:
    friend class WakeUps;
    WakeUps& wake_ups_;
    const std::string channel_;
    std::condition_variable woken_;
    bool due_ = false;
  };

  // Wakes all: the process is about to stop.
  void WakeAll();

 private:
  void Listen();
  void Wake(const std::string& channel);

  const rpc::RedisSettings redis_;
  rpc::Metrics* const metrics_;
  std::mutex mutex_;
  std::unordered_multimap<std::string, Waiter*> waiters_;  // by channel
  rpc::RedisSubscription* subscription_ = nullptr;         // null: nobody listens
  std::atomic<bool> stopping_ = false;
  std::thread listener_;
};

}  // namespace amtslotse::gateways::web
