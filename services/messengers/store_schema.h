// The tables of the messengers' store. Times are milliseconds since 1970, flags 0 or 1. {blob}: the database's word for
// bytes.
#pragma once

namespace amtslotse::messengers {

inline constexpr char kSchema[] = R"(
CREATE TABLE IF NOT EXISTS peer (
  account TEXT NOT NULL, peer TEXT NOT NULL, address {blob} NOT NULL, conversation TEXT NOT NULL, prompt TEXT NOT NULL,
  stopped BIGINT NOT NULL, blocked BIGINT NOT NULL, last_inbound BIGINT NOT NULL, noticed BIGINT NOT NULL,
  PRIMARY KEY (account, peer));
-- content is NULL once the event is done; then only its id is left.
CREATE TABLE IF NOT EXISTS inbox (
  account TEXT NOT NULL, event TEXT NOT NULL, peer TEXT NOT NULL, place BIGINT NOT NULL, received BIGINT NOT NULL,
  due BIGINT NOT NULL, attempts BIGINT NOT NULL, dead BIGINT NOT NULL, content {blob},
  PRIMARY KEY (account, event));
CREATE INDEX IF NOT EXISTS inbox_waiting ON inbox (account, peer, place) WHERE content IS NOT NULL AND dead = 0;
CREATE INDEX IF NOT EXISTS inbox_received ON inbox (account, received);
-- state: 0 waiting, 1 dead, 2 gone and to be reported. delivery is empty for answers.
CREATE TABLE IF NOT EXISTS outbox (
  account TEXT NOT NULL, key TEXT NOT NULL, peer TEXT NOT NULL, place BIGINT NOT NULL, created BIGINT NOT NULL,
  due BIGINT NOT NULL, attempts BIGINT NOT NULL, unknown BIGINT NOT NULL, piece BIGINT NOT NULL, begun BIGINT NOT NULL,
  state BIGINT NOT NULL, forgets BIGINT NOT NULL, delivery TEXT NOT NULL, fence BIGINT NOT NULL,
  outcome TEXT NOT NULL, reason TEXT NOT NULL, content {blob} NOT NULL,
  PRIMARY KEY (account, key));
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (account, peer, place) WHERE state = 0;
CREATE INDEX IF NOT EXISTS outbox_report ON outbox (account) WHERE outcome <> '';
-- What a channel accepted but may still refuse, for a day.
CREATE TABLE IF NOT EXISTS kept (
  account TEXT NOT NULL, reference TEXT NOT NULL, peer TEXT NOT NULL, key TEXT NOT NULL, delivery TEXT NOT NULL,
  fence BIGINT NOT NULL, sent BIGINT NOT NULL, content {blob} NOT NULL,
  PRIMARY KEY (account, reference));
-- What the newest unasked message offers, for answers that are typed; until taken or replaced.
CREATE TABLE IF NOT EXISTS offer (
  account TEXT NOT NULL, peer TEXT NOT NULL, shown BIGINT NOT NULL, content {blob} NOT NULL,
  PRIMARY KEY (account, peer));
-- Which process works an account. The fence grows with every new holder.
CREATE TABLE IF NOT EXISTS holder (
  account TEXT PRIMARY KEY, holder TEXT NOT NULL, fence BIGINT NOT NULL, until BIGINT NOT NULL);
-- Who raised or lowered an account's data level; the newest counts.
CREATE TABLE IF NOT EXISTS approval (
  account TEXT NOT NULL, at BIGINT NOT NULL, books BIGINT NOT NULL, by_account TEXT NOT NULL, by_name TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (account, at));
CREATE TABLE IF NOT EXISTS received_up_to (account TEXT PRIMARY KEY, value TEXT NOT NULL);
)";

}  // namespace amtslotse::messengers
