// SQLite behind `Database`: one file in WAL mode, one writing connection, a pool of reading ones.
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <mutex>
#include <unordered_map>

#include "knowledge/database.h"

namespace amtslotse::knowledge {
namespace {

absl::Status SqliteStatus(sqlite3* connection, std::string_view doing) {
  const int code = sqlite3_errcode(connection);
  const std::string text = std::string(doing) + ": " + sqlite3_errmsg(connection);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return absl::AbortedError(text);
    // Of the disk, and no fault of those who ask, as ResourceExhausted would be.
    case SQLITE_FULL:
    case SQLITE_IOERR: return absl::UnavailableError(text);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return absl::DataLossError(text);
    case SQLITE_CONSTRAINT: return absl::AlreadyExistsError(text);
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH: return absl::PermissionDeniedError(text);
    case SQLITE_CANTOPEN: return absl::NotFoundError(text);
    default: return absl::InternalError(text);
  }
}

class Connection final : public Sql {
 public:
  explicit Connection(sqlite3* handle) : handle_(handle) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() override {
    for (auto& [text, statement] : statements_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
  }

  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& path, int flags) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    auto connection = std::make_unique<Connection>(handle);
    if (code != SQLITE_OK) return SqliteStatus(handle, "opening " + path);
    sqlite3_busy_timeout(handle, 5000);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 64 << 20);
    return connection;
  }

  absl::Status Execute(const char* script) {
    if (sqlite3_exec(handle_, script, nullptr, nullptr, nullptr) != SQLITE_OK) return SqliteStatus(handle_, script);
    return absl::OkStatus();
  }

  absl::Status Query(std::string_view text, const std::vector<SqlValue>& parameters,
                     const std::function<bool(const SqlRow&)>& row) override {
    const absl::StatusOr<sqlite3_stmt*> statement = Prepared(text);
    if (!statement.ok()) return statement.status();
    Bind(*statement, parameters);
    SqlRow values(static_cast<std::size_t>(sqlite3_column_count(*statement)));
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(*statement)) == SQLITE_ROW) {
      for (std::size_t i = 0; i < values.size(); ++i) values[i] = Column(*statement, static_cast<int>(i));
      if (!row(values)) break;
    }
    absl::Status status;
    if (code != SQLITE_DONE && code != SQLITE_ROW) status = SqliteStatus(handle_, text);
    sqlite3_reset(*statement);
    sqlite3_clear_bindings(*statement);
    return status;
  }

  absl::StatusOr<std::int64_t> Run(std::string_view text, const std::vector<SqlValue>& parameters) override {
    const absl::Status status = Query(text, parameters, [](const SqlRow&) { return true; });
    if (!status.ok()) return status;
    return sqlite3_changes64(handle_);
  }

 private:
  absl::StatusOr<sqlite3_stmt*> Prepared(std::string_view text) {
    std::string key(text);
    if (const auto found = statements_.find(key); found != statements_.end()) return found->second;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(handle_, key.c_str(), static_cast<int>(key.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr) != SQLITE_OK) {
      return SqliteStatus(handle_, text);
    }
    return statements_.emplace(std::move(key), statement).first->second;
  }

  // "$2" is a name to SQLite, numbered by first appearance: look its index up.
  static void Bind(sqlite3_stmt* statement, const std::vector<SqlValue>& parameters) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const std::string name = "$" + std::to_string(i + 1);
      const int index = sqlite3_bind_parameter_index(statement, name.c_str());
      if (index == 0) continue;
      const SqlValue& value = parameters[i];
      if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        sqlite3_bind_int64(statement, index, *integer);
      } else if (const auto* real = std::get_if<double>(&value)) {
        sqlite3_bind_double(statement, index, *real);
      } else if (const auto* bytes = std::get_if<std::string>(&value)) {
        sqlite3_bind_text64(statement, index, bytes->data(), bytes->size(), SQLITE_STATIC, SQLITE_UTF8);
      } else {
        sqlite3_bind_null(statement, index);
      }
    }
  }

  static SqlValue Column(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
      case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(statement, column)};
      case SQLITE_FLOAT: return sqlite3_column_double(statement, column);
      case SQLITE_NULL: return nullptr;
      default: {
        const void* bytes = sqlite3_column_blob(statement, column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        return size == 0 ? std::string() : std::string(static_cast<const char*>(bytes), size);
      }
    }
  }

  sqlite3* handle_;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

// Held while this process may write; the kernel drops it with the process.
class FileLock {
 public:
  static absl::StatusOr<std::unique_ptr<FileLock>> Take(const std::string& path) {
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return absl::ErrnoToStatus(errno, "opening " + path);
    auto lock = std::make_unique<FileLock>(descriptor);
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      return absl::FailedPreconditionError(path + ": another process has the knowledge database open for writing");
    }
    return lock;
  }
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock() { close(descriptor_); }

 private:
  int descriptor_;
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::string path, std::unique_ptr<FileLock> lock, std::unique_ptr<Connection> writer)
      : path_(std::move(path)), lock_(std::move(lock)), writer_(std::move(writer)) {}

  absl::Status Write(const std::function<absl::Status(Sql&)>& work) override {
    if (!writer_) return absl::FailedPreconditionError(path_ + " was opened for reading only");
    const std::lock_guard hold(writing_);
    return InTransaction(*writer_, "BEGIN IMMEDIATE", work);
  }

  absl::Status Read(const std::function<absl::Status(Sql&)>& work) const override {
    if (path_.empty()) {  // in memory: the one connection there is
      const std::lock_guard hold(writing_);
      return work(*writer_);
    }
    absl::StatusOr<std::unique_ptr<Connection>> reader = Borrow();
    if (!reader.ok()) return reader.status();
    const absl::Status status = InTransaction(**reader, "BEGIN", work);
    const std::lock_guard hold(pool_lock_);
    pool_.push_back(*std::move(reader));
    return status;
  }

 private:
  static absl::Status InTransaction(Connection& connection, const char* begin,
                                    const std::function<absl::Status(Sql&)>& work) {
    absl::Status status = connection.Execute(begin);
    if (!status.ok()) return status;
    status = work(connection);
    if (status.ok()) status = connection.Execute("COMMIT");
    if (!status.ok()) connection.Execute("ROLLBACK").IgnoreError();
    return status;
  }

  absl::StatusOr<std::unique_ptr<Connection>> Borrow() const {
    {
      const std::lock_guard hold(pool_lock_);
      if (!pool_.empty()) {
        std::unique_ptr<Connection> reader = std::move(pool_.back());
        pool_.pop_back();
        return reader;
      }
    }
    return Connection::Open(path_, SQLITE_OPEN_READONLY);
  }

  std::string path_;
  std::unique_ptr<FileLock> lock_;
  std::unique_ptr<Connection> writer_;
  mutable std::recursive_mutex writing_;  // recursive: in memory, reading inside a write shares the connection
  mutable std::mutex pool_lock_;
  mutable std::vector<std::unique_ptr<Connection>> pool_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> OpenSqlite(const std::string& path) {
  absl::StatusOr<std::unique_ptr<FileLock>> lock = FileLock::Take(path + ".lock");
  if (!lock.ok()) return lock.status();
  auto writer = Connection::Open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!writer.ok()) return writer.status();
  // What is forgotten is overwritten in the file, not only unlinked.
  const absl::Status status =
      (*writer)->Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
  if (!status.ok()) return status;
  return std::make_unique<SqliteDatabase>(path, *std::move(lock), *std::move(writer));
}

absl::StatusOr<std::unique_ptr<Database>> OpenSqliteForReading(const std::string& path) {
  auto probe = Connection::Open(path, SQLITE_OPEN_READONLY);
  if (!probe.ok()) return probe.status();
  return std::make_unique<SqliteDatabase>(path, nullptr, nullptr);
}

absl::StatusOr<std::unique_ptr<Database>> OpenSqliteInMemory() {
  auto connection = Connection::Open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!connection.ok()) return connection.status();
  return std::make_unique<SqliteDatabase>("", nullptr, *std::move(connection));
}

}  // namespace amtslotse::knowledge
