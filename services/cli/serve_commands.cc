// serve: what `./amtslotse run` does once everything is built.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "services/cli/backup_period.h"
#include "services/cli/check/settings.h"
#include "services/cli/check/towns.h"
#include "services/cli/commands.h"
#include "services/cli/supervisor/console.h"
#include "services/cli/supervisor/occupancy.h"
#include "services/cli/supervisor/processes.h"
#include "services/cli/supervisor/signals.h"
#include "services/cli/supervisor/supervisor.h"

extern char** environ;

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

struct ServeOptions {
  WebAddress web;
  bool no_demo = false;
  bool trial = false;  // open to others without what the law requires of a public service
};

constexpr std::chrono::seconds kKnowledgeAnswers{10};

// Which demo files were taken over: a checkout with newer ones is taken over again, which changes nothing when they say
// the same.
std::string DemoEdition(const Installation& installation) {
  std::string edition;
  std::error_code ignored;
  for (const auto& entry :
       fs::recursive_directory_iterator(installation.source / "knowledge" / "data" / "demo", ignored)) {
    const auto written = entry.last_write_time(ignored).time_since_epoch().count();
    if (entry.is_regular_file()) edition = std::max(edition, fmt::format("{:020}", written));
  }
  return edition;
}

absl::Status ImportDemo(const Installation& installation, Supervisor& supervisor, Console& console) {
  const fs::path stamp = installation.data / "demo-edition";
  const std::string edition = DemoEdition(installation);
  std::string taken;
  std::getline(std::ifstream(stamp), taken);
  if (taken == edition) return absl::OkStatus();
  Program program;
  program.file = fs::read_symlink("/proc/self/exe");
  program.arguments = {"demo", "--data", installation.data.native(), "--keys", installation.keys.native()};
  for (char** variable = environ; *variable != nullptr; ++variable) program.environment.emplace_back(*variable);
  program.output = installation.Log("demo");
  console.Begin("Vorführ-Städte einrichten");
  if (auto status = supervisor.RunJob("Die Vorführ-Städte ließen sich nicht einrichten", program); !status.ok()) {
    console.Failed();
    return status;
  }
  console.Done();
  std::ofstream(stamp) << edition << "\n";
  return absl::OkStatus();
}

// The command for the first account, for this installation also when its folders are not the usual ones.
std::string FirstLink(const ServeOptions& options, const Installation& installation) {
  std::string words = "./amtslotse staff link KOMMUNE --url " + options.web.Url();
  if (installation.data != installation.source / "data") words += " --data " + installation.data.native();
  if (installation.keys.native() != installation.data.native() + ".keys")
    words += " --keys " + installation.keys.native();
  return words;
}

// By which setting others can reach the pages, as the web process gets it; empty: only this machine can.
std::string OpenedBy(const ServeOptions& options, const std::vector<Process>& processes) {
  const auto web =
      std::find_if(processes.begin(), processes.end(), [](const Process& one) { return one.name == "web"; });
  if (web == processes.end()) return "";
  const std::vector<ServiceSettings> settings{SettingsOf(*web)};
  if (!IsPublic(settings)) return "";
  return ValueOf(settings, "WEB_HTTPS") == "true" ? "WEB_HTTPS=true" : "--listen " + options.web.host;
}

// What the public must find in every town, asked before the pages open.
absl::Status AllowPublic(const ServeOptions& options, const Installation& installation, const std::string& opened_by) {
  Findings findings = CheckTowns(installation.Address("knowledge"), {"web", ""}, /*is_public=*/true, kKnowledgeAnswers);
  if (!options.no_demo)
    findings.push_back({Weight::kStopsPublic, "Die beiden Vorführ-Städte würden eingerichtet.",
                        "Ohne sie starten: ./amtslotse run --no-demo"});
  const std::string missing =
      Listed(findings, Weight::kStopsPublic,
             fmt::format("{} macht Amtslotse öffentlich. Das geht erst, wenn nichts mehr fehlt:", opened_by));
  if (missing.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      missing + "Nur zum Ausprobieren, nicht für Bürgerinnen und Bürger, geht es trotzdem: mit --trial");
}

absl::Status StartAll(const ServeOptions& options, const Installation& installation, const std::string& opened_by,
                      Supervisor& supervisor) {
  if (opened_by.empty() || options.trial)
    return supervisor.Start({Layer::kStore, Layer::kDomain, Layer::kDialogue, Layer::kGateway});
  if (auto status = supervisor.Start({Layer::kStore, Layer::kDomain}); !status.ok()) return status;
  if (auto status = AllowPublic(options, installation, opened_by); !status.ok()) return status;
  return supervisor.Start({Layer::kDialogue, Layer::kGateway});
}

// Why it did not start: wrong settings of all processes at once, as check tells them, where the supervisor saw only the
// first process end.
absl::Status WhyNotStarted(const absl::Status& seen, const std::vector<Process>& processes) {
  if (!absl::IsUnavailable(seen)) return seen;
  std::vector<ServiceSettings> services;
  for (const Process& process : processes)
    if (process.name != "redis") services.push_back(SettingsOf(process));
  const Findings findings = CheckSettings(services, "");
  if (!Has(findings, Weight::kMistake)) return seen;
  std::string list = Listed(findings, Weight::kMistake, "Mit diesen Einstellungen startet Amtslotse nicht:");
  list.pop_back();  // the end of the last line
  return absl::FailedPreconditionError(list);
}

absl::Status Run(const ServeOptions& options, const Installation& installation, const std::vector<Process>& processes,
                 Supervisor& supervisor, Console& console) {
  console.Begin(fmt::format("{} Dienste starten", processes.size()));
  const std::string opened_by = OpenedBy(options, processes);
  if (auto status = StartAll(options, installation, opened_by, supervisor); !status.ok()) {
    console.Failed();
    return WhyNotStarted(status, processes);
  }
  console.Done();
  const bool has_catalogue = std::any_of(processes.begin(), processes.end(),
                                         [](const Process& process) { return process.name == "knowledge"; });
  if (!options.no_demo && has_catalogue)
    if (auto status = ImportDemo(installation, supervisor, console); !status.ok()) return status;
  console.Say(
      fmt::format("\nAmtslotse ist bereit: {0}\nVerwaltung: {0}staff/  (erster Zugang: {1})\nBeenden mit Strg-C.\n",
                  options.web.Url(), FirstLink(options, installation)));
  if (!options.no_demo && std::getenv("BOOKING_SMTP_URL") == nullptr)
    console.Say(fmt::format("Mails der Vorführung liegen in {}\n", (installation.data / "mail").native()));
  if (!opened_by.empty() && options.trial)
    console.Say(
        fmt::format("! {} macht Amtslotse öffentlich, --trial lässt es ungeprüft: nur zum Ausprobieren.\n", opened_by));
  supervisor.Watch();
  return absl::OkStatus();
}

// 0: ran until it was asked to stop, and everything ended in order. 3: something had to be killed at the end.
absl::StatusOr<int> Serve(ServeOptions options, const Installation& installation) {
  auto signals = Signals::Block();
  if (!signals.ok()) return signals.status();
  Console console;
  if (auto status = CheckDisk(installation); !status.ok()) return status;
  if (auto status = PrepareFolders(installation); !status.ok()) return status;
  const auto lock = DataLock::Take(installation);
  if (!lock.ok()) return lock.status();
  if (auto status = CheckPort(options.web); !status.ok()) return status;
  const auto processes = ProcessesOf(installation, options.web, !options.no_demo);
  auto status = AwaitLeftovers(installation, processes, *signals, console);
  if (!status.ok()) return absl::IsCancelled(status) ? absl::StatusOr<int>(0) : status;
  RotateLogs(installation);
  if (const auto removed = RemoveBeforeRestore(installation, kKeepDays); !removed.ok()) return removed.status();
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
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  serve->add_option("--listen", options->web.host, "Adresse der Webseite; 0.0.0.0 für alle Netze")
      ->capture_default_str();
  serve->add_flag("--no-demo", options->no_demo, "Ohne die Vorführ-Städte");
  serve->add_flag("--trial", options->trial,
                  "Zum Ausprobieren auch öffentlich (--listen, WEB_HTTPS), ohne Pflichtangaben zu prüfen");
}

}  // namespace amtslotse::cli
