#include "booking/sql/gathered_log.h"

#include <sqlite3.h>

#include <algorithm>
#include <string>

namespace amtslotse::booking::sql {
namespace {

constexpr std::size_t kMostGathered = 4 << 20;
constexpr int kPiece = 1 << 16;  // SQLite's own files take less than 128 KiB at once
constexpr int kPieces = 16;

// What was appended and not yet handed to the file below, and how long that is.
struct Gathered {
  std::string bytes;
  sqlite3_int64 at = 0;
  sqlite3_int64 length = 0;
};

// SQLite allots the memory of a file; the one below lies right behind.
struct Log {
  sqlite3_file file;  // first, as SQLite wants it
  Gathered* gathered;
};

Log& LogOf(sqlite3_file* file) { return *reinterpret_cast<Log*>(file); }
sqlite3_file* Below(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<Log*>(file) + 1); }
sqlite3_vfs* SystemFiles() {
  static sqlite3_vfs* const files = sqlite3_vfs_find(nullptr);
  return files;
}

int HandOver(sqlite3_file* file) {
  Gathered& gathered = *LogOf(file).gathered;
  if (gathered.bytes.empty()) return SQLITE_OK;
  sqlite3_file* below = Below(file);
  int code = SQLITE_OK;
  for (std::size_t done = 0; code == SQLITE_OK && done < gathered.bytes.size(); done += kPiece) {
    const auto count = static_cast<int>(std::min<std::size_t>(kPiece, gathered.bytes.size() - done));
    const sqlite3_int64 at = gathered.at + static_cast<sqlite3_int64>(done);
    code = below->pMethods->xWrite(below, gathered.bytes.data() + done, count, at);
    if (code == SQLITE_OK) gathered.length = std::max(gathered.length, at + count);
  }
  gathered.bytes.clear();
  return code;
}

// Behind the last page zeros are as good as nothing. Where there is no room for them the pages may still fit.
void Grow(sqlite3_file* file, sqlite3_int64 length_before) {
  Gathered& gathered = *LogOf(file).gathered;
  if (length_before == 0 || gathered.length == length_before) return;
  static const char zeros[kPiece]{};
  sqlite3_file* below = Below(file);
  for (int piece = 0; piece < kPieces; ++piece) {
    if (below->pMethods->xWrite(below, zeros, kPiece, gathered.length) != SQLITE_OK) return;
    gathered.length += kPiece;
  }
}

int Close(sqlite3_file* file) {
  const int code = HandOver(file);
  delete LogOf(file).gathered;
  sqlite3_file* below = Below(file);
  const int closed = below->pMethods->xClose(below);
  return code == SQLITE_OK ? closed : code;
}

int Read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 at) {
  if (const int code = HandOver(file); code != SQLITE_OK) return code;
  return Below(file)->pMethods->xRead(Below(file), bytes, count, at);
}

int Write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  Gathered& gathered = *LogOf(file).gathered;
  const bool follows = gathered.at + static_cast<sqlite3_int64>(gathered.bytes.size()) == at;
  if (!follows || gathered.bytes.size() > kMostGathered) {
    if (const int code = HandOver(file); code != SQLITE_OK) return code;
  }
  if (gathered.bytes.empty()) gathered.at = at;
  gathered.bytes.append(static_cast<const char*>(bytes), static_cast<std::size_t>(count));
  return SQLITE_OK;
}

int Truncate(sqlite3_file* file, sqlite3_int64 length) {
  if (const int code = HandOver(file); code != SQLITE_OK) return code;
  const int code = Below(file)->pMethods->xTruncate(Below(file), length);
  if (code == SQLITE_OK) LogOf(file).gathered->length = length;
  return code;
}

int Sync(sqlite3_file* file, int flags) {
  const sqlite3_int64 length = LogOf(file).gathered->length;
  if (const int code = HandOver(file); code != SQLITE_OK) return code;
  Grow(file, length);
  return Below(file)->pMethods->xSync(Below(file), flags);
}

int FileSize(sqlite3_file* file, sqlite3_int64* length) {
  if (const int code = HandOver(file); code != SQLITE_OK) return code;
  return Below(file)->pMethods->xFileSize(Below(file), length);
}

int Lock(sqlite3_file* file, int level) { return Below(file)->pMethods->xLock(Below(file), level); }
int Unlock(sqlite3_file* file, int level) { return Below(file)->pMethods->xUnlock(Below(file), level); }
int CheckReservedLock(sqlite3_file* file, int* held) {
  return Below(file)->pMethods->xCheckReservedLock(Below(file), held);
}
int FileControl(sqlite3_file* file, int what, void* argument) {
  if (const int code = HandOver(file); code != SQLITE_OK) return code;
  return Below(file)->pMethods->xFileControl(Below(file), what, argument);
}
int SectorSize(sqlite3_file* file) { return Below(file)->pMethods->xSectorSize(Below(file)); }
int DeviceCharacteristics(sqlite3_file* file) { return Below(file)->pMethods->xDeviceCharacteristics(Below(file)); }

// The first version: a log has neither shared memory nor mapped pages.
constexpr sqlite3_io_methods kLogMethods{1,
                                         Close,
                                         Read,
                                         Write,
                                         Truncate,
                                         Sync,
                                         FileSize,
                                         Lock,
                                         Unlock,
                                         CheckReservedLock,
                                         FileControl,
                                         SectorSize,
                                         DeviceCharacteristics,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr};

int Open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out) {
  sqlite3_vfs* system = SystemFiles();
  if ((flags & SQLITE_OPEN_WAL) == 0) return system->xOpen(system, name, file, flags, flags_out);
  sqlite3_file* below = Below(file);
  const int code = system->xOpen(system, name, below, flags, flags_out);
  file->pMethods = nullptr;  // not to be closed
  if (code != SQLITE_OK) return code;
  LogOf(file).gathered = new Gathered;
  file->pMethods = &kLogMethods;
  return below->pMethods->xFileSize(below, &LogOf(file).gathered->length);
}

sqlite3_vfs Registered() {
  sqlite3_vfs files = *SystemFiles();
  files.zName = "gathered-log";
  files.szOsFile += static_cast<int>(sizeof(Log));
  files.xOpen = Open;
  files.pNext = nullptr;
  return files;
}

}  // namespace

const char* GatheredLog() {
  static sqlite3_vfs files = Registered();
  static const int registered = sqlite3_vfs_register(&files, /*makeDflt=*/0);
  return registered == SQLITE_OK ? files.zName : nullptr;
}

}  // namespace amtslotse::booking::sql
