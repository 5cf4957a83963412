#include "services/cli/backup_period.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <string>

#include "services/booking/backup_gauge.h"
#include "services/cli/reason.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

// The last line that sets it counts, as for systemd.
std::string SettingIn(const fs::path& file, const std::string& name) {
  std::ifstream in(file);
  std::string value;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(name + "=")) continue;
    value = line.substr(name.size() + 1);
    while (!value.empty() && std::string_view(" \t\r").find(value.back()) != std::string_view::npos) value.pop_back();
  }
  return value;
}

}  // namespace

std::optional<int> ParseKeepDays(std::string_view text) {
  int days = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), days);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || days < 0 || days > kLongestKeptDays)
    return std::nullopt;
  return days;
}

absl::StatusOr<int> KeepDays(const fs::path& etc) {
  const char* environment = std::getenv("BACKUP_KEEP_DAYS");
  const std::string value = environment != nullptr ? environment
                            : etc.empty()          ? ""
                                                   : SettingIn(etc / "backup.conf", "BACKUP_KEEP_DAYS");
  if (value.empty()) return kKeepDays;
  if (const auto days = ParseKeepDays(value)) return *days;
  return absl::InvalidArgumentError(
      fmt::format("BACKUP_KEEP_DAYS={}: erwartet eine Zahl zwischen 0 und {}.", value, kLongestKeptDays));
}

fs::path BackupFolder(const fs::path& etc) { return SettingIn(etc / "backup.conf", "BACKUP_FOLDER"); }

std::optional<std::chrono::hours> AgeOfNewestBackup(const fs::path& folder) {
  std::optional<fs::file_time_type> newest;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const auto made = fs::last_write_time(entry.path() / kBackupList, failed);
    if (!failed && (!newest || made > *newest)) newest = made;
  }
  if (!newest) return std::nullopt;
  return std::chrono::floor<std::chrono::hours>(fs::file_time_type::clock::now() - *newest);
}

void NoteBackup(const Installation& installation) {
  std::error_code missing;
  fs::last_write_time(installation.Store("booking") / booking::kLastBackupFile, fs::file_time_type::clock::now(),
                      missing);
}

int BeforeRestoreDays(int keep_days) {
  return keep_days == 0 ? kBeforeRestoreDays : std::min(keep_days, kBeforeRestoreDays);
}

absl::StatusOr<int> RemoveBeforeRestore(const Installation& installation, int keep_days) {
  const auto oldest = fs::file_time_type::clock::now() - std::chrono::hours(24 * BeforeRestoreDays(keep_days));
  int removed = 0;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(installation.data, failed)) {
    if (entry.path().extension() != ".before-restore" || !entry.is_directory() || entry.last_write_time() >= oldest)
      continue;
    fs::remove_all(entry.path(), failed);
    if (failed) return absl::FailedPreconditionError(fmt::format("{}: {}", entry.path().native(), ReasonText(failed)));
    ++removed;
  }
  return removed;
}

}  // namespace amtslotse::cli
