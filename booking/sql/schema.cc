#include "booking/sql/schema.h"

#include <iterator>

#include "booking/sql/migrations.h"

namespace amtslotse::booking::sql {
namespace {

// {id}, {blob}, {keyed}, {by_time} and {change_feed} stand for what the databases call
// differently; all numbers are 64 bit, all times seconds
// since 1970 UTC, all flags 0 or 1.
constexpr const char* kMigrations[] = {
    R"(
CREATE TABLE calendar_version (municipality TEXT PRIMARY KEY, version BIGINT NOT NULL);
CREATE TABLE location (
  key {id}, municipality TEXT NOT NULL, id TEXT NOT NULL, version BIGINT NOT NULL, retired BIGINT NOT NULL,
  calendar TEXT NOT NULL, UNIQUE (municipality, id));

-- A time somebody has taken a place in; where there is no row nothing is taken. `capacity` and `public_capacity` are
-- the calendar's, `ceiling` what staff overbooked to. One row's `taken` is the number of appointments and withheld
-- places that overlap it.
CREATE TABLE slot (
  location BIGINT NOT NULL, start BIGINT NOT NULL, ends BIGINT NOT NULL,
  capacity BIGINT NOT NULL, public_capacity BIGINT NOT NULL, ceiling BIGINT NOT NULL,
  taken BIGINT NOT NULL CHECK (taken >= 0), public_taken BIGINT NOT NULL CHECK (public_taken >= 0),
  PRIMARY KEY (location, start),
  CHECK (taken <= ceiling), CHECK (public_taken <= taken)){keyed};

CREATE TABLE appointment (
  key {id}, municipality TEXT NOT NULL, number TEXT, location BIGINT NOT NULL,
  start BIGINT NOT NULL, ends BIGINT NOT NULL, occupied_to BIGINT NOT NULL,
  state BIGINT NOT NULL, is_public BIGINT NOT NULL, occupies BIGINT NOT NULL, occupies_until BIGINT,
  attendees BIGINT NOT NULL, services TEXT NOT NULL, place TEXT NOT NULL, channel BIGINT NOT NULL,
  sequence BIGINT NOT NULL, extensions BIGINT NOT NULL, wrong_codes BIGINT NOT NULL,
  created BIGINT NOT NULL, changed BIGINT NOT NULL, forget_at BIGINT,
  hold_hash {blob}, token_hash {blob}, confirm_hash {blob},
  code_hash BIGINT, surname_hash BIGINT, email_hash BIGINT, telephone_hash BIGINT, sealed {blob},
  counter TEXT, arrived BIGINT, called BIGINT, finished BIGINT);
CREATE UNIQUE INDEX appointment_number ON appointment (municipality, number);
CREATE INDEX appointment_day ON appointment (location, start);
CREATE INDEX appointment_expiring ON appointment (location, occupies_until) WHERE occupies_until IS NOT NULL;
CREATE INDEX appointment_code ON appointment (code_hash) WHERE code_hash IS NOT NULL;
CREATE INDEX appointment_surname ON appointment (surname_hash) WHERE surname_hash IS NOT NULL;
CREATE INDEX appointment_email ON appointment (email_hash) WHERE email_hash IS NOT NULL;
CREATE INDEX appointment_telephone ON appointment (telephone_hash) WHERE telephone_hash IS NOT NULL;
CREATE INDEX appointment_forget ON appointment (forget_at) WHERE forget_at IS NOT NULL;

-- Places of cancelled appointments on their way back.
CREATE TABLE withheld (
  key {id}, location BIGINT NOT NULL, start BIGINT NOT NULL, occupied_to BIGINT NOT NULL, is_public BIGINT NOT NULL,
  until BIGINT NOT NULL);
CREATE INDEX withheld_until ON withheld (location, until);

CREATE TABLE idempotency (
  municipality TEXT NOT NULL, key TEXT NOT NULL, request BIGINT NOT NULL, result {blob} NOT NULL,
  created BIGINT NOT NULL, PRIMARY KEY (municipality, key)){keyed};
CREATE INDEX idempotency_created ON idempotency {by_time}(created);

CREATE TABLE audit (
  key {id}, municipality TEXT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
  location BIGINT, day BIGINT, number TEXT NOT NULL, detail TEXT NOT NULL{change_feed});
{change_feed_index}

CREATE TABLE outbox (
  key {id}, municipality TEXT NOT NULL, kind BIGINT NOT NULL, appointment BIGINT NOT NULL, created BIGINT NOT NULL,
  state BIGINT NOT NULL, next_try BIGINT NOT NULL, attempts BIGINT NOT NULL, fence BIGINT NOT NULL,
  last_error TEXT NOT NULL, sealed {blob} NOT NULL);
CREATE INDEX outbox_due ON outbox (next_try) WHERE state = 1;

CREATE TABLE wrong_try (bucket BIGINT PRIMARY KEY, since BIGINT NOT NULL, tries BIGINT NOT NULL);
)",
    R"(
-- Proofs of work that were used, until they would not be accepted anyway.
CREATE TABLE used_proof (id BIGINT PRIMARY KEY, until BIGINT NOT NULL);

-- Lines of appointments that were taken over from elsewhere, so that none is taken over twice.
CREATE TABLE imported (municipality TEXT NOT NULL, line BIGINT NOT NULL, appointment BIGINT NOT NULL, at BIGINT NOT NULL,
  PRIMARY KEY (municipality, line)){keyed};
)",
    R"(
-- Through what a message goes: 1 e-mail, 2 text message, 3 conversation; rows of before are e-mails.
ALTER TABLE outbox ADD COLUMN channel BIGINT NOT NULL DEFAULT 1;
ALTER TABLE outbox ADD COLUMN number TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_town ON outbox (municipality, state, key);

-- Who works without a caller: one holder at a time.
CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until BIGINT NOT NULL, fence BIGINT NOT NULL);

-- What messages say of a town: name, hosts, sender, texts, as JSON.
CREATE TABLE town_profile (municipality TEXT PRIMARY KEY, profile TEXT NOT NULL);

-- The waiting list. `rank` is the order of being served; states: 1 waiting, 2 offered, 3 booked, 4 left, 5 ended.
-- `hold_key` is the appointment row that keeps the offered place until the offer ends.
CREATE TABLE wish (
  key {id}, municipality TEXT NOT NULL, state BIGINT NOT NULL, rank BIGINT NOT NULL, created BIGINT NOT NULL,
  from_day BIGINT NOT NULL, to_day BIGINT NOT NULL, from_minute BIGINT NOT NULL, to_minute BIGINT NOT NULL,
  services TEXT NOT NULL, locations TEXT NOT NULL, missed BIGINT NOT NULL, token_hash {blob} NOT NULL,
  person_hash BIGINT, hold_key BIGINT, offer_ends BIGINT, number TEXT NOT NULL DEFAULT '', channel BIGINT NOT NULL,
  sealed {blob});
CREATE INDEX wish_waiting ON wish (municipality, rank) WHERE state = 1;
CREATE INDEX wish_offered ON wish (offer_ends) WHERE state = 2;
CREATE UNIQUE INDEX wish_token ON wish (token_hash);
CREATE INDEX wish_done ON wish (to_day);
CREATE TABLE offered (wish BIGINT NOT NULL, location BIGINT NOT NULL, start BIGINT NOT NULL,
  PRIMARY KEY (wish, location, start)){keyed};

-- Walk-ins of a day; states as in the appointment table (4 arrived, 5 called, 6 served, 7 missed).
CREATE TABLE ticket (
  key {id}, municipality TEXT NOT NULL, location BIGINT NOT NULL, day BIGINT NOT NULL, place BIGINT NOT NULL,
  state BIGINT NOT NULL, services TEXT NOT NULL, minutes BIGINT NOT NULL, counter TEXT NOT NULL DEFAULT '',
  arrived BIGINT NOT NULL, called BIGINT, finished BIGINT, idempotency_key TEXT NOT NULL,
  UNIQUE (location, day, place));
CREATE UNIQUE INDEX ticket_once ON ticket (municipality, idempotency_key);

-- What "call next" answered, for repeats; forgotten with the idempotency keys.
CREATE TABLE calling (municipality TEXT NOT NULL, key TEXT NOT NULL, visit TEXT NOT NULL, created BIGINT NOT NULL,
  PRIMARY KEY (municipality, key)){keyed};

-- Moves of several appointments, to take them back.
CREATE TABLE move_batch (
  key {id}, municipality TEXT NOT NULL, idempotency_key TEXT NOT NULL, created BIGINT NOT NULL, actor TEXT NOT NULL,
  undone BIGINT NOT NULL DEFAULT 0, moves TEXT NOT NULL);
CREATE UNIQUE INDEX move_batch_once ON move_batch (municipality, idempotency_key);

-- The secret links of calendar feeds.
CREATE TABLE feed (municipality TEXT NOT NULL, location BIGINT NOT NULL, token_hash {blob} NOT NULL, created BIGINT NOT NULL,
  PRIMARY KEY (municipality, location)){keyed};
)",
    R"(
-- A reminder that is dropped when its appointment moves or goes.
CREATE INDEX outbox_reminder ON outbox (appointment) WHERE kind = 5 AND state = 1;
)",
    R"(
-- Requests of citizens that go on to the town: how many came of late, and whose they are.
CREATE INDEX outbox_forwarded ON outbox (municipality, created) WHERE kind = 9;
)",
};

}  // namespace

int SchemaVersion() { return static_cast<int>(std::size(kMigrations)); }

absl::Status Migrate(Database& database) { return Migrate(database, {"the booking database", 1, kMigrations}); }

}  // namespace amtslotse::booking::sql
