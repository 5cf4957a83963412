#include "services/staff/core/schema.h"

#include "booking/sql/migrations.h"

namespace amtslotse::staff {
namespace {

// {blob} is what the databases call differently; numbers are 64 bit, times seconds since 1970 UTC, flags 0
// or 1. Hashes are keyed with the installation's key, `sealed` opens only with it.
constexpr const char* kMigrations[] = {
    R"(
CREATE TABLE account (
  municipality_id TEXT NOT NULL, account_id TEXT NOT NULL,
  name_hash {blob} NOT NULL, email_hash {blob}, openid_hash {blob},
  sealed {blob} NOT NULL, roles TEXT NOT NULL, office_ids TEXT NOT NULL, disabled BIGINT NOT NULL,
  totp_step BIGINT NOT NULL, version BIGINT NOT NULL,
  created BIGINT NOT NULL, changed BIGINT NOT NULL,
  PRIMARY KEY (municipality_id, account_id));
CREATE UNIQUE INDEX account_name ON account (municipality_id, name_hash);
CREATE INDEX account_email ON account (municipality_id, email_hash) WHERE email_hash IS NOT NULL;
CREATE UNIQUE INDEX account_openid ON account (municipality_id, openid_hash) WHERE openid_hash IS NOT NULL;
CREATE TABLE recovery_code (
  municipality_id TEXT NOT NULL, account_id TEXT NOT NULL, code_hash {blob} NOT NULL,
  PRIMARY KEY (municipality_id, account_id, code_hash));
CREATE TABLE staff_session (
  municipality_id TEXT NOT NULL, session_id TEXT NOT NULL, account_id TEXT NOT NULL, token_hash {blob} NOT NULL,
  method BIGINT NOT NULL, device TEXT NOT NULL, created BIGINT NOT NULL, last_seen BIGINT NOT NULL,
  confirmed BIGINT NOT NULL, ends BIGINT NOT NULL,
  PRIMARY KEY (municipality_id, session_id));
CREATE UNIQUE INDEX staff_session_token ON staff_session (municipality_id, token_hash);
CREATE INDEX staff_session_account ON staff_session (municipality_id, account_id);
CREATE INDEX staff_session_ends ON staff_session (ends);
CREATE TABLE link (
  municipality_id TEXT NOT NULL, token_hash {blob} NOT NULL, account_id TEXT NOT NULL,
  remove_totp BIGINT NOT NULL, ends BIGINT NOT NULL,
  PRIMARY KEY (municipality_id, token_hash));
CREATE TABLE sign_in_try (
  municipality_id TEXT NOT NULL, name_hash {blob} NOT NULL,
  tries BIGINT NOT NULL, failed BIGINT NOT NULL, last BIGINT NOT NULL,
  PRIMARY KEY (municipality_id, name_hash));
CREATE TABLE openid_request (
  municipality_id TEXT NOT NULL, state_hash {blob} NOT NULL, sealed {blob} NOT NULL, ends BIGINT NOT NULL,
  PRIMARY KEY (municipality_id, state_hash));
CREATE TABLE audit (
  municipality_id TEXT NOT NULL, line BIGINT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL,
  action TEXT NOT NULL, object_id TEXT NOT NULL, summary TEXT NOT NULL,
  PRIMARY KEY (municipality_id, line));
CREATE INDEX audit_at ON audit (at);
)",
    R"(
CREATE TABLE name_look_up (
  municipality_id TEXT NOT NULL, look_up_id TEXT NOT NULL, mark TEXT NOT NULL, reason TEXT NOT NULL, state TEXT NOT NULL,
  asked_by TEXT NOT NULL, asked BIGINT NOT NULL, decided_by TEXT NOT NULL, decided BIGINT NOT NULL,
  PRIMARY KEY (municipality_id, look_up_id));
)",
};

}  // namespace

absl::Status Migrate(booking::sql::Database& database) {
  return booking::sql::Migrate(database, {"the staff database", 1, kMigrations});
}

}  // namespace amtslotse::staff
