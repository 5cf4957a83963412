// Open chats that wait for messages: no thread each, no polling.
//
// Redis tells of every session that was written (pub/sub, one subscription for the process). That is only a wake-up:
// the waiting stream then reads the session and sends what is above its sequence number.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

#include "amtslotse/dialogue/v1/dialogue.grpc.pb.h"
#include "services/dialogue/session_store.h"

namespace amtslotse::dialogue {

inline constexpr std::size_t kMaxWatching = 20'000;

class Watchers {
 public:
  class Stream;

  // Borrowed; both outlive it.
  Watchers(SessionStore& sessions, rpc::RedisSettings redis);
  ~Watchers();

  // The reactor of one WatchMessages call; it ends with the call.
  grpc::ServerWriteReactor<v1::WatchMessagesResponse>* Watch(const v1::WatchMessagesRequest& request);

  // Ends all streams, also those that come later: the process is about to stop.
  void StopAll();

 private:
  friend class Stream;
  void Add(const std::shared_ptr<Stream>& stream);
  void Remove(const Stream* stream);
  void Wake(const std::string& session_key);
  void WakeAll();
  void Schedule(std::shared_ptr<Stream> stream);
  void Listen();  // thread: wake-ups from Redis
  void Work();    // thread: reads sessions for woken streams

  SessionStore& sessions_;
  rpc::RedisSettings redis_;
  std::mutex mutex_;
  std::condition_variable woken_;
  std::unordered_multimap<std::string, std::shared_ptr<Stream>> streams_;  // by session key
  std::deque<std::shared_ptr<Stream>> due_;
  bool draining_ = false;
  std::atomic<bool> stopping_{false};
  std::thread listener_;
  std::thread worker_;
};

}  // namespace amtslotse::dialogue
