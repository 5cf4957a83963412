#pragma once

#include <libpq-fe.h>

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/sql/database.h"

namespace amtslotse::booking::sql {

// One connection with its prepared statements, always in libpq's pipeline mode: what is queued goes out together with
// the next Flush, in one round trip. Used by one thread at a time.
class PostgresConnection {
 public:
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const std::string& connection);

  void Queue(const Statement& statement, const std::vector<Value>& parameters);
  // Several INSERTs as one statement with one result, which the server runs for less than it runs them one by one. They
  // must not touch the same row.
  void QueueTogether(const std::vector<const Call*>& inserts);
  // The same for what has no rows to give: BEGIN, COMMIT.
  void QueueCommand(const Statement& statement);
  // Sends what is queued and returns the rows of each, or the first error. Aborted for conflicts that a repeat may
  // solve, Unavailable when the connection broke.
  absl::StatusOr<std::vector<Rows>> Flush();

  // Several statements in one text; must not be mixed with queued ones.
  absl::Status Script(const std::string& text);

  bool broken() const { return PQstatus(handle_.get()) != CONNECTION_OK; }

 private:
  struct Close {
    void operator()(PGconn* handle) const { PQfinish(handle); }
  };
  struct Pending {
    bool rows = true;  // a statement whose result the caller gets, not a preparation
  };

  using Texts = std::vector<const void*>;

  explicit PostgresConnection(PGconn* handle) : handle_(handle) {}
  void QueueAs(const Texts& texts, const std::string& text, const std::vector<const Value*>& parameters);
  absl::Status FromResult(const PGresult* result) const;
  absl::Status ReadOne(bool rows, std::vector<Rows>& all);

  std::unique_ptr<PGconn, Close> handle_;
  std::map<Texts, std::string> prepared_;  // names by the statements' addresses
  std::deque<Pending> pending_;
  std::vector<Texts> preparing_;
  int names_ = 0;
  bool send_failed_ = false;
};

}  // namespace amtslotse::booking::sql
