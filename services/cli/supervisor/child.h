// A child process of the supervisor.
#pragma once

#include <absl/status/statusor.h>
#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace amtslotse::cli {

struct Program {
  std::filesystem::path file;
  std::vector<std::string> arguments;    // without the program's name
  std::vector<std::string> environment;  // the whole of it, KEY=VALUE
  std::filesystem::path folder;          // it works there; empty: the supervisor's own
  std::filesystem::path output;          // stdout and stderr are appended here; empty: the supervisor's own
  int nice = 0;
};

struct Exit {
  int code = 0;    // when signal is 0
  int signal = 0;  // the one that ended it
  bool clean() const { return code == 0 && signal == 0; }
  std::string Describe() const;  // German: "Signal 11 (Segmentation fault)", "Rückgabewert 1"
};

// Starts the program in a process group of its own, so that a terminal's Ctrl-C reaches only the supervisor, and with
// SIGTERM as its parent-death signal, so that it does not outlive a killed supervisor. Call from the main thread only.
absl::StatusOr<pid_t> Spawn(const Program& program);

// Empty while the child runs.
std::optional<Exit> Reap(pid_t child);

// When the process began, in clock ticks since boot; tells a process from a later one with the same id. 0: no such
// process.
unsigned long long StartTime(pid_t process);

}  // namespace amtslotse::cli
