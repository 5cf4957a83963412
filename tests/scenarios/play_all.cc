#include "tests/scenarios/play_all.h"

#include <fmt/format.h>

#include <cstdlib>

namespace amtslotse::scenarios {

int PlayAll(std::vector<std::filesystem::path> files, const std::function<std::unique_ptr<Player>()>& new_player) {
  if (files.empty()) files = FilesIn("tests/scenarios/gespraeche");
  const bool shown = std::getenv("AMTSLOTSE_TRANSCRIPT") != nullptr;
  int passed = 0;
  int failed = 0;
  for (const auto& file : files) {
    const auto player = new_player();
    const auto other = new_player();
    const auto scenario = Load(file);
    std::string transcript;
    const absl::Status status = scenario.ok() ? Play(*scenario, *player, *other, transcript) : scenario.status();
    if (status.ok()) {
      ++passed;
      fmt::print("ok   {}\n", file.filename().string());
    } else {
      ++failed;
      fmt::print("FAIL {}: {}\n", file.filename().string(),
                 std::string(status.message().data(), status.message().size()));
    }
    if (shown || !status.ok()) fmt::print("{}\n", transcript);
  }
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}

}  // namespace amtslotse::scenarios
