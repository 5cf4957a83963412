// When backups are made, how long they stay, and what a restore put aside.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>

#include "services/cli/installation.h"

namespace amtslotse::cli {

// Of a backup that is whole: what is in it, with sums.
inline constexpr const char* kBackupList = "sicherung.json";
inline constexpr int kKeepDays = 14;  // of an installation, unless BACKUP_KEEP_DAYS says otherwise
inline constexpr int kLongestKeptDays = 400;
// What was there before a restore, when backups do not go sooner: erasures do not reach it.
inline constexpr int kBeforeRestoreDays = 7;

std::optional<int> ParseKeepDays(std::string_view text);
// BACKUP_KEEP_DAYS of the environment, else of `etc`/backup.conf, else kKeepDays. INVALID_ARGUMENT names a bad one.
absl::StatusOr<int> KeepDays(const std::filesystem::path& etc);

// Where an installation's nightly backups go; empty: nothing is said of it.
std::filesystem::path BackupFolder(const std::filesystem::path& etc);
// Of the whole ones in that folder; nothing: there is none.
std::optional<std::chrono::hours> AgeOfNewestBackup(const std::filesystem::path& folder);
// For the alert about those that fail (services/booking/backup_gauge.h): a regular one is whole now. Nothing where
// nobody expects any.
void NoteBackup(const Installation& installation);

// `keep_days` of the backups; 0: for ever.
int BeforeRestoreDays(int keep_days);
// Removes the folders *.before-restore that are older; how many.
absl::StatusOr<int> RemoveBeforeRestore(const Installation& installation, int keep_days);

}  // namespace amtslotse::cli
