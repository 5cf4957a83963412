// Plays every scenario against a running product:
//   scenario_http URL REDIS_SOCKET [FILE…]
// Prints a line per scenario and at the end `N passed, N failed`; exit code 1 when one failed.
#include <fmt/format.h>

#include "tests/scenarios/http_player.h"
#include "tests/scenarios/play_all.h"

int main(int argc, char** argv) {
  namespace scenarios = amtslotse::scenarios;
  if (argc < 3) {
    fmt::print(stderr, "usage: scenario_http URL REDIS_SOCKET [FILE...]\n");
    return 2;
  }
  return scenarios::PlayAll(std::vector<std::filesystem::path>(argv + 3, argv + argc),
                            [&] { return std::make_unique<scenarios::HttpPlayer>(argv[1], argv[2]); });
}
