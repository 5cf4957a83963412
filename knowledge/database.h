// The seam between knowledge's SQL and the engine behind it.
//
// Statements use numbered parameters ($1, $2 …) and the SQL both SQLite and PostgreSQL understand; what
// differs is in the engine's own file. Values are integers, doubles, texts, or null.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace amtslotse::knowledge {

using SqlValue = std::variant<std::nullptr_t, std::int64_t, double, std::string>;
using SqlRow = std::vector<SqlValue>;

std::int64_t AsInteger(const SqlValue& value);     // 0 for null or another type
const std::string& AsText(const SqlValue& value);  // empty for null or another type

// One connection's view: a transaction when it came from Write, a consistent snapshot when from Read.
class Sql {
 public:
  virtual ~Sql() = default;
  // Runs one statement and gives each row to `row` until it returns false.
  virtual absl::Status Query(std::string_view statement, const std::vector<SqlValue>& parameters,
                             const std::function<bool(const SqlRow&)>& row) = 0;
  // Runs one statement without a result; returns the number of changed rows.
  virtual absl::StatusOr<std::int64_t> Run(std::string_view statement, const std::vector<SqlValue>& parameters) = 0;

  absl::StatusOr<std::vector<SqlRow>> Rows(std::string_view statement, const std::vector<SqlValue>& parameters);
};

// Thread-safe. One writer at a time, readers beside it.
class Database {
 public:
  virtual ~Database() = default;
  // Runs `work` in one transaction; an error status rolls back and is returned. `work` may run again from the
  // start when the engine asks for a retry, so it must have no other effects.
  virtual absl::Status Write(const std::function<absl::Status(Sql&)>& work) = 0;
  virtual absl::Status Read(const std::function<absl::Status(Sql&)>& work) const = 0;
};

// Several processes may prepare the same database at once: PostgreSQL's writers wait for each other.
// Creates the tables, or brings those of an older release up to date; all of it or nothing. Repeatable.
// FAILED_PRECONDITION when a newer release than this one wrote them last and this one cannot read them.
absl::Status PrepareTables(Database& database);

// One file, WAL, opened for writing by this process only. FAILED_PRECONDITION when another process has it
// open for writing, DATA_LOSS when the file is no database, PERMISSION_DENIED or NOT_FOUND by the file
// system.
absl::StatusOr<std::unique_ptr<Database>> OpenSqlite(const std::string& path);
// Beside the process that writes: `Write` is FAILED_PRECONDITION. NOT_FOUND before the file exists.
absl::StatusOr<std::unique_ptr<Database>> OpenSqliteForReading(const std::string& path);
// A PostgreSQL database by libpq's keywords or URI, shared by any number of processes; writing transactions wait for
// each other over all of them. UNAVAILABLE when it cannot be reached, also later: the next call connects anew.
absl::StatusOr<std::unique_ptr<Database>> OpenPostgres(const std::string& connection);
// For tests and tools: lives and dies with the object.
absl::StatusOr<std::unique_ptr<Database>> OpenSqliteInMemory();

}  // namespace amtslotse::knowledge
