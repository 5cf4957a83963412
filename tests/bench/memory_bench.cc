// What all processes of a running product hold in memory.
//   memory_bench URL SUPERVISOR_PID
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/bench/report.h"

namespace amtslotse::bench {
namespace {

namespace fs = std::filesystem;

struct Status {
  std::string name;
  int parent = 0;
  double resident_mb = 0;
};

Status StatusOf(const fs::path& process) {
  Status status;
  std::ifstream file(process / "status");
  for (std::string line; std::getline(file, line);) {
    const std::string value = line.substr(line.find(':') + 1);
    if (line.starts_with("Name:")) status.name = value.substr(value.find_first_not_of("\t "));
    if (line.starts_with("PPid:")) status.parent = std::atoi(value.c_str());
    if (line.starts_with("VmRSS:")) status.resident_mb = std::atof(value.c_str()) / 1024;
  }
  return status;
}

int Run(int supervisor) {
  double sum = 0;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const int pid = std::atoi(entry.path().filename().c_str());
    if (pid == 0) continue;
    const Status status = StatusOf(entry.path());
    if (pid != supervisor && status.parent != supervisor) continue;
    Print({.name = "resident_" + (pid == supervisor ? std::string("supervisor") : status.name),
           .value = status.resident_mb,
           .unit = "MB"});
    sum += status.resident_mb;
  }
  Print({.name = "resident_all_processes_idle", .value = sum, .unit = "MB", .goal = 400});
  return sum > 0 ? 0 : 1;
}

}  // namespace
}  // namespace amtslotse::bench

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: memory_bench URL SUPERVISOR_PID\n");
    return 2;
  }
  return amtslotse::bench::Run(std::atoi(argv[2]));
}
