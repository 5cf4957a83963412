// serve: what `./amtslotse run` does once everything is built.
#include <fmt/format.h>

#include <memory>
#include <string>

#include "services/cli/commands.h"
#include "services/cli/supervisor/console.h"
#include "services/cli/supervisor/occupancy.h"
#include "services/cli/supervisor/processes.h"
#include "services/cli/supervisor/signals.h"
#include "services/cli/supervisor/supervisor.h"

namespace amtslotse::cli {
namespace {

struct ServeOptions {
  WebAddress web;
  bool no_demo = false;
};

absl::Status Run(const ServeOptions& options, const Installation& installation, const std::vector<Process>& processes,
                 Supervisor& supervisor, Console& console) {
  console.Begin(fmt::format("{} Dienste starten", processes.size()));
  if (auto status = supervisor.Start({Layer::kStore, Layer::kDomain, Layer::kDialogue, Layer::kGateway}); !status.ok()) {
    console.Failed();
    return status;
  }
  console.Done();
  (void)installation;
  console.Say(fmt::format("\nAmtslotse ist bereit: {}\nBeenden mit Strg-C.\n", options.web.Url()));
  supervisor.Watch();
  return absl::OkStatus();
}

// 0: ran until it was asked to stop, and everything ended in order. 3: something had to be killed at the end.
absl::StatusOr<int> Serve(ServeOptions options, const Installation& installation) {
  auto signals = Signals::Block();
  if (!signals.ok()) return signals.status();
  Console console;
  if (auto status = PrepareFolders(installation); !status.ok()) return status;
  const auto lock = DataLock::Take(installation);
  if (!lock.ok()) return lock.status();
  if (auto status = CheckDisk(installation); !status.ok()) return status;
  if (auto status = CheckPort(options.web); !status.ok()) return status;
  const auto processes = ProcessesOf(installation, options.web);
  auto status = AwaitLeftovers(processes, *signals, console);
  if (!status.ok()) return absl::IsCancelled(status) ? absl::StatusOr<int>(0) : status;
  RotateLogs(installation);
  Supervisor supervisor(processes, *signals, console);
  status = Run(options, installation, processes, supervisor, console);
  console.Begin("Dienste beenden");
  const bool orderly = supervisor.Stop();
  console.Done();
  if (!status.ok() && !absl::IsCancelled(status)) return status;
  return orderly ? 0 : 3;
}

}  // namespace

void AddServeCommands(Commands& commands) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* serve = commands.Add("serve", "Startet alle Dienste und überwacht sie, bis Strg-C kommt",
                                 [options](const Installation& installation) { return Serve(*options, installation); });
  serve->add_option("--port", options->web.port, "Port der Webseite; 0 wählt einen freien")
      ->check(CLI::Range(0, 65535))->capture_default_str();
  serve->add_option("--listen", options->web.host, "Adresse der Webseite; 0.0.0.0 für alle Netze")->capture_default_str();
  serve->add_flag("--no-demo", options->no_demo, "Ohne die Vorführ-Städte");
}

}  // namespace amtslotse::cli
