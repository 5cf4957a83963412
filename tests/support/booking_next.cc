// The booking process of a version after this one: it brings the schema one step further before it starts. This version
// has to work beside it and after it.
#include <cstdlib>
#include <iostream>
#include <string>

#include "booking/sql/postgres.h"
#include "booking/sql/schema.h"
#include "booking/sql/sqlite.h"
#include "services/booking/process.h"

namespace {

namespace sql = amtslotse::booking::sql;

constexpr sql::Statement kVersion{"SELECT max(version) FROM schema_version"};
constexpr sql::Statement kSeen{"INSERT INTO schema_version (version) VALUES (?1)"};

absl::StatusOr<std::unique_ptr<sql::Database>> Open() {
  if (const char* postgres = std::getenv("BOOKING_DATABASE"))
    return sql::OpenPostgres({.connection = postgres, .connections = 1});
  return sql::OpenSqlite({.path = std::string(std::getenv("BOOKING_DATA_DIR")) + "/booking.db"});
}

absl::Status MigrateFurther() {
  const auto database = Open();
  if (!database.ok()) return database.status();
  if (absl::Status migrated = sql::Migrate(**database); !migrated.ok()) return migrated;
  return (*database)->Write([](sql::Transaction& transaction) -> absl::Status {
    if (absl::Status locked = transaction.Lock({{sql::LockKey::Kind::kOther, 1}}); !locked.ok()) return locked;
    const auto seen = transaction.Run(kVersion, {});
    if (!seen.ok()) return seen.status();
    if (seen->Int(0, 0) > sql::SchemaVersion()) return absl::OkStatus();
    const absl::Status changed = transaction.Script(
        "ALTER TABLE appointment ADD COLUMN remark TEXT NOT NULL DEFAULT '';"
        "ALTER TABLE outbox ADD COLUMN priority BIGINT NOT NULL DEFAULT 0;"
        "CREATE TABLE remark_seen (municipality TEXT NOT NULL, number TEXT NOT NULL, PRIMARY KEY (municipality, "
        "number));");
    if (!changed.ok()) return changed;
    return transaction.Run(kSeen, {std::int64_t{sql::SchemaVersion()} + 1}).status();
  });
}

class SystemClock final : public amtslotse::booking::Clock {
 public:
  amtslotse::booking::Instant Now() const override {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (const absl::Status migrated = MigrateFurther(); !migrated.ok()) {
    std::cerr << migrated << "\n";
    return 1;
  }
  return amtslotse::booking::RunProcess(argc, argv, SystemClock());
}
