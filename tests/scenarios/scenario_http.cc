// Plays every scenario against a running product:
//   scenario_http URL REDIS_SOCKET [FILE…]
// Prints a line per scenario and at the end `N passed, N failed`; exit code 1 when one failed.
#include <fmt/format.h>

#include <vector>

#include "tests/scenarios/http_player.h"

int main(int argc, char** argv) {
  namespace scenarios = amtslotse::scenarios;
  if (argc < 3) {
    fmt::print(stderr, "usage: scenario_http URL REDIS_SOCKET [FILE...]\n");
    return 2;
  }
  std::vector<std::filesystem::path> files(argv + 3, argv + argc);
  if (files.empty()) files = scenarios::FilesIn("tests/scenarios/gespraeche");
  int passed = 0;
  int failed = 0;
  for (const auto& file : files) {
    scenarios::HttpPlayer player(argv[1], argv[2]);
    scenarios::HttpPlayer other(argv[1], argv[2]);
    const auto scenario = scenarios::Load(file);
    const absl::Status status = scenario.ok() ? scenarios::Play(*scenario, player, other) : scenario.status();
    if (status.ok()) {
      ++passed;
      fmt::print("ok   {}\n", file.filename().string());
    } else {
      ++failed;
      fmt::print("FAIL {}\n{}\n", file.filename().string(), std::string(status.message().data(), status.message().size()));
    }
  }
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}
