#include "tests/bench/booking/bare.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <vector>

namespace amtslotse::bench {
namespace {

constexpr int kSlots = 20'000;

[[noreturn]] void Give(const char* why) {
  std::fprintf(stderr, "bare: %s\n", why);
  std::exit(1);
}

class OnSqlite final : public Bare {
 public:
  explicit OnSqlite(const std::string& path) {
    if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) Give("open");
    Do("PRAGMA journal_mode=WAL");
    Do("PRAGMA synchronous=FULL");
    Do("CREATE TABLE slot (id INTEGER PRIMARY KEY, capacity INTEGER, taken INTEGER)");
    Do("CREATE TABLE booking (id INTEGER PRIMARY KEY, slot INTEGER, name TEXT)");
    Do("BEGIN");
    Do("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
       "INSERT INTO slot SELECT i, 1000000000, 0 FROM n");
    Do("COMMIT");
    begin_ = Prepare("BEGIN IMMEDIATE");
    update_ = Prepare("UPDATE slot SET taken = taken + 1 WHERE id = ?1 AND taken < capacity");
    insert_ = Prepare("INSERT INTO booking (slot, name) VALUES (?1, 'Anna')");
    commit_ = Prepare("COMMIT");
  }
  ~OnSqlite() override {
    for (sqlite3_stmt* statement : {begin_, update_, insert_, commit_}) sqlite3_finalize(statement);
    sqlite3_close(handle_);
  }

  void Transact(std::int64_t number) override {
    const std::lock_guard guard(mutex_);
    Step(begin_);
    sqlite3_bind_int64(update_, 1, number % kSlots);
    Step(update_);
    sqlite3_bind_int64(insert_, 1, number % kSlots);
    Step(insert_);
    Step(commit_);
  }

 private:
  void Do(const char* text) {
    if (sqlite3_exec(handle_, text, nullptr, nullptr, nullptr) != SQLITE_OK) Give(sqlite3_errmsg(handle_));
  }
  sqlite3_stmt* Prepare(const char* text) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(handle_, text, -1, &statement, nullptr) != SQLITE_OK) Give(sqlite3_errmsg(handle_));
    return statement;
  }
  void Step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) Give(sqlite3_errmsg(handle_));
    sqlite3_reset(statement);
  }

  std::mutex mutex_;
  sqlite3* handle_ = nullptr;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* update_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
};

class OnPostgres final : public Bare {
 public:
  OnPostgres(const std::string& connection, int clients) {
    for (int i = 0; i < clients; ++i) idle_.push_back(PQconnectdb(connection.c_str()));
    PGconn* first = idle_.front();
    Do(first, "CREATE TABLE slot (id BIGINT PRIMARY KEY, capacity BIGINT, taken BIGINT)");
    Do(first, "CREATE TABLE booking (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slot BIGINT, name TEXT)");
    Do(first, "INSERT INTO slot SELECT i, 1000000000, 0 FROM generate_series(0, 20000) AS i");
    for (PGconn* each : idle_) {
      PQclear(PQprepare(each, "u", "UPDATE slot SET taken = taken + 1 WHERE id = $1 AND taken < capacity", 0, nullptr));
      PQclear(PQprepare(each, "i", "INSERT INTO booking (slot, name) VALUES ($1, 'Anna')", 0, nullptr));
    }
  }
  ~OnPostgres() override {
    for (PGconn* connection : idle_) PQfinish(connection);
  }

  void Transact(std::int64_t number) override {
    PGconn* connection = nullptr;
    {
      const std::lock_guard guard(mutex_);
      connection = idle_.back();
      idle_.pop_back();
    }
    const std::string slot = std::to_string(number % kSlots);
    const char* values[] = {slot.c_str()};
    Do(connection, "BEGIN");
    Check(PQexecPrepared(connection, "u", 1, values, nullptr, nullptr, 0), connection);
    Check(PQexecPrepared(connection, "i", 1, values, nullptr, nullptr, 0), connection);
    Do(connection, "COMMIT");
    const std::lock_guard guard(mutex_);
    idle_.push_back(connection);
  }

 private:
  static void Check(PGresult* result, PGconn* connection) {
    if (PQresultStatus(result) != PGRES_COMMAND_OK) Give(PQerrorMessage(connection));
    PQclear(result);
  }
  static void Do(PGconn* connection, const char* text) { Check(PQexec(connection, text), connection); }

  std::mutex mutex_;
  std::vector<PGconn*> idle_;
};

}  // namespace

std::unique_ptr<Bare> BareSqlite(const std::string& path) { return std::make_unique<OnSqlite>(path); }
std::unique_ptr<Bare> BarePostgres(const std::string& connection, int clients) {
  return std::make_unique<OnPostgres>(connection, clients);
}

}  // namespace amtslotse::bench
