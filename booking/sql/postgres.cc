#include "booking/sql/postgres.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <mutex>

#include "booking/sql/postgres_pool.h"
#include "booking/sql/postgres_writes.h"
#include "booking/sql/shared_commits.h"

extern char** environ;

namespace amtslotse::booking::sql {
namespace {

constexpr int kAttempts = 10;
// Half of the connections are for what is committed together, up to so many; few are not divided.
constexpr int kFewConnections = 3;
constexpr int kMostShared = 8;
constexpr std::chrono::milliseconds kPollDistance{100};

constexpr Statement kBegin{"BEGIN"};
constexpr Statement kBeginRead{"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
constexpr Statement kCommit{"COMMIT"};
constexpr Statement kRollback{"ROLLBACK"};
// `xid` is filled by the database (see schema.cc). What is not yet visible to everybody is looked at again.
constexpr Statement kChanged{"SELECT location, day FROM audit WHERE xid >= ?1 AND location IS NOT NULL"};
constexpr Statement kHorizon{"SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)"};

// Takes a connection when it first has something to ask: what only writes needs none of its own (SharedCommits).
class PostgresTransaction final : public Transaction {
 public:
  PostgresTransaction(PostgresPool& pool, SharedCommits& shared, const Statement& begin)
      : pool_(pool), shared_(shared), begin_(begin) {}
  ~PostgresTransaction() override {
    if (connection_ != nullptr) pool_.GiveBack(std::move(connection_));
  }

  absl::Status Lock(std::vector<LockKey> keys) override {
    Add(writes_.locks, keys);
    return absl::OkStatus();
  }

  absl::StatusOr<Rows> Run(const Statement& statement, std::vector<Value> parameters) override {
    std::vector<Call> one;
    one.push_back({&statement, std::move(parameters)});
    absl::StatusOr<std::vector<Rows>> rows = RunAll(std::move(one));
    if (!rows.ok()) return rows.status();
    return std::move(rows->front());
  }

  absl::StatusOr<std::vector<Rows>> RunAll(std::vector<Call> calls) override {
    if (calls.empty()) return std::vector<Rows>();
    if (const absl::Status connected = Connect(); !connected.ok()) return connected;
    if (!OnlyLooks(calls)) Begin();
    const std::ptrdiff_t earlier = QueueWrites();
    for (const Call& call : calls) connection_->Queue(*call.statement, call.parameters);
    absl::StatusOr<std::vector<Rows>> rows = Flush();
    if (rows.ok() && earlier > 0) rows->erase(rows->begin(), rows->begin() + earlier);
    return rows;
  }

  absl::Status Script(const std::string& text) override {
    if (const absl::Status connected = Connect(); !connected.ok()) return connected;
    Begin();
    QueueWrites();
    if (const auto begun = Flush(); !begun.ok()) return begun.status();
    return connection_->Script(text);
  }

  absl::Status Later(const Statement& statement, std::vector<Value> parameters) override {
    writes_.calls.push_back({&statement, std::move(parameters)});
    return absl::OkStatus();
  }

  // What goes out together and was not begun is one transaction for the server: no BEGIN and COMMIT of its own.
  absl::Status Commit() {
    if (!begun_ && writes_.calls.empty()) return absl::OkStatus();
    if (!begun_) {
      if (const auto together = shared_.Commit(writes_)) return *together;
    }
    if (const absl::Status connected = Connect(); !connected.ok()) return connected;
    QueueWrites();
    if (!begun_) return Flush().status();
    connection_->QueueCommand(kCommit);
    begun_ = false;
    const absl::Status done = Flush().status();
    if (!done.ok() && !connection_->broken()) {
      connection_->QueueCommand(kRollback);
      (void)connection_->Flush();
    }
    return done;
  }

  void Rollback() {
    if (!begun_ || connection_->broken()) return;
    connection_->QueueCommand(kRollback);
    (void)connection_->Flush();
  }

 private:
  absl::Status Connect() {
    if (connection_ != nullptr) return absl::OkStatus();
    auto taken = pool_.Take();
    if (!taken.ok()) return taken.status();
    connection_ = *std::move(taken);
    return absl::OkStatus();
  }

  void Begin() {
    if (!begun_) connection_->QueueCommand(begin_);
    begun_ = true;
  }

  // Before anything is locked or written a look needs no transaction: at READ COMMITTED each statement sees what is
  // committed when it begins, in one as well as outside.
  bool OnlyLooks(const std::vector<Call>& calls) const {
    if (begun_ || !writes_.locks.empty() || !writes_.calls.empty() || &begin_ != &kBegin) return false;
    return std::all_of(calls.begin(), calls.end(), [](const Call& call) {
      const std::string_view text = call.statement->text;
      return text.starts_with("SELECT ") && text.find(" FOR ") == std::string_view::npos;
    });
  }

  std::ptrdiff_t QueueWrites() {
    return QueueLocks(*connection_, writes_.locks) + QueueCalls(*connection_, writes_.calls);
  }

  absl::StatusOr<std::vector<Rows>> Flush() {
    auto rows = connection_->Flush();
    writes_ = {};
    return rows;
  }

  PostgresPool& pool_;
  SharedCommits& shared_;
  const Statement& begin_;
  std::unique_ptr<PostgresConnection> connection_;
  bool begun_ = false;
  Writes writes_;
};

int SharedOf(int connections) { return connections <= kFewConnections ? 0 : std::min(connections / 2, kMostShared); }

class PostgresDatabase final : public Database {
 public:
  explicit PostgresDatabase(const PostgresSettings& settings)
      : settings_(settings),
        pool_(settings.connection, settings.connections - SharedOf(settings.connections)),
        shared_(settings.connection, SharedOf(settings.connections)) {}

  absl::Status Write(const Work& work) override {
    absl::Status outcome;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      bool committing = false;
      outcome = Once(work, kBegin, committing);
      // A connection that was closed while it lay idle breaks before the commit; nothing happened then.
      const bool stale = absl::IsUnavailable(outcome) && !committing && attempt == 0;
      if (!absl::IsAborted(outcome) && !stale) break;
    }
    return outcome;
  }

  absl::Status Read(const Work& work) override {
    absl::Status outcome;
    for (int attempt = 0; attempt < 2; ++attempt) {
      bool committing = false;
      outcome = Once(work, kBeginRead, committing);
      if (!absl::IsUnavailable(outcome)) break;
    }
    return outcome;
  }

  bool is_postgres() const override { return true; }

  absl::StatusOr<std::vector<Transaction::Touched>> TouchedElsewhere() override {
    const std::lock_guard guard(poll_mutex_);
    const auto now = std::chrono::steady_clock::now();
    std::vector<Transaction::Touched> touched;
    if (now < next_poll_) return touched;
    const absl::Status read = Read([&](Transaction& transaction) -> absl::Status {
      touched.clear();
      const auto rows = transaction.RunAll({{&kHorizon, {}}, {&kChanged, {horizon_}}});
      if (!rows.ok()) return rows.status();
      const Rows& changed = (*rows)[1];
      for (std::size_t row = 0; horizon_ > 0 && row < changed.size(); ++row) {
        touched.push_back({changed.Int(row, 0), changed.Int(row, 1)});
      }
      horizon_ = (*rows)[0].Int(0, 0);
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
    next_poll_ = now + kPollDistance;
    return touched;
  }

  absl::Status BackUp(const std::string& path) override;

 private:
  absl::Status Once(const Work& work, const Statement& begin, bool& committing) {
    PostgresTransaction transaction(pool_, shared_, begin);
    const absl::Status outcome = work(transaction);
    if (!outcome.ok()) {
      transaction.Rollback();
      return outcome;
    }
    committing = true;
    return transaction.Commit();
  }

  const PostgresSettings settings_;
  PostgresPool pool_;
  SharedCommits shared_;

  std::mutex poll_mutex_;
  std::chrono::steady_clock::time_point next_poll_{};
  std::int64_t horizon_ = 0;
};

// libpq's names of environment variables for what a connection string says, so that no password stands in a command
// line.
std::vector<std::string> EnvironmentFor(const std::string& connection) {
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
  char* problem = nullptr;
  PQconninfoOption* options = PQconninfoParse(connection.c_str(), &problem);
  PQfreemem(problem);
  if (options == nullptr) return environment;
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    if (option->val != nullptr && option->envvar != nullptr) {
      environment.push_back(fmt::format("{}={}", option->envvar, option->val));
    }
  }
  PQconninfoFree(options);
  return environment;
}

absl::Status RunProgram(std::vector<std::string> arguments, const std::string& connection) {
  std::vector<std::string> environment = EnvironmentFor(connection);
  std::vector<char*> argv;
  std::vector<char*> envp;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  for (std::string& entry : environment) envp.push_back(entry.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  pid_t child = 0;
  if (posix_spawnp(&child, argv[0], nullptr, nullptr, argv.data(), envp.data()) != 0) {
    return absl::FailedPreconditionError(arguments[0] + " cannot be started; the package postgresql-client has it");
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child || status != 0) return absl::UnavailableError(arguments[0] + " failed");
  return absl::OkStatus();
}

absl::Status PostgresDatabase::BackUp(const std::string& path) {
  if (std::filesystem::exists(path)) return absl::AlreadyExistsError(path + " exists already");
  return RunProgram({"pg_dump", "--format=custom", "--no-owner", "--file=" + path}, settings_.connection);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> OpenPostgres(const PostgresSettings& settings) {
  auto database = std::make_unique<PostgresDatabase>(settings);
  const absl::Status reached = database->Read([](Transaction& transaction) {
    static constexpr Statement kOne{"SELECT 1"};
    return transaction.Run(kOne, {}).status();
  });
  if (!reached.ok()) return reached;
  return database;
}

absl::Status RestorePostgres(const std::string& backup, const std::string& connection) {
  const auto parts = EnvironmentFor(connection);
  const auto name = std::find_if(parts.rbegin(), parts.rend(),
                                 [](const std::string& entry) { return entry.starts_with("PGDATABASE="); });
  if (name == parts.rend()) return absl::InvalidArgumentError("connection: dbname is missing");
  return RunProgram({"pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
                     "--dbname=" + name->substr(name->find('=') + 1), backup},
                    connection);
}

}  // namespace amtslotse::booking::sql
