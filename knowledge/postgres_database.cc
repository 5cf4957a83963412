// PostgreSQL behind `Database`: any number of processes on one database, one writer at a time over all of them.
#include <libpq-fe.h>

#include <mutex>
#include <unordered_map>

#include "knowledge/database.h"

namespace amtslotse::knowledge {
namespace {

constexpr Oid kBool = 16;
constexpr Oid kInt8 = 20;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr Oid kFloat8 = 701;
constexpr int kAttempts = 2;  // a connection that broke while it was idle is found out by using it

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

absl::Status StatusOf(PGconn* handle, const PGresult* result, std::string_view doing) {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string code = state == nullptr ? "08000" : state;
  const std::string text = std::string(doing) + ": PostgreSQL " + code + ": " + PQerrorMessage(handle);
  // 53: no room on the disk, no memory, no connection left; no fault of those who ask, as ResourceExhausted would be.
  if (code.starts_with("08") || code.starts_with("57P") || code.starts_with("53")) return absl::UnavailableError(text);
  if (code == "40001" || code == "40P01") return absl::AbortedError(text);
  if (code == "57014" || code == "55P03") return absl::DeadlineExceededError(text);
  if (code.starts_with("23")) return absl::AlreadyExistsError(text);
  if (code.starts_with("22")) return absl::InvalidArgumentError(text);
  if (code == "42501" || code.starts_with("28")) return absl::PermissionDeniedError(text);
  return absl::InternalError(text);
}

// Why there is no connection. Of an address that it cannot read libpq repeats parts, which may be the password's: then
// it has no host, or one with the rest of a password that an @ cut in two.
std::string WhyNoConnection(PGconn* handle) {
  const std::string host = PQhost(handle) == nullptr ? "" : PQhost(handle);
  if (host.empty() || host.find('@') != std::string::npos)
    return "PostgreSQL: the address cannot be read; in one with postgresql:// an @ in the password is written %40, "
           "a % is %25";
  return std::string("PostgreSQL: ") + PQerrorMessage(handle);
}

// Names sort by their bytes, as in SQLite, whatever the database's language.
std::string Dialect(std::string_view text) {
  std::string own(text);
  const std::size_t first = own.find_first_not_of(" \n");
  if (first == std::string::npos || !own.substr(first).starts_with("CREATE TABLE")) return own;
  for (std::size_t at = own.find(" TEXT"); at != std::string::npos; at = own.find(" TEXT", at + 17)) {
    own.insert(at + 5, " COLLATE \"C\"");
  }
  return own;
}

SqlValue Cell(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return nullptr;
  const char* bytes = PQgetvalue(result, row, column);
  switch (PQftype(result, column)) {
    case kBool: return std::int64_t{bytes[0] == 't' ? 1 : 0};
    case kInt8:
    case kInt4: return std::int64_t{std::atoll(bytes)};
    case kFloat8: return std::atof(bytes);
    default: return std::string(bytes, static_cast<std::size_t>(PQgetlength(result, row, column)));
  }
}

// Parameters as libpq wants them; points into the values.
struct Parameters {
  explicit Parameters(const std::vector<SqlValue>& given) {
    numbers.reserve(given.size());
    for (const SqlValue& value : given) {
      if (const auto* text = std::get_if<std::string>(&value)) {
        values.push_back(text->c_str());
        types.push_back(kText);
      } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        values.push_back(numbers.emplace_back(std::to_string(*integer)).c_str());
        types.push_back(kInt8);
      } else if (const auto* real = std::get_if<double>(&value)) {
        values.push_back(numbers.emplace_back(std::to_string(*real)).c_str());
        types.push_back(kFloat8);
      } else {
        values.push_back(nullptr);
        types.push_back(kText);
      }
    }
  }
  int count() const { return static_cast<int>(values.size()); }

  std::vector<std::string> numbers;
  std::vector<const char*> values;
  std::vector<Oid> types;
};

class Connection final : public Sql {
 public:
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& where) {
    std::unique_ptr<Connection> opened(new Connection(PQconnectdb(where.c_str())));
    PGconn* handle = opened->handle_.get();
    if (PQstatus(handle) != CONNECTION_OK) return absl::UnavailableError(WhyNoConnection(handle));
    PQsetNoticeProcessor(
        handle, [](void*, const char*) {}, nullptr);
    const absl::Status set = opened->Execute(
        "SET synchronous_commit = on; SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '10min'; "
        "SET client_encoding = 'UTF8'");
    if (!set.ok()) return set;
    return opened;
  }

  absl::Status Execute(const char* script) {
    const Result done(PQexec(handle_.get(), script));
    const ExecStatusType status = PQresultStatus(done.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return absl::OkStatus();
    return StatusOf(handle_.get(), done.get(), script);
  }

  absl::Status Query(std::string_view text, const std::vector<SqlValue>& values,
                     const std::function<bool(const SqlRow&)>& row) override {
    const auto result = Executed(text, values);
    if (!result.ok()) return result.status();
    SqlRow cells(static_cast<std::size_t>(PQnfields(result->get())));
    for (int i = 0; i < PQntuples(result->get()); ++i) {
      for (std::size_t k = 0; k < cells.size(); ++k) cells[k] = Cell(result->get(), i, static_cast<int>(k));
      if (!row(cells)) break;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::int64_t> Run(std::string_view text, const std::vector<SqlValue>& values) override {
    const auto result = Executed(text, values);
    if (!result.ok()) return result.status();
    return std::int64_t{std::atoll(PQcmdTuples(result->get()))};
  }

  bool broken() const { return PQstatus(handle_.get()) != CONNECTION_OK; }

 private:
  struct Close {
    void operator()(PGconn* handle) const { PQfinish(handle); }
  };
  explicit Connection(PGconn* handle) : handle_(handle) {}

  absl::StatusOr<Result> Executed(std::string_view text, const std::vector<SqlValue>& values) {
    const Parameters parameters(values);
    std::string key(text);
    auto known = prepared_.find(key);
    if (known == prepared_.end()) {
      const std::string name = "s" + std::to_string(prepared_.size() + 1);
      const Result made(
          PQprepare(handle_.get(), name.c_str(), Dialect(text).c_str(), parameters.count(), parameters.types.data()));
      if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) return StatusOf(handle_.get(), made.get(), text);
      known = prepared_.emplace(std::move(key), name).first;
    }
    Result done(PQexecPrepared(handle_.get(), known->second.c_str(), parameters.count(), parameters.values.data(),
                               nullptr, nullptr, /*resultFormat=*/0));
    const ExecStatusType status = PQresultStatus(done.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) return StatusOf(handle_.get(), done.get(), text);
    return done;
  }

  std::unique_ptr<PGconn, Close> handle_;
  std::unordered_map<std::string, std::string> prepared_;
};

class PostgresDatabase final : public Database {
 public:
  explicit PostgresDatabase(std::string where) : where_(std::move(where)) {}

  absl::Status Write(const std::function<absl::Status(Sql&)>& work) override {
    // The lock is the same in every process: one writer at a time, as with a file.
    return Transact("BEGIN; SELECT pg_advisory_xact_lock(4711081542)", work);
  }

  absl::Status Read(const std::function<absl::Status(Sql&)>& work) const override {
    return Transact("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", work);
  }

  void Keep(std::unique_ptr<Connection> connection) const {
    const std::lock_guard hold(lock_);
    idle_.push_back(std::move(connection));
  }

 private:
  absl::Status Transact(const char* begin, const std::function<absl::Status(Sql&)>& work) const {
    absl::StatusOr<std::unique_ptr<Connection>> connection = Begun(begin);
    if (!connection.ok()) return connection.status();
    absl::Status status = work(**connection);
    if (status.ok()) status = (*connection)->Execute("COMMIT");
    if (!status.ok() && !(*connection)->broken()) (*connection)->Execute("ROLLBACK").IgnoreError();
    if (!(*connection)->broken()) Keep(*std::move(connection));
    return status;
  }

  // A connection inside a transaction.
  absl::StatusOr<std::unique_ptr<Connection>> Begun(const char* begin) const {
    absl::Status status;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      auto connection = Borrow();
      if (!connection.ok()) return connection.status();
      status = (*connection)->Execute(begin);
      if (status.ok()) return connection;
      if (!(*connection)->broken()) {
        (*connection)->Execute("ROLLBACK").IgnoreError();
        Keep(*std::move(connection));
        return status;
      }
      const std::lock_guard hold(lock_);
      idle_.clear();  // what broke one has broken the others
    }
    return status;
  }

  absl::StatusOr<std::unique_ptr<Connection>> Borrow() const {
    {
      const std::lock_guard hold(lock_);
      if (!idle_.empty()) {
        std::unique_ptr<Connection> connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
      }
    }
    return Connection::Open(where_);
  }

  std::string where_;
  mutable std::mutex lock_;
  mutable std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> OpenPostgres(const std::string& connection) {
  auto first = Connection::Open(connection);
  if (!first.ok()) return first.status();
  auto database = std::make_unique<PostgresDatabase>(connection);
  database->Keep(*std::move(first));
  return database;
}

}  // namespace amtslotse::knowledge
