#include "services/cli/supervisor/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

namespace amtslotse::cli {
namespace {

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Only async-signal-safe calls from here on: the supervisor has threads of gRPC.
[[noreturn]] void BecomeChild(const char* file, char** arguments, char** environment, const char* folder, int output,
                              int nice, pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(127);  // the supervisor died in between
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (output >= 0) {
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
  }
  const int null = ::open("/dev/null", O_RDONLY);
  if (null >= 0) ::dup2(null, STDIN_FILENO);
  ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  if (*folder != '\0' && ::chdir(folder) != 0) ::_exit(127);
  if (nice != 0) ::setpriority(PRIO_PROCESS, 0, nice);
  ::execve(file, arguments, environment);
  const char* reason = ::strerror(errno);
  [[maybe_unused]] auto ignored = ::write(STDERR_FILENO, reason, ::strlen(reason));
  ::_exit(127);
}

}  // namespace

std::string Exit::Describe() const {
  if (signal != 0) return fmt::format("Signal {} ({})", signal, ::strsignal(signal));
  return fmt::format("Rückgabewert {}", code);
}

absl::StatusOr<pid_t> Spawn(const Program& program) {
  std::vector<std::string> argument_texts{program.file.native()};
  argument_texts.insert(argument_texts.end(), program.arguments.begin(), program.arguments.end());
  std::vector<std::string> environment_texts = program.environment;
  const auto arguments = Pointers(argument_texts);
  const auto environment = Pointers(environment_texts);
  int output = -1;
  if (!program.output.empty()) {
    output = ::open(program.output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (output < 0) return absl::InternalError(fmt::format("{}: {}", program.output.native(), std::strerror(errno)));
  }
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0)
    BecomeChild(program.file.c_str(), const_cast<char**>(arguments.data()), const_cast<char**>(environment.data()),
                program.folder.c_str(), output, program.nice, parent);
  const int reason = errno;
  if (output >= 0) ::close(output);
  if (child < 0)
    return absl::ResourceExhaustedError(fmt::format("{}: {}", program.file.native(), std::strerror(reason)));
  return child;
}

std::optional<Exit> Reap(pid_t child) {
  int status = 0;
  if (::waitpid(child, &status, WNOHANG) != child) return std::nullopt;
  if (WIFSIGNALED(status)) return Exit{.signal = WTERMSIG(status)};
  return Exit{.code = WEXITSTATUS(status)};
}

unsigned long long StartTime(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/stat", process));
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const auto name_end = text.rfind(')');  // the name may contain anything
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(text.substr(name_end + 1));
  std::string skipped;
  for (int field = 3; field < 22; ++field) fields >> skipped;
  unsigned long long ticks = 0;
  fields >> ticks;
  return ticks;
}

}  // namespace amtslotse::cli
