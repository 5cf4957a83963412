// Plays every scenario against the dialogue core, with the town's services on a data folder of its own:
//   scenario_core DATA [FILE…]
// DATA holds the demo towns (`amtslotse demo --data DATA`). Output and exit code as scenario_http.
#include <fmt/format.h>

#include <cstdlib>

#include "services/cli/service_access.h"
#include "tests/scenarios/core_player.h"
#include "tests/scenarios/play_all.h"

int main(int argc, char** argv) {
  namespace scenarios = amtslotse::scenarios;
  if (argc < 2) {
    fmt::print(stderr, "usage: scenario_core DATA [FILE...]\n");
    return 2;
  }
  const auto installation = amtslotse::cli::LocateInstallation(argv[1], "");
  if (!installation.ok()) return fmt::print(stderr, "{}\n", installation.status().ToString()), 1;
  // As in the demonstration, which writes its mails as files.
  ::setenv("BOOKING_MAIL_FOLDER", (installation->data / "mail").c_str(), /*overwrite=*/0);
  const auto access =
      amtslotse::cli::ServiceAccess::Open(*installation, {"nlu", "knowledge", "responsibility", "booking"});
  if (!access.ok()) return fmt::print(stderr, "{}\n", access.status().ToString()), 1;
  amtslotse::rpc::Metrics metrics;
  amtslotse::dialogue::Services services({.nlu = (*access)->Channel("nlu"),
                                          .knowledge = (*access)->Channel("knowledge"),
                                          .responsibility = (*access)->Channel("responsibility"),
                                          .booking = (*access)->Channel("booking")},
                                         "http://localhost", metrics);
  return scenarios::PlayAll(std::vector<std::filesystem::path>(argv + 2, argv + argc),
                            [&] { return std::make_unique<scenarios::CorePlayer>(services); });
}
