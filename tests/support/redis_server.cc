#include "tests/support/redis_server.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "services/rpc/redis.h"

namespace amtslotse::tests {

RedisServer::RedisServer() {
  std::signal(SIGPIPE, SIG_IGN);  // as every process of ours does
  std::string name = (std::filesystem::temp_directory_path() / "amtslotse-redis-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
  Start();
}

RedisServer::~RedisServer() {
  Stop();
  std::filesystem::remove_all(folder_);
}

void RedisServer::Start() {
  const std::string socket = (folder_ / "redis.sock").string();
  process_ = ::fork();
  if (process_ == 0) {
    const int null = ::open("/dev/null", O_RDWR);
    ::dup2(null, STDOUT_FILENO);
    ::dup2(null, STDERR_FILENO);
    ::execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket.c_str(), "--save", "",
             "--appendonly", "no", "--dir", folder_.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  rpc::Redis redis({.address = address(), .password = ""});
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!redis.Alive()) {
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("redis-server does not answer");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

void RedisServer::Pause() {
  ::kill(process_, SIGSTOP);
  ::waitpid(process_, nullptr, WUNTRACED);
}

void RedisServer::Resume() { ::kill(process_, SIGCONT); }

void RedisServer::Stop() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

}  // namespace amtslotse::tests
