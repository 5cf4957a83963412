#include "services/cli/backup.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "booking/erasure_list.h"
#include "booking/sql/postgres.h"
#include "services/booking/backup_gauge.h"
#include "services/cli/backup_period.h"
#include "services/cli/privacy/traces.h"
#include "services/cli/reason.h"
#include "services/cli/whole_file.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::array<std::string_view, 7> kOwners{"knowledge", "responsibility", "booking", "staff",
                                                  "dialogue",  "messengers",     "web"};
// Which setting of an owner names its PostgreSQL, and what lies there.
struct SharedStore {
  const char* setting;
  const char* what;
};
const std::map<std::string, SharedStore> kShared{
    {"booking", {"BOOKING_DATABASE", "Termine"}},
    {"knowledge", {"KNOWLEDGE_POSTGRES", "Kataloge"}},
    {"dialogue", {"DIALOGUE_DATABASE", "Übergaben"}},
    {"messengers", {"MESSENGERS_DATABASE", "Messenger"}},
    {"staff", {"STAFF_DATABASE", "Konten"}},
    {"responsibility", {"RESPONSIBILITY_DATABASE", "Zuständigkeiten"}},
};
// booking/booking.pgdump
fs::path DumpOf(const std::string& owner) { return fs::path(owner) / (owner + ".pgdump"); }
const std::set<std::string> kMadeAgain{"search", "run", "logs"};

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

bool IsDatabase(const fs::path& path) { return path.extension() == ".db" || path.extension() == ".sqlite"; }
// Whom was erased stays out, so that it is newer than what a backup brings back; so does when the last backup was made.
bool StaysWithInstallation(const fs::path& path) {
  const std::string name = path.filename();
  return name == booking::kErasuresFile || name == std::string(booking::kErasuresFile) + ".new" ||
         name == booking::kLastBackupFile;
}
bool BelongsToDatabase(const fs::path& path) {
  const std::string name = path.filename();
  return name.ends_with("-wal") || name.ends_with("-shm") || name.ends_with("-journal") || name.ends_with(".lock");
}

absl::StatusOr<Database> OpenReading(const fs::path& path) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  Database database(opened);
  if (code != SQLITE_OK) return absl::FailedPreconditionError(path.string() + ": lässt sich nicht öffnen");
  sqlite3_busy_timeout(opened, 10'000);
  return database;
}

absl::Status CheckDatabase(const fs::path& path) {
  const auto database = OpenReading(path);
  if (!database.ok()) return database.status();
  sqlite3_stmt* made = nullptr;
  sqlite3_prepare_v2(database->get(), "PRAGMA integrity_check(1)", -1, &made, nullptr);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> check(made, &sqlite3_finalize);
  const bool good = check != nullptr && sqlite3_step(check.get()) == SQLITE_ROW &&
                    std::string_view(reinterpret_cast<const char*>(sqlite3_column_text(check.get(), 0))) == "ok";
  return good ? absl::OkStatus() : absl::FailedPreconditionError(path.string() + ": die Datenbank ist beschädigt");
}

absl::StatusOr<std::string> HashOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::vector<char> block(1 << 16);
  while (file) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(block.data()),
                              static_cast<unsigned long long>(file.gcount()));
  }
  if (!file.eof()) return absl::FailedPreconditionError(path.string() + ": lässt sich nicht lesen");
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256_final(&state, hash.data());
  std::string hex(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  hex.pop_back();
  return hex;
}

// Files of one owner, relative to `root`, that a backup takes.
std::vector<fs::path> FilesOf(const fs::path& root, std::string_view owner) {
  std::vector<fs::path> files;
  std::error_code none;
  for (auto entry = fs::recursive_directory_iterator(root / owner, none); entry != fs::recursive_directory_iterator();
       entry.increment(none)) {
    if (entry->is_directory() && kMadeAgain.contains(entry->path().filename())) entry.disable_recursion_pending();
    if (entry->is_regular_file() && !entry->is_symlink() && !BelongsToDatabase(entry->path()) &&
        !StaysWithInstallation(entry->path()))
      files.push_back(fs::relative(entry->path(), root));
  }
  return files;
}

absl::Status CopyFile(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::create_directories(to.parent_path(), failed);
  if (!failed) fs::copy_file(from, to, failed);
  return failed ? absl::ResourceExhaustedError(fmt::format("{}: {}", to.string(), ReasonText(failed)))
                : absl::OkStatus();
}

// The version that took it: the one to restore it with, when in doubt.
std::string VersionOf(const Installation& installation) {
  std::string version = ReadText(installation.source / "VERSION");
  while (!version.empty() && version.back() == '\n') version.pop_back();
  return version;
}

// What was written lies on the disk, not only in the memory.
absl::Status WriteThrough(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int reason = fd >= 0 && ::syncfs(fd) == 0 ? 0 : errno;
  if (fd >= 0) ::close(fd);
  return reason == 0 ? absl::OkStatus()
                     : absl::ResourceExhaustedError(fmt::format("{}: {}", folder.string(), ReasonText(reason)));
}

absl::Status WriteList(const fs::path& target, const std::vector<fs::path>& files, const std::string& version,
                       BackupReport& report) {
  json list{{"format", 1}, {"files", json::array()}};
  if (!version.empty()) list["version"] = version;
  list["taken"] = fmt::format("{:%FT%TZ}", fmt::gmtime(std::time(nullptr)));
  for (const fs::path& file : files) {
    const auto hash = HashOf(target / file);
    if (!hash.ok()) return hash.status();
    const auto bytes = fs::file_size(target / file);
    list["files"].push_back({{"path", file.generic_string()}, {"bytes", bytes}, {"sha256", *hash}});
    ++report.files;
    report.bytes += bytes;
  }
  if (absl::Status through = WriteThrough(target); !through.ok()) return through;
  return WriteWhole(target / kBackupList, list.dump(2) + "\n", 0600);
}

bool StaysInside(const fs::path& path) {
  if (path.empty() || path.is_absolute()) return false;
  for (const fs::path& part : path) {
    if (part == "..") return false;
  }
  return std::find(kOwners.begin(), kOwners.end(), path.begin()->string()) != kOwners.end();
}

// The files of a backup, each checked against the list.
absl::StatusOr<std::vector<fs::path>> ReadList(const fs::path& source, BackupReport& report) {
  std::ifstream in(source / kBackupList);
  if (!in)
    return absl::FailedPreconditionError(fmt::format(
        "In {} liegt keine vollständige Sicherung ({} fehlt oder ist nicht lesbar).", source.string(), kBackupList));
  const json list = json::parse(in, nullptr, /*allow_exceptions=*/false);
  const auto is_one_file = [](const json& entry) {
    return entry.is_object() && entry.value("path", json()).is_string() && entry.value("sha256", json()).is_string();
  };
  if (!list.is_object() || list.value("format", json()) != 1 || !list.contains("files") || !list["files"].is_array() ||
      !std::all_of(list["files"].begin(), list["files"].end(), is_one_file)) {
    return absl::FailedPreconditionError(fmt::format("{} ist beschädigt.", (source / kBackupList).string()));
  }
  std::vector<fs::path> files;
  for (const json& entry : list["files"]) {
    const fs::path file = entry.value("path", "");
    if (!StaysInside(file)) return absl::FailedPreconditionError("Die Liste der Sicherung nennt einen fremden Pfad.");
    const auto hash = HashOf(source / file);
    if (!hash.ok()) return hash.status();
    if (*hash != entry.value("sha256", "")) {
      return absl::FailedPreconditionError(
          fmt::format("{} wurde nach der Sicherung verändert.", (source / file).string()));
    }
    if (IsDatabase(file)) {
      if (absl::Status good = CheckDatabase(source / file); !good.ok()) return good;
    }
    ++report.files;
    report.bytes += fs::file_size(source / file);
    files.push_back(file);
  }
  return files;
}

fs::path Beside(const fs::path& store) { return store.string() + ".before-restore"; }
fs::path Staged(const fs::path& store) { return store.string() + ".restoring"; }

void RemoveStaged(const Installation& installation, const std::set<std::string>& owners) {
  std::error_code ignored;
  for (const std::string& owner : owners) fs::remove_all(Staged(installation.Store(owner)), ignored);
}

absl::Status CheckNothingBeside(const Installation& installation, const std::set<std::string>& owners) {
  for (const std::string& owner : owners) {
    if (const fs::path beside = Beside(installation.Store(owner)); fs::exists(beside))
      return absl::FailedPreconditionError(
          fmt::format("{} ist noch von einer früheren Wiederherstellung da; bitte vorher wegräumen.", beside.string()));
  }
  return absl::OkStatus();
}

// Everything is written beside what is there, before any of that is touched.
absl::Status Stage(const Installation& installation, const fs::path& source, const std::vector<fs::path>& files,
                   const std::set<std::string>& owners) {
  RemoveStaged(installation, owners);
  std::error_code failed;
  for (const std::string& owner : owners) {
    const fs::path staged = Staged(installation.Store(owner));
    fs::create_directories(staged, failed);
    if (!failed) fs::permissions(staged, fs::perms::owner_all, failed);
    if (failed) return absl::ResourceExhaustedError(fmt::format("{}: {}", staged.string(), ReasonText(failed)));
  }
  for (const fs::path& file : files) {
    if (file.extension() == ".pgdump") continue;
    const std::string owner = file.begin()->string();
    const fs::path to = Staged(installation.Store(owner)) / file.lexically_relative(owner);
    if (absl::Status copied = CopyFile(source / file, to); !copied.ok()) return copied;
    fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, failed);
  }
  return WriteThrough(installation.data);
}

// What was there goes beside, so that a wrong restore can be taken back by hand; all of it or nothing.
absl::Status Swap(const Installation& installation, const std::set<std::string>& owners) {
  std::vector<fs::path> done;
  for (const std::string& owner : owners) {
    const fs::path here = installation.Store(owner);
    std::error_code failed;
    if (fs::exists(here)) {
      fs::rename(here, Beside(here), failed);
      // Its period begins now (backup_period.h).
      std::error_code ignored;
      if (!failed) fs::last_write_time(Beside(here), fs::file_time_type::clock::now(), ignored);
    }
    if (!failed) fs::rename(Staged(here), here, failed);
    done.push_back(here);
    if (!failed) continue;
    std::error_code ignored;
    for (const fs::path& one : done) {
      if (!fs::exists(Beside(one))) continue;
      if (fs::exists(one)) fs::rename(one, Staged(one), ignored);
      fs::rename(Beside(one), one, ignored);
    }
    return absl::FailedPreconditionError(fmt::format("{}: {}", here.string(), ReasonText(failed)));
  }
  return absl::OkStatus();
}

// Each goes into a database that is set and answers, or nothing is touched.
absl::Status CheckShared(const std::vector<std::string>& dumped, const SharedStores& shared) {
  for (const std::string& owner : dumped) {
    const auto& [setting, what] = kShared.at(owner);
    const auto set = shared.find(owner);
    if (set == shared.end())
      return absl::FailedPreconditionError(fmt::format(
          "Die Sicherung enthält aus PostgreSQL: {}. {} muss die Datenbank nennen, in die sie sollen.", what, setting));
    if (const auto reached = booking::sql::OpenPostgres({.connection = set->second, .connections = 1}); !reached.ok())
      return reached.status();
  }
  return absl::OkStatus();
}

absl::Status DumpShared(const fs::path& target, const SharedStores& shared, std::vector<fs::path>& files) {
  for (const auto& [owner, connection] : shared) {
    const auto database = booking::sql::OpenPostgres({.connection = connection, .connections = 1});
    if (!database.ok()) return database.status();
    std::error_code failed;
    fs::create_directories(target / owner, failed);
    if (absl::Status dumped = (*database)->BackUp(target / DumpOf(owner)); !dumped.ok()) return dumped;
    files.push_back(DumpOf(owner));
  }
  return absl::OkStatus();
}

}  // namespace

SharedStores SharedStoresSet() {
  SharedStores shared;
  for (const auto& [owner, store] : kShared) {
    if (std::string connection = DatabaseSetting(store.setting); !connection.empty()) shared[owner] = connection;
  }
  return shared;
}

absl::Status CopyDatabase(const fs::path& from, const fs::path& to) {
  const auto database = OpenReading(from);
  if (!database.ok()) return database.status();
  sqlite3_stmt* made = nullptr;
  sqlite3_prepare_v2(database->get(), "VACUUM INTO ?1", -1, &made, nullptr);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> copy(made, &sqlite3_finalize);
  if (copy == nullptr) return absl::FailedPreconditionError(from.string() + ": ist keine Datenbank");
  sqlite3_bind_text(copy.get(), 1, to.c_str(), -1, SQLITE_TRANSIENT);
  if (sqlite3_step(copy.get()) != SQLITE_DONE) {
    return absl::ResourceExhaustedError(fmt::format("{}: {}", from.string(), sqlite3_errmsg(database->get())));
  }
  return absl::OkStatus();
}

namespace {

absl::StatusOr<BackupReport> CopyAll(const Installation& installation, const fs::path& target,
                                     const SharedStores& shared) {
  std::error_code failed;
  std::vector<fs::path> files;
  for (const std::string_view owner : kOwners) {
    for (const fs::path& file : FilesOf(installation.data, owner)) {
      fs::create_directories((target / file).parent_path(), failed);
      const absl::Status copied = IsDatabase(file) ? CopyDatabase(installation.data / file, target / file)
                                                   : CopyFile(installation.data / file, target / file);
      if (!copied.ok()) return copied;
      files.push_back(file);
    }
  }
  if (absl::Status dumped = DumpShared(target, shared, files); !dumped.ok()) return dumped;
  if (files.empty()) return absl::NotFoundError(fmt::format("In {} liegen keine Daten.", installation.data.string()));
  BackupReport report;
  if (absl::Status listed = WriteList(target, files, VersionOf(installation), report); !listed.ok()) return listed;
  return report;
}

}  // namespace

absl::StatusOr<BackupReport> TakeBackup(const Installation& installation, const fs::path& target,
                                        const SharedStores& shared) {
  std::error_code failed;
  if (fs::exists(target, failed))
    return absl::AlreadyExistsError(target.string() + " gibt es schon; eine Sicherung kommt in einen neuen Ordner.");
  const auto inside =
      fs::weakly_canonical(target, failed).lexically_relative(fs::weakly_canonical(installation.data, failed));
  if (!inside.empty() && *inside.begin() != "..")
    return absl::InvalidArgumentError(
        fmt::format("{} liegt in den Daten, die gesichert werden; die Sicherung gehört "
                    "woandershin, am besten auf eine andere Platte.",
                    target.string()));
  fs::create_directories(target, failed);
  if (failed) return absl::FailedPreconditionError(fmt::format("{}: {}", target.string(), ReasonText(failed)));
  fs::permissions(target, fs::perms::owner_all, failed);
  auto report = CopyAll(installation, target, shared);
  if (!report.ok()) fs::remove_all(target, failed);  // half a backup is none
  return report;
}

absl::StatusOr<BackupReport> RestoreBackup(const Installation& installation, const fs::path& source,
                                           const SharedStores& shared) {
  BackupReport report;
  const auto files = ReadList(source, report);
  if (!files.ok()) return files.status();
  std::set<std::string> owners;
  std::vector<std::string> dumped;
  for (const fs::path& file : *files) {
    const std::string owner = file.begin()->string();
    owners.insert(owner);
    if (kShared.contains(owner) && file == DumpOf(owner)) dumped.push_back(owner);
  }
  if (absl::Status good = CheckShared(dumped, shared); !good.ok()) return good;
  if (absl::Status good = CheckNothingBeside(installation, owners); !good.ok()) return good;
  absl::Status done = Stage(installation, source, *files, owners);
  for (const std::string& owner : dumped) {
    if (!done.ok()) break;
    done = booking::sql::RestorePostgres(source / DumpOf(owner), shared.at(owner));
    if (!done.ok())
      done = absl::Status(done.code(), fmt::format("{}: {}", kShared.at(owner).what, std::string(done.message())));
  }
  if (done.ok()) done = Swap(installation, owners);
  if (!done.ok()) {
    RemoveStaged(installation, owners);
    return done;
  }
  for (const auto& [owner, connection] : shared) {
    if (std::find(dumped.begin(), dumped.end(), owner) == dumped.end())
      report.missing.push_back(fmt::format("{} ({})", kShared.at(owner).what, kShared.at(owner).setting));
  }
  return report;
}

}  // namespace amtslotse::cli
