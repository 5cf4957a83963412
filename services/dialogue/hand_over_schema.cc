#include "services/dialogue/hand_over_schema.h"

#include <fmt/format.h>

#include <iterator>
#include <string>

namespace amtslotse::dialogue {
namespace {

namespace sql = booking::sql;

// Times are seconds since 1970 UTC; `sealed` opens only with the installation's key.
constexpr const char* kMigrations[] = {
    R"(
CREATE TABLE hand_over (
  municipality_id TEXT NOT NULL, hand_over_id TEXT NOT NULL, office_id TEXT NOT NULL, state TEXT NOT NULL,
  since BIGINT NOT NULL, due BIGINT NOT NULL, changed BIGINT NOT NULL, sealed {blob} NOT NULL,
  PRIMARY KEY (municipality_id, hand_over_id));
CREATE INDEX hand_over_state ON hand_over (state, since);
CREATE TABLE hand_over_message (
  municipality_id TEXT NOT NULL, hand_over_id TEXT NOT NULL, sequence BIGINT NOT NULL, sealed {blob} NOT NULL,
  PRIMARY KEY (municipality_id, hand_over_id, sequence));
CREATE TABLE desk (
  municipality_id TEXT NOT NULL, office_id TEXT NOT NULL, office_name TEXT NOT NULL, hours TEXT NOT NULL,
  templates TEXT NOT NULL,
  PRIMARY KEY (municipality_id, office_id));
CREATE TABLE outgoing (
  outgoing_id TEXT NOT NULL PRIMARY KEY, municipality_id TEXT NOT NULL, channel TEXT NOT NULL, due BIGINT NOT NULL,
  added BIGINT NOT NULL, attempt BIGINT NOT NULL, sealed {blob} NOT NULL);
CREATE INDEX outgoing_due ON outgoing (channel, due);
CREATE TABLE figure (
  municipality_id TEXT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
  answered BIGINT NOT NULL, unanswered BIGINT NOT NULL, handed_over BIGINT NOT NULL,
  helpful BIGINT NOT NULL, not_helpful BIGINT NOT NULL,
  PRIMARY KEY (municipality_id, day, kind, value));
CREATE TABLE audit (
  municipality_id TEXT NOT NULL, line BIGINT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
  object_id TEXT NOT NULL, summary TEXT NOT NULL,
  PRIMARY KEY (municipality_id, line));
)",
};
constexpr auto kNewest = static_cast<std::int64_t>(std::size(kMigrations));

constexpr sql::Statement kVersion{"SELECT coalesce(max(version), 0) FROM schema_version"};
constexpr sql::Statement kSeen{"INSERT INTO schema_version (version) VALUES (?1)"};

std::string InDialect(std::string text, bool postgres) {
  constexpr std::string_view kBlob = "{blob}";
  for (std::size_t at = text.find(kBlob); at != std::string::npos; at = text.find(kBlob, at))
    text.replace(at, kBlob.size(), postgres ? "BYTEA" : "BLOB");
  return text;
}

}  // namespace

absl::Status MigrateHandOvers(sql::Database& database) {
  return database.Write([&](sql::Transaction& transaction) -> absl::Status {
    if (auto locked = transaction.Lock({{sql::LockKey::Kind::kOther, 2}}); !locked.ok()) return locked;
    if (auto made = transaction.Script("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY)");
        !made.ok())
      return made;
    const auto seen = transaction.Run(kVersion, {});
    if (!seen.ok()) return seen.status();
    const std::int64_t version = seen->Int(0, 0);
    if (version > kNewest + 1)
      return absl::FailedPreconditionError(fmt::format(
          "the dialogue database has schema {}, this program knows {}: start the newer program", version, kNewest));
    for (std::int64_t next = version + 1; next <= kNewest; ++next) {
      if (auto made = transaction.Script(InDialect(kMigrations[next - 1], database.is_postgres())); !made.ok())
        return made;
      if (auto noted = transaction.Run(kSeen, {next}); !noted.ok()) return noted.status();
    }
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::dialogue
