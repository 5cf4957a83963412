// privacy: the record of processing, and one person's right to be forgotten.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <memory>
#include <optional>

#include "services/cli/arguments.h"
#include "services/cli/backup_period.h"
#include "services/cli/check/settings.h"
#include "services/cli/commands.h"
#include "services/cli/knowledge_store.h"
#include "services/cli/privacy/erasures.h"
#include "services/cli/privacy/kept.h"
#include "services/cli/privacy/record.h"
#include "services/cli/privacy/repeat.h"
#include "services/cli/privacy/traces.h"

namespace amtslotse::cli {
namespace {

constexpr int kFewestDigits = 5;

struct RecordOptions {
  std::string etc;
  std::optional<int> backup_days;
};

// A slip of the pen would be answered with "nothing is kept".
absl::Status CheckWho(const Erasure& who, const Installation& installation) {
  if (who.email.empty() && who.telephone.empty()) return WrongCall("--email oder --telephone angeben.");
  if (const auto at = who.email.find('@'); !who.email.empty() && (at == 0 || at >= who.email.size() - 1))
    return WrongCall(fmt::format("--email: „{}“ ist keine E-Mail-Adresse.", who.email));
  const auto digits =
      std::count_if(who.telephone.begin(), who.telephone.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (!who.telephone.empty() && digits < kFewestDigits)
    return WrongCall(fmt::format("--telephone: „{}“ ist keine Telefonnummer.", who.telephone));
  return CheckTown(who.municipality, installation);
}

absl::StatusOr<int> EraseOne(const Erasure& erasure, const Installation& installation) {
  if (auto given = CheckWho(erasure, installation); !given.ok()) return given;
  const auto access = ServiceAccess::Open(installation, {"booking"});
  if (!access.ok()) return access.status();
  // Written down first: when the power fails in between, a restore or a repeat still erases.
  if (auto status = Remember(installation, erasure, std::chrono::system_clock::now()); !status.ok()) return status;
  const auto erased = Erase(**access, erasure);
  if (!erased.ok()) return erased.status();
  const auto traces = EraseTraces(installation, **access, erasure);
  if (!traces.ok()) return traces.status();
  fmt::print(
      "Gelöscht: {} Termine, davon {} künftige abgesagt, dazu Wünsche der Warteliste, wartende Nachrichten und "
      "Anliegen "
      "zum Datenschutz;\n"
      "{} Übergaben an Mitarbeitende; {} Personen bei Messengern mit dem, was dort wartet.\n"
      "Sicherungen enthalten die Daten bis zu ihrem Ablauf; beim Wiederherstellen wird die Löschung wiederholt.\n",
      erased->appointments, erased->cancelled, traces->hand_overs, traces->peers);
  return 0;
}

absl::StatusOr<int> RepeatAll(const Installation& installation) {
  const auto repeated = RepeatErasures(installation);
  if (!repeated.ok()) return repeated.status();
  fmt::print("{} Löschungen wiederholt.\n", *repeated);
  return 0;
}

absl::StatusOr<int> ExportOne(const Erasure& who, const Installation& installation) {
  if (auto given = CheckWho(who, installation); !given.ok()) return given;
  const auto access = ServiceAccess::Open(installation, {});
  if (!access.ok()) return access.status();
  const auto kept = KeptOf(installation, **access, who);
  if (!kept.ok()) return kept.status();
  fmt::print("{}\n", *kept);
  return 0;
}

void AddPerson(CLI::App* command, Erasure& person) {
  command->add_option("KOMMUNE", person.municipality, "Kommune, z. B. erlenfurt")->required();
  command->add_option("--email", person.email, "E-Mail-Adresse der Person");
  command->add_option("--telephone", person.telephone, "Telefonnummer der Person");
  command->add_option("--reason", person.reason, "steht im Änderungsprotokoll; kein Name")->capture_default_str();
}

}  // namespace

void AddPrivacyCommands(Commands& commands) {
  CLI::App* group = commands.AddGroup("privacy", "Datenschutz: Verarbeitungsverzeichnis, Löschen auf Verlangen");
  auto record = std::make_shared<RecordOptions>();
  CLI::App* list = commands.Add(
      "record", "Gibt das Verarbeitungsverzeichnis aus, mit den Fristen dieser Einstellungen",
      [record](const Installation& installation) -> absl::StatusOr<int> {
        if (!record->etc.empty() && !std::filesystem::is_directory(record->etc))
          return absl::NotFoundError(fmt::format("--etc {}: diesen Ordner gibt es nicht.", record->etc));
        const absl::StatusOr<int> days = record->backup_days ? *record->backup_days : KeepDays(record->etc);
        if (!days.ok()) return days.status();
        fmt::print("{}", RecordOfProcessing(SettingsOfServices(installation, record->etc), *days));
        return 0;
      },
      group);
  list->add_option("--etc", record->etc, "Ordner mit den Einstellungen eingerichteter Dienste");
  list->add_option("--backup-days", record->backup_days, "wie lange Sicherungen bleiben")
      ->check(CLI::Range(0, kLongestKeptDays))
      ->default_str("BACKUP_KEEP_DAYS");
  auto erasure = std::make_shared<Erasure>();
  erasure->reason = "Antrag auf Löschung";
  CLI::App* erase = commands.Add(
      "erase", "Löscht, was von einer Person gespeichert ist; künftige Termine werden abgesagt",
      [erasure](const Installation& installation) { return EraseOne(*erasure, installation); }, group);
  AddPerson(erase, *erasure);
  commands.Add("repeat",
               "Wiederholt alle vermerkten Löschungen, nachdem eine Datenbank auf anderem Weg wiederhergestellt wurde",
               RepeatAll, group);
  auto who = std::make_shared<Erasure>();
  who->reason = "Antrag auf Auskunft";
  AddPerson(commands.Add(
                "export", "Gibt aus, was von einer Person gespeichert ist, als JSON",
                [who](const Installation& installation) { return ExportOne(*who, installation); }, group),
            *who);
}

}  // namespace amtslotse::cli
