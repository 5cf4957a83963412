// check: every mistake of the configuration at once.
#include <fmt/format.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string_view>

#include "services/cli/check/settings.h"
#include "services/cli/check/surroundings.h"
#include "services/cli/check/towns.h"
#include "services/cli/commands.h"
#include "services/cli/supervisor/probe.h"
#include "services/cli/supervisor/processes.h"
#include "services/rpc/address.h"
#include "services/rpc/liveness.h"

namespace amtslotse::cli {
namespace {

struct CheckOptions {
  std::string etc;
  bool before_start = false;
  bool environment = false;
  int wait_seconds = 20;
};

void Append(Findings& all, Findings more) { std::move(more.begin(), more.end(), std::back_inserter(all)); }

// As web asks knowledge, which may run on another machine.
Findings CheckTownsAsWeb(const Installation& installation, const std::vector<ServiceSettings>& services, bool is_public,
                         std::chrono::seconds wait) {
  const std::string told = ValueOf(services, "WEB_KNOWLEDGE");
  return CheckTowns(told.empty() ? installation.Address("knowledge") : told, {"web", ValueOf(services, "WEB_TLS_DIR")},
                    is_public, wait);
}

// Before the web process starts: only what forbids public operation, asked of
// knowledge, which starts at the same time.
absl::StatusOr<int> BeforeStart(const Installation& installation, const std::vector<ServiceSettings>& services,
                                std::chrono::seconds wait) {
  if (!IsPublic(services)) return 0;
  const Findings findings = CheckTownsAsWeb(installation, services, true, wait);
  if (!Has(findings, Weight::kStopsPublic)) return 0;
  fmt::print("{}", Listed(findings, Weight::kStopsPublic, "Kein öffentlicher Betrieb, solange dies fehlt:"));
  return 1;
}

absl::StatusOr<int> Check(const CheckOptions& options, const Installation& installation) {
  if (!options.etc.empty() && !std::filesystem::is_directory(options.etc))
    return absl::NotFoundError(fmt::format("--etc {}: diesen Ordner gibt es nicht.", options.etc));
  const auto services = options.environment ? std::vector<ServiceSettings>{SettingsFromEnvironment("web")}
                                            : SettingsOfServices(installation, options.etc);
  if (options.before_start) return BeforeStart(installation, services, std::chrono::seconds(options.wait_seconds));
  const bool is_public = IsPublic(services);
  Findings findings = CheckSettings(services, options.etc, options.etc.empty() ? installation.ActorKey() : "");
  if (options.etc.empty()) Append(findings, CheckOverruled(services));
  Append(findings, CheckBackups(options.etc));
  Append(findings, CheckSecrets(installation, services, options.etc));
  Append(findings, CheckAddresses(services));
  Append(findings, CheckMail(services, is_public));
  Append(findings, CheckMachine(installation));
  Append(findings, CheckTownsAsWeb(installation, services, is_public, std::chrono::seconds(0)));
  fmt::print("{}{}{}",
             Listed(findings, Weight::kStopsPublic,
                    is_public ? "Damit startet kein öffentlicher Betrieb:" : "Fehlt für den öffentlichen Betrieb:"),
             Listed(findings, Weight::kMistake, "Fehler:"), Listed(findings, Weight::kHint, "Hinweise:"));
  const bool wrong = Has(findings, Weight::kMistake) || Has(findings, Weight::kStopsPublic);
  fmt::print("{}\n", findings.empty() ? "Keine Fehler gefunden."
                     : wrong          ? fmt::format("{} Befunde. Betrieb: {}.", findings.size(),
                                           is_public ? "öffentlich" : "nur auf diesem Rechner")
                                      : "Keine Fehler, nur Hinweise.");
  return wrong ? 1 : 0;
}

// Beside `Probe`, which asks whether it can work.
Health AskAlive(const std::string& address) {
  const auto stub = grpc::health::v1::Health::NewStub(rpc::Connect(address));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(5));
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(rpc::kAlive);
  grpc::health::v1::HealthCheckResponse response;
  if (!stub->Check(&context, request, &response).ok()) return Health::kUnreachable;
  return response.status() == grpc::health::v1::HealthCheckResponse::SERVING ? Health::kServing : Health::kNotServing;
}

std::string_view WordOf(Health health, bool only_alive) {
  if (health == Health::kServing) return only_alive ? "lebt" : "arbeitet";
  if (health == Health::kNotServing) return "antwortet, kann aber nicht arbeiten";
  return "nicht zu erreichen";
}

void AddHealthCommand(Commands& commands) {
  auto address = std::make_shared<std::string>();
  auto alive = std::make_shared<bool>(false);
  CLI::App* ask = commands.Add("health", "Fragt einen Dienst, ob er arbeiten kann",
                               [address, alive](const Installation&) -> absl::StatusOr<int> {
                                 Process process;
                                 process.address = *address;
                                 const Health health = *alive ? AskAlive(*address) : Probe(process).Ask();
                                 fmt::print("{}\n", WordOf(health, *alive));
                                 return health == Health::kServing ? 0 : 1;
                               });
  ask->add_option("ADRESSE", *address, "unix:/pfad oder rechner:port")->required();
  ask->add_flag("--alive", *alive, "nur, ob er lebt: er wartet vielleicht auf einen anderen");
}

}  // namespace

void AddCheckCommands(Commands& commands) {
  AddHealthCommand(commands);
  auto options = std::make_shared<CheckOptions>();
  CLI::App* check = commands.Add("check", "Nennt alle Fehler der Einstellungen auf einmal, mit dem Weg heraus",
                                 [options](const Installation& installation) { return Check(*options, installation); });
  check->add_option("--etc", options->etc, "Ordner mit den Einstellungen eingerichteter Dienste (/etc/amtslotse)");
  CLI::Option* before =
      check->add_flag("--before-start", options->before_start, "nur, was öffentlichen Betrieb verbietet");
  check
      ->add_flag("--environment", options->environment,
                 "mit --before-start: die Einstellungen von web aus der Umgebung")
      ->needs(before);
  check->add_option("--wait", options->wait_seconds, "mit --before-start: so viele Sekunden auf knowledge warten")
      ->needs(before)
      ->check(CLI::Range(0, 3600))
      ->capture_default_str();
}

}  // namespace amtslotse::cli
