#include "services/dialogue/hand_over_schema.h"

#include "booking/sql/migrations.h"

namespace amtslotse::dialogue {
namespace {

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

}  // namespace

absl::Status MigrateHandOvers(booking::sql::Database& database) {
  return booking::sql::Migrate(database, {"the dialogue database", 2, kMigrations});
}

}  // namespace amtslotse::dialogue
