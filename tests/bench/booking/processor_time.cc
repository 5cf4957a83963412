#include "tests/bench/booking/processor_time.h"

#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace amtslotse::bench {
namespace {

struct Process {
  int parent = 0;
  double ticks = 0;
};

// Fields of /proc/<pid>/stat behind the name, which may hold anything: state, parent, … user (12th), system.
Process Read(const std::filesystem::path& folder) {
  std::ifstream file(folder / "stat");
  std::string line;
  std::getline(file, line);
  std::istringstream fields(line.substr(std::min(line.size(), line.rfind(')') + 1)));
  Process process;
  std::string skipped;
  double user = 0;
  double system = 0;
  fields >> skipped >> process.parent;
  for (int i = 0; i < 9; ++i) fields >> skipped;
  fields >> user >> system;
  process.ticks = user + system;
  return process;
}

bool IsOurs(const std::map<int, Process>& all, int pid) {
  for (int i = 0; i < 10 && pid > 1; ++i) {
    if (pid == ::getpid()) return true;
    const auto found = all.find(pid);
    if (found == all.end()) return false;
    pid = found->second.parent;
  }
  return false;
}

}  // namespace

double ProcessorMicroseconds() {
  std::map<int, Process> all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    int pid = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), pid).ec == std::errc()) all[pid] = Read(entry.path());
  }
  double ticks = 0;
  for (const auto& [pid, process] : all) {
    if (IsOurs(all, pid)) ticks += process.ticks;
  }
  return ticks * 1e6 / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace amtslotse::bench
