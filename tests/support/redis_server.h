// A private redis-server on a unix socket, for as long as the object lives.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace amtslotse::tests {

class RedisServer {
 public:
  RedisServer();   // throws std::runtime_error when it does not answer within 5 s
  ~RedisServer();  // ends it and removes its folder
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  std::string address() const { return "unix:" + (folder_ / "redis.sock").string(); }
  void Stop();   // as a crash does
  void Start();  // again, empty
  void Pause();  // answers nothing, until Resume; what is sent meanwhile is read then
  void Resume();

 private:
  std::filesystem::path folder_;
  pid_t process_ = -1;
};

}  // namespace amtslotse::tests
