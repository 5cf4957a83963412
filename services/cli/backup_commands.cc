// backup, restore
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

#include "services/booking/backup_gauge.h"
#include "services/cli/arguments.h"
#include "services/cli/backup.h"
#include "services/cli/backup_period.h"
#include "services/cli/commands.h"
#include "services/cli/privacy/erasures.h"
#include "services/cli/privacy/repeat.h"
#include "services/cli/privacy/traces.h"
#include "services/cli/reason.h"
#include "services/cli/supervisor/occupancy.h"
#include "services/cli/supervisor/probe.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPrefix = "sicherung-";

std::string Size(std::uintmax_t bytes) { return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1'000'000); }

struct BackupOptions {
  std::string folder;
  std::string into;   // a folder of backups, each in one named by its time
  int keep_days = 0;  // 0: for ever
};

// sicherung-20261121-023000
std::string NameOf(std::chrono::system_clock::time_point time) {
  return fmt::format("{}{:%Y%m%d-%H%M%S}", kPrefix, fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

// What is older than its period may not be there any more, also for the sake of the people in it: those made by --into
// and those before an upgrade.
absl::StatusOr<int> RemoveOld(const fs::path& into, int keep_days) {
  const auto oldest = fs::file_time_type::clock::now() - std::chrono::hours(24 * keep_days);
  int removed = 0;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(into, failed)) {
    const std::string name = entry.path().filename();
    if (!entry.is_directory() || (!name.starts_with(kPrefix) && !name.starts_with("vor-")) ||
        entry.last_write_time() >= oldest)
      continue;
    fs::remove_all(entry.path(), failed);
    if (failed) return absl::FailedPreconditionError(fmt::format("{}: {}", entry.path().native(), ReasonText(failed)));
    ++removed;
  }
  return removed;
}

absl::StatusOr<int> TakeOne(BackupOptions options, const Installation& installation) {
  if (options.folder.empty() == options.into.empty())
    return WrongCall("Entweder einen neuen Ordner nennen oder --into.");
  if (!options.into.empty()) options.folder = fs::path(options.into) / NameOf(std::chrono::system_clock::now());
  const std::string& folder = options.folder;
  const auto report = TakeBackup(installation, folder, SharedStoresSet());
  if (!report.ok()) return report.status();
  if (!options.into.empty()) NoteBackup(installation);
  fmt::print(
      "Gesichert nach {}: {} Dateien, {}.\n"
      "Die Schlüssel in {} gehören nicht dazu. Ohne sie ist die Sicherung nicht lesbar: getrennt aufbewahren.\n",
      folder, report->files, Size(report->bytes), installation.keys.string());
  const auto aside = RemoveBeforeRestore(installation, options.keep_days);
  if (!aside.ok()) return aside.status();
  if (*aside > 0)
    fmt::print("{} Ordner .before-restore, älter als {} Tage, entfernt.\n", *aside,
               BeforeRestoreDays(options.keep_days));
  if (options.into.empty() || options.keep_days == 0) return 0;
  const auto removed = RemoveOld(options.into, options.keep_days);
  if (!removed.ok()) return removed.status();
  if (*removed > 0) fmt::print("{} Sicherungen, älter als {} Tage, entfernt.\n", *removed, options.keep_days);
  return 0;
}

// Services that systemd started hold no lock of ours.
absl::Status CheckStopped(const Installation& installation) {
  for (const char* owner : {"knowledge", "responsibility", "booking", "staff", "dialogue", "messengers"}) {
    if (SomeoneListens(installation.Address(owner)))
      return absl::FailedPreconditionError(
          fmt::format("{} läuft noch. Vor dem Wiederherstellen beenden: amtslotse stop", owner));
  }
  return absl::OkStatus();
}

absl::StatusOr<BackupReport> RestoreLocked(const std::string& folder, const Installation& installation) {
  if (auto status = PrepareFolders(installation); !status.ok()) return status;
  const auto lock = DataLock::Take(installation);
  if (!lock.ok()) return lock.status();
  if (auto status = CheckStopped(installation); !status.ok()) return status;
  return RestoreBackup(installation, folder, SharedStoresSet());
}

// Where appointments lie in PostgreSQL, the process that notes whom the console erases may run elsewhere.
bool ConsoleErasuresAreUntold(const Installation& installation) {
  return SharedStoresSet().contains("booking") && DatabaseSetting("BOOKING_ERASURES_DATABASE").empty() &&
         !fs::exists(installation.Store("booking") / booking::kErasuresFile);
}

absl::StatusOr<int> RestoreOne(const std::string& folder, const Installation& installation) {
  if (!fs::is_directory(folder)) return absl::NotFoundError(fmt::format("{}: diesen Ordner gibt es nicht.", folder));
  const bool untold = ConsoleErasuresAreUntold(installation);
  const bool regular = fs::exists(installation.Store("booking") / booking::kLastBackupFile);
  if (auto noted = TakeOverErasures(installation); !noted.ok()) return noted;
  const auto report = RestoreLocked(folder, installation);
  if (!report.ok()) return report.status();
  if (regular) std::ofstream(installation.Store("booking") / booking::kLastBackupFile);
  // Who was erased after the backup was taken is erased again, before anybody is served.
  const auto repeated = RepeatErasures(installation);
  if (!repeated.ok())
    return absl::FailedPreconditionError(
        fmt::format("Wiederhergestellt, aber die verlangten Löschungen ließen sich nicht wiederholen: {}\n"
                    "Noch nicht starten; den Grund beheben und noch einmal wiederherstellen.",
                    std::string(repeated.status().message())));
  if (*repeated > 0) fmt::print("{} Löschungen wiederholt, die nach der Sicherung verlangt wurden.\n", *repeated);
  fmt::print(
      "Wiederhergestellt aus {}: {} Dateien, {}.\n"
      "Was vorher da war, liegt daneben in Ordnern, die auf .before-restore enden. Die erste Sicherung nach {} Tagen "
      "entfernt sie.\n",
      folder, report->files, Size(report->bytes), kBeforeRestoreDays);
  if (untold)
    fmt::print(
        "Hinweis: BOOKING_DATABASE ist genannt, BOOKING_ERASURES_DATABASE nicht. Löschungen aus der Verwaltung, die "
        "ein "
        "Buchungsdienst anderswo vermerkt hat, sind nicht wiederholt (docs/betrieb.md, „Datenschutz“).\n");
  for (const std::string& store : report->missing)
    fmt::print("Nicht in dieser Sicherung, also unverändert in PostgreSQL: {}.\n", store);
  return 0;
}

}  // namespace

void AddBackupCommands(Commands& commands) {
  auto target = std::make_shared<BackupOptions>();
  CLI::App* backup =
      commands.Add("backup", "Sichert alle Daten in einen neuen Ordner; der Betrieb läuft weiter",
                   [target](const Installation& installation) { return TakeOne(*target, installation); });
  backup->add_option("ORDNER", target->folder, "Ordner, der noch nicht da ist");
  backup->add_option("--into", target->into,
                     "Ordner vieler Sicherungen: die neue bekommt darin einen Ordner mit ihrer Zeit");
  backup->add_option("--keep-days", target->keep_days, "mit --into: ältere Sicherungen dort entfernen; 0: nie")
      ->check(CLI::Range(0, kLongestKeptDays));
  auto source = std::make_shared<std::string>();
  CLI::App* restore =
      commands.Add("restore", "Stellt eine Sicherung wieder her; Amtslotse muss dafür beendet sein",
                   [source](const Installation& installation) { return RestoreOne(*source, installation); });
  restore->add_option("ORDNER", *source, "Ordner einer Sicherung")->required();
}

}  // namespace amtslotse::cli
