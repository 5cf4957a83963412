#pragma once

#include "booking/sql/postgres.h"
#include "tests/support/postgres_server.h"
#include "tests/unit/booking/world.h"

// The databases that the shared suite runs on.
namespace amtslotse::booking {

// One server for the whole program, a database for each test.
struct OnPostgres {
  std::string connection = Server().NewDatabase();
  std::unique_ptr<sql::Database> database = *sql::OpenPostgres({connection, 40});

  static tests::PostgresServer& Server() {
    static tests::PostgresServer server;
    return server;
  }
};

using Backends = testing::Types<OnSqlite, OnPostgres>;

struct BackendNames {
  template <typename Backend>
  static std::string GetName(int) {
    return std::is_same_v<Backend, OnSqlite> ? "Sqlite" : "Postgres";
  }
};

}  // namespace amtslotse::booking
