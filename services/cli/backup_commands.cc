// backup, restore
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

#include "services/cli/backup.h"
#include "services/cli/commands.h"
#include "services/cli/supervisor/occupancy.h"

namespace amtslotse::cli {
namespace {

// As the booking process reads it: BOOKING_DATABASE, or the file that BOOKING_DATABASE_FILE names.
std::string BookingDatabase() {
  if (const char* given = std::getenv("BOOKING_DATABASE")) return given;
  const char* file = std::getenv("BOOKING_DATABASE_FILE");
  if (file == nullptr) return "";
  std::ifstream in(file);
  std::string text(std::istreambuf_iterator<char>(in), {});
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::string Size(std::uintmax_t bytes) { return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1'000'000); }

absl::StatusOr<int> TakeOne(const std::string& folder, const Installation& installation) {
  const auto report = TakeBackup(installation, folder, BookingDatabase());
  if (!report.ok()) return report.status();
  fmt::print("Gesichert nach {}: {} Dateien, {}.\n"
             "Die Schlüssel in {} gehören nicht dazu. Ohne sie ist die Sicherung nicht lesbar: getrennt aufbewahren.\n",
             folder, report->files, Size(report->bytes), installation.keys.string());
  return 0;
}

absl::StatusOr<int> RestoreOne(const std::string& folder, const Installation& installation) {
  if (auto status = PrepareFolders(installation); !status.ok()) return status;
  const auto lock = DataLock::Take(installation);
  if (!lock.ok()) return lock.status();
  const auto report = RestoreBackup(installation, folder, BookingDatabase());
  if (!report.ok()) return report.status();
  fmt::print("Wiederhergestellt aus {}: {} Dateien, {}.\n"
             "Was vorher da war, liegt daneben in Ordnern, die auf .before-restore enden.\n",
             folder, report->files, Size(report->bytes));
  return 0;
}

}  // namespace

void AddBackupCommands(Commands& commands) {
  auto target = std::make_shared<std::string>();
  CLI::App* backup = commands.Add("backup", "Sichert alle Daten in einen neuen Ordner; der Betrieb läuft weiter",
                                  [target](const Installation& installation) { return TakeOne(*target, installation); });
  backup->add_option("ordner", *target, "Ordner, der noch nicht da ist")->required();
  auto source = std::make_shared<std::string>();
  CLI::App* restore = commands.Add("restore", "Stellt eine Sicherung wieder her; Amtslotse muss dafür beendet sein",
                                   [source](const Installation& installation) { return RestoreOne(*source, installation); });
  restore->add_option("ordner", *source, "Ordner einer Sicherung")->required();
}

}  // namespace amtslotse::cli
