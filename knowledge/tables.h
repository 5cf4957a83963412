// The numbered steps that make knowledge's tables. A step is never changed after its release; it expands, so
// that the release before still runs on the result.
#pragma once

#include <array>
#include <string_view>

namespace amtslotse::knowledge {

// to_version of rows that are part of the newest version.
inline constexpr std::int64_t kOpenVersion = 9'000'000'000'000'000'000;

// Statements separated by ";". Both engines understand them.
inline constexpr std::array<std::string_view, 4> kTableSteps = {R"(
CREATE TABLE municipality (
  municipality_id TEXT PRIMARY KEY, version BIGINT NOT NULL, content TEXT NOT NULL);
CREATE TABLE active_catalogue (
  municipality_id TEXT PRIMARY KEY, version BIGINT NOT NULL);
CREATE TABLE catalogue_object (
  municipality_id TEXT NOT NULL, kind TEXT NOT NULL, object_id TEXT NOT NULL,
  from_version BIGINT NOT NULL, to_version BIGINT NOT NULL,
  owner TEXT NOT NULL, source TEXT NOT NULL, content TEXT NOT NULL,
  PRIMARY KEY (municipality_id, kind, object_id, from_version));
CREATE INDEX catalogue_object_open ON catalogue_object (municipality_id, to_version, kind, object_id);
CREATE TABLE staged_object (
  staging TEXT NOT NULL, kind TEXT NOT NULL, object_id TEXT NOT NULL,
  owner TEXT NOT NULL, source TEXT NOT NULL, content TEXT,
  PRIMARY KEY (staging, kind, object_id));
CREATE TABLE catalogue_import (
  municipality_id TEXT NOT NULL, import_id BIGINT NOT NULL, undoes BIGINT NOT NULL, report TEXT NOT NULL,
  PRIMARY KEY (municipality_id, import_id));
CREATE TABLE entry (
  municipality_id TEXT NOT NULL, entry_id TEXT NOT NULL, version BIGINT NOT NULL, newest BIGINT NOT NULL,
  state BIGINT NOT NULL, content TEXT NOT NULL,
  PRIMARY KEY (municipality_id, entry_id, version));
CREATE INDEX entry_newest ON entry (municipality_id, newest, entry_id);
CREATE TABLE notice (
  municipality_id TEXT NOT NULL, notice_id TEXT NOT NULL, version BIGINT NOT NULL, content TEXT NOT NULL,
  PRIMARY KEY (municipality_id, notice_id));
CREATE TABLE synonym (
  municipality_id TEXT NOT NULL, term TEXT NOT NULL, means TEXT NOT NULL,
  PRIMARY KEY (municipality_id, term, means));
CREATE TABLE unanswered (
  municipality_id TEXT NOT NULL, question_key TEXT NOT NULL, question TEXT NOT NULL, reason TEXT NOT NULL,
  count BIGINT NOT NULL, last BIGINT NOT NULL, target_kind TEXT NOT NULL, target_id TEXT NOT NULL,
  PRIMARY KEY (municipality_id, question_key));
CREATE TABLE rating (
  municipality_id TEXT NOT NULL, answer_key TEXT NOT NULL, helpful BIGINT NOT NULL, unhelpful BIGINT NOT NULL,
  PRIMARY KEY (municipality_id, answer_key));
CREATE TABLE done_request (
  municipality_id TEXT NOT NULL, request_key TEXT NOT NULL, at BIGINT NOT NULL, result TEXT NOT NULL,
  PRIMARY KEY (municipality_id, request_key));
CREATE TABLE audit (
  municipality_id TEXT NOT NULL, line BIGINT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL,
  action TEXT NOT NULL, object_id TEXT NOT NULL, summary TEXT NOT NULL,
  PRIMARY KEY (municipality_id, line));
CREATE TABLE change_mark (
  municipality_id TEXT PRIMARY KEY, mark BIGINT NOT NULL)
)",
                                                                R"(
CREATE TABLE review_task (
  municipality_id TEXT NOT NULL, task_id BIGINT NOT NULL, entry_id TEXT NOT NULL, at BIGINT NOT NULL,
  done BIGINT NOT NULL, content TEXT NOT NULL,
  PRIMARY KEY (municipality_id, task_id))
)",
                                                                R"(
CREATE TABLE staging (
  staging BIGINT PRIMARY KEY, at BIGINT NOT NULL);
CREATE TABLE pull (
  municipality_id TEXT NOT NULL, pull_id TEXT NOT NULL, version BIGINT NOT NULL, due BIGINT NOT NULL,
  leased_until BIGINT NOT NULL, content TEXT NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (municipality_id, pull_id))
)",
                                                                R"(
CREATE TABLE own_text (
  municipality_id TEXT NOT NULL, language TEXT NOT NULL, text_key TEXT NOT NULL, content TEXT NOT NULL,
  PRIMARY KEY (municipality_id, language, text_key))
)"};

}  // namespace amtslotse::knowledge
