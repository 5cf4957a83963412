#include "services/nlu/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

extern char** environ;

namespace amtslotse::nlu {
namespace {

constexpr int kTickMilliseconds = 500;

absl::Status Spawn(const std::string& program, const std::vector<std::string>& arguments, int output, pid_t& child) {
  std::vector<std::string> texts{program};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&files, 3);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  const int failed = posix_spawn(&child, program.c_str(), &files, &attributes, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  return failed == 0 ? absl::OkStatus() : absl::UnavailableError(program + ": " + std::strerror(failed));
}

// Calls `hear` until the other side closes; false when it had enough.
bool HearLines(int input, const std::function<bool(const std::string&)>& hear) {
  std::string pending;
  std::array<char, 4096> buffer{};
  for (;;) {
    pollfd ready{input, POLLIN, 0};
    const int count = ::poll(&ready, 1, kTickMilliseconds);
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) {
      if (!hear("")) return false;
      continue;
    }
    const ssize_t size = ::read(input, buffer.data(), buffer.size());
    if (size <= 0) return true;
    pending.append(buffer.data(), static_cast<std::size_t>(size));
    for (std::size_t end = pending.find('\n'); end != std::string::npos; end = pending.find('\n')) {
      const std::string line = pending.substr(0, end);
      pending.erase(0, end + 1);
      if (!line.empty() && !hear(line)) return false;
    }
  }
}

}  // namespace

absl::Status RunChild(const std::string& program, const std::vector<std::string>& arguments,
                      const std::function<bool(const std::string& line)>& hear, ChildEnd& end) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return absl::ResourceExhaustedError(std::strerror(errno));
  pid_t child = 0;
  const absl::Status started = Spawn(program, arguments, pipe[1], child);
  ::close(pipe[1]);
  if (started.ok()) {
    end.stopped = !HearLines(pipe[0], hear);
    if (end.stopped) ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status))
      end.signal = WTERMSIG(status);
    else
      end.code = WEXITSTATUS(status);
  }
  ::close(pipe[0]);
  return started;
}

}  // namespace amtslotse::nlu
