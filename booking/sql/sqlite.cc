#include "booking/sql/sqlite.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <unordered_map>

#include "booking/sql/gathered_log.h"

namespace amtslotse::booking::sql {
namespace {

constexpr int kAttempts = 5;

absl::Status FromSqlite(sqlite3* connection, int code, const std::string& what) {
  const std::string message =
      fmt::format("{}: {}", what, connection == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(connection));
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT: return absl::AbortedError(message);
    case SQLITE_FULL:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN: return absl::UnavailableError(message);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return absl::DataLossError(message);
    default: return absl::InternalError(message);
  }
}

// One connection with its prepared statements. Used by one thread at a time.
class Connection {
 public:
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& path, bool writer, int cache_kilobytes) {
    sqlite3* handle = nullptr;
    const int flags =
        SQLITE_OPEN_NOMUTEX | (writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE);
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, writer ? GatheredLog() : nullptr);
    std::unique_ptr<Connection> connection(new Connection(handle));
    if (code != SQLITE_OK) return FromSqlite(handle, code, "open " + path);
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, 5000);
    const char* settings = writer ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                                    "PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=4000;"
                                  : "PRAGMA query_only=ON;";
    if (const absl::Status set = connection->Execute(settings); !set.ok()) return set;
    const std::string cache = "PRAGMA cache_size=-" + std::to_string(cache_kilobytes);
    if (const absl::Status set = connection->Execute(cache.c_str()); !set.ok()) return set;
    return connection;
  }

  ~Connection() {
    for (const auto& [text, statement] : statements_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
  }

  absl::Status Execute(const char* text) {
    const int code = sqlite3_exec(handle_, text, nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? absl::OkStatus() : FromSqlite(handle_, code, text);
  }

  absl::StatusOr<Rows> Run(const Statement& statement, const std::vector<Value>& parameters) {
    absl::StatusOr<sqlite3_stmt*> prepared = Prepare(statement);
    if (!prepared.ok()) return prepared.status();
    for (std::size_t i = 0; i < parameters.size(); ++i) Bind(*prepared, static_cast<int>(i) + 1, parameters[i]);
    const int columns = sqlite3_column_count(*prepared);
    Rows rows(columns);
    const std::int64_t before = sqlite3_total_changes64(handle_);
    int code = SQLITE_OK;
    while ((code = sqlite3_step(*prepared)) == SQLITE_ROW) {
      for (int column = 0; column < columns; ++column) rows.Add(Column(*prepared, column));
    }
    rows.touched = sqlite3_total_changes64(handle_) - before;
    absl::Status outcome = code == SQLITE_DONE ? absl::OkStatus() : FromSqlite(handle_, code, statement.text);
    sqlite3_reset(*prepared);
    if (!outcome.ok()) return outcome;
    return rows;
  }

  sqlite3* handle() { return handle_; }

 private:
  explicit Connection(sqlite3* handle) : handle_(handle) {}

  absl::StatusOr<sqlite3_stmt*> Prepare(const Statement& statement) {
    sqlite3_stmt*& prepared = statements_[statement.text];
    if (prepared != nullptr) return prepared;
    const int code = sqlite3_prepare_v3(handle_, statement.text, -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    if (code != SQLITE_OK) return FromSqlite(handle_, code, statement.text);
    return prepared;
  }

  // Bound by reference: the parameters outlive the step.
  static void Bind(sqlite3_stmt* statement, int position, const Value& value) {
    const std::string& bytes = value.bytes();
    switch (value.kind()) {
      case Value::Kind::kNumber: sqlite3_bind_int64(statement, position, value.number()); return;
      case Value::Kind::kText:
        sqlite3_bind_text64(statement, position, bytes.data(), bytes.size(), SQLITE_STATIC, SQLITE_UTF8);
        return;
      case Value::Kind::kBlob:
        sqlite3_bind_blob64(statement, position, bytes.data(), bytes.size(), SQLITE_STATIC);
        return;
      case Value::Kind::kNull: sqlite3_bind_null(statement, position);
    }
  }

  static Value Column(sqlite3_stmt* statement, int column) {
    const auto size = [&] { return static_cast<std::size_t>(sqlite3_column_bytes(statement, column)); };
    switch (sqlite3_column_type(statement, column)) {
      case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(statement, column)};
      case SQLITE_TEXT: {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
        return std::string(text, size());
      }
      case SQLITE_BLOB: {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
        return Blob{std::string(bytes == nullptr ? "" : bytes, size())};
      }
      default: return Null{};
    }
  }

  sqlite3* handle_;
  std::unordered_map<const void*, sqlite3_stmt*> statements_;
};

class SqliteTransaction final : public Transaction {
 public:
  explicit SqliteTransaction(Connection& connection) : connection_(connection) {}

  absl::Status Lock(std::vector<LockKey>) override { return absl::OkStatus(); }  // there is one writer

  absl::StatusOr<Rows> Run(const Statement& statement, std::vector<Value> parameters) override {
    return connection_.Run(statement, parameters);
  }

  absl::StatusOr<std::vector<Rows>> RunAll(std::vector<Call> calls) override {
    std::vector<Rows> all;
    all.reserve(calls.size());
    for (const Call& call : calls) {
      absl::StatusOr<Rows> rows = connection_.Run(*call.statement, call.parameters);
      if (!rows.ok()) return rows.status();
      all.push_back(*std::move(rows));
    }
    return all;
  }

  absl::Status Script(const std::string& text) override {
    changed_schema = true;
    return connection_.Execute(text.c_str());
  }

  absl::Status Later(const Statement& statement, std::vector<Value> parameters) override {
    return connection_.Run(statement, parameters).status();
  }

  bool changed_schema = false;

 private:
  Connection& connection_;
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const SqliteSettings& settings, int lock, std::unique_ptr<Connection> writer,
                 std::vector<std::unique_ptr<Connection>> readers)
      : settings_(settings), lock_(lock), writer_(std::move(writer)), readers_(std::move(readers)) {
    for (const auto& reader : readers_) idle_readers_.push_back(reader.get());
  }

  ~SqliteDatabase() override {
    readers_.clear();
    writer_.reset();
    close(lock_);
  }

  // Who finds nobody writing writes for itself and for those who came meanwhile, in one commit; then the next who
  // waits.
  absl::Status Write(const Work& work) override {
    Waiting waiting{&work};
    std::unique_lock guard(mutex_);
    if (writing_) {
      queue_.push_back(&waiting);
      waiting.changed.wait(guard, [&] { return waiting.done || waiting.leads; });
      if (waiting.done) return waiting.outcome;
    }
    writing_ = true;
    std::vector<Waiting*> group{&waiting};
    while (!queue_.empty() && group.size() < static_cast<std::size_t>(settings_.group)) {
      group.push_back(queue_.front());
      queue_.pop_front();
    }
    guard.unlock();
    WriteGroup(group);
    guard.lock();
    for (Waiting* other : group) {
      other->done = true;
      if (other != &waiting) other->changed.notify_one();
    }
    writing_ = !queue_.empty();
    if (writing_) {
      queue_.front()->leads = true;
      queue_.front()->changed.notify_one();
      queue_.pop_front();
    }
    return waiting.outcome;
  }

  absl::Status Read(const Work& work) override {
    Connection* connection = nullptr;
    {
      std::unique_lock guard(reader_mutex_);
      reader_free_.wait(guard, [&] { return !idle_readers_.empty(); });
      connection = idle_readers_.back();
      idle_readers_.pop_back();
    }
    const absl::Status outcome = ReadOn(*connection, work);
    {
      const std::lock_guard guard(reader_mutex_);
      idle_readers_.push_back(connection);
    }
    reader_free_.notify_one();
    return outcome;
  }

  absl::StatusOr<std::vector<Transaction::Touched>> TouchedElsewhere() override {
    return std::vector<Transaction::Touched>();  // there is no other process
  }

  bool is_postgres() const override { return false; }

  absl::Status BackUp(const std::string& path) override {
    if (std::filesystem::exists(path)) return absl::AlreadyExistsError(path + " exists already");
    auto source = Connection::Open(settings_.path, /*writer=*/false, settings_.cache_kilobytes / 8);
    if (!source.ok()) return source.status();
    static constexpr Statement kVacuum{"VACUUM INTO ?1"};
    (void)(*source)->Execute("PRAGMA query_only=OFF");
    return (*source)->Run(kVacuum, {path}).status();
  }

 private:
  struct Waiting {
    const Work* work;
    absl::Status outcome{};
    bool done = false;
    bool leads = false;
    std::condition_variable changed{};
  };

  static absl::Status ReadOn(Connection& connection, const Work& work) {
    if (const absl::Status begun = connection.Execute("BEGIN"); !begun.ok()) return begun;
    SqliteTransaction transaction(connection);
    const absl::Status outcome = work(transaction);
    const absl::Status ended = connection.Execute("COMMIT");
    return outcome.ok() ? ended : outcome;
  }

  void WriteGroup(const std::vector<Waiting*>& group) {
    absl::Status outcome = RunGroup(group, /*apart=*/false);
    if (absl::IsAborted(outcome) && !InTransaction()) outcome = RunGroup(group, /*apart=*/true);
    if (outcome.ok()) return;
    // Nothing of the group is in the file, so nobody in it may hear of a success.
    if (InTransaction()) (void)Run(kRollback);
    for (Waiting* waiting : group) {
      if (waiting->outcome.ok()) waiting->outcome = outcome;
    }
  }

  // All in one transaction. `apart`: each can be undone for itself, which costs as much again; without it Aborted, with
  // nothing done, when one must be.
  absl::Status RunGroup(const std::vector<Waiting*>& group, bool apart) {
    if (absl::Status begun = Run(kBegin); !begun.ok()) return begun;
    for (Waiting* waiting : group) {
      bool left_something = false;
      waiting->outcome = apart ? RunInSavepoint(*waiting->work) : RunOnce(*waiting->work, left_something);
      // A full disk or a failed write makes SQLite roll back everything at once.
      if (!InTransaction()) return absl::UnavailableError("database write failed: " + waiting->outcome.ToString());
      if (!left_something) continue;
      const absl::Status undone = Run(kRollback);
      return undone.ok() ? absl::AbortedError("one of several failed") : undone;
    }
    return Run(kCommit);
  }

  absl::Status RunOnce(const Work& work, bool& left_something) {
    const std::int64_t before = sqlite3_total_changes64(writer_->handle());
    SqliteTransaction transaction(*writer_);
    absl::Status outcome = work(transaction);
    const bool wrote = transaction.changed_schema || sqlite3_total_changes64(writer_->handle()) != before;
    left_something = absl::IsAborted(outcome) || (!outcome.ok() && wrote);
    return outcome;
  }

  bool InTransaction() { return sqlite3_get_autocommit(writer_->handle()) == 0; }
  absl::Status Run(const Statement& statement) { return writer_->Run(statement, {}).status(); }

  absl::Status RunInSavepoint(const Work& work) {
    absl::Status outcome;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      if (absl::Status opened = Run(kSavepoint); !opened.ok()) return opened;
      SqliteTransaction transaction(*writer_);
      outcome = work(transaction);
      if (outcome.ok()) return Run(kRelease);
      if (!InTransaction()) return outcome;
      (void)Run(kRollbackTo);
      (void)Run(kRelease);
      if (!absl::IsAborted(outcome)) break;
    }
    return outcome;
  }

  static constexpr Statement kBegin{"BEGIN IMMEDIATE"};
  static constexpr Statement kCommit{"COMMIT"};
  static constexpr Statement kRollback{"ROLLBACK"};
  static constexpr Statement kSavepoint{"SAVEPOINT work"};
  static constexpr Statement kRelease{"RELEASE work"};
  static constexpr Statement kRollbackTo{"ROLLBACK TO work"};

  const SqliteSettings settings_;
  const int lock_;
  std::unique_ptr<Connection> writer_;
  std::vector<std::unique_ptr<Connection>> readers_;

  std::mutex mutex_;
  std::deque<Waiting*> queue_;  // while somebody writes
  bool writing_ = false;

  std::mutex reader_mutex_;
  std::condition_variable reader_free_;
  std::vector<Connection*> idle_readers_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> OpenSqlite(const SqliteSettings& settings) {
  const int lock = open((settings.path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return absl::UnavailableError("cannot write " + settings.path + ".lock");
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    close(lock);
    return absl::FailedPreconditionError(settings.path + " is in use by another process");
  }
  auto writer = Connection::Open(settings.path, /*writer=*/true, settings.cache_kilobytes / 2);
  std::vector<std::unique_ptr<Connection>> readers;
  absl::Status opened = writer.status();
  for (int i = 0; opened.ok() && i < settings.readers; ++i) {
    auto reader = Connection::Open(settings.path, /*writer=*/false, settings.cache_kilobytes / 2 / settings.readers);
    opened = reader.status();
    if (opened.ok()) readers.push_back(*std::move(reader));
  }
  if (!opened.ok()) {
    close(lock);
    return opened;
  }
  return std::make_unique<SqliteDatabase>(settings, lock, *std::move(writer), std::move(readers));
}

absl::Status RestoreSqlite(const std::string& backup, const std::string& path) {
  const int lock = open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (lock >= 0) close(lock);
    return absl::FailedPreconditionError(path + " is in use");
  }
  std::error_code failed;
  const std::string aside = path + ".before-restore";
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(aside + suffix, failed);
    if (std::filesystem::exists(path + suffix)) std::filesystem::rename(path + suffix, aside + suffix, failed);
  }
  std::filesystem::copy_file(backup, path, failed);
  close(lock);
  return failed ? absl::UnavailableError("cannot copy " + backup + ": " + failed.message()) : absl::OkStatus();
}

}  // namespace amtslotse::booking::sql
