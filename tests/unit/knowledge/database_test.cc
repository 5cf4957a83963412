#include "knowledge/database.h"

#include <gtest/gtest.h>

#include "tests/support/postgres_server.h"
#include "tests/unit/knowledge/support.h"

namespace amtslotse::knowledge {
namespace {

absl::StatusOr<std::int64_t> Count(const Database& database) {
  std::int64_t count = -1;
  const absl::Status status = database.Read([&](Sql& sql) {
    return sql.Query("SELECT COUNT(*) FROM t", {}, [&](const SqlRow& row) {
      count = AsInteger(row[0]);
      return true;
    });
  });
  if (!status.ok()) return status;
  return count;
}

enum class Engine { kMemory, kFile, kPostgres };

tests::PostgresServer& Postgres() {
  static tests::PostgresServer server;
  return server;
}

class AnyDatabase : public ::testing::TestWithParam<Engine> {
 protected:
  AnyDatabase() {
    database = Open();
    EXPECT_TRUE(
        database->Write([](Sql& sql) { return sql.Run("CREATE TABLE t (a BIGINT, b TEXT)", {}).status(); }).ok());
  }
  std::unique_ptr<Database> Open() {
    switch (GetParam()) {
      case Engine::kMemory: return *OpenSqliteInMemory();
      case Engine::kFile: return *OpenSqlite((folder.path() / "k.db").string());
      case Engine::kPostgres: break;
    }
    return *OpenPostgres(Postgres().NewDatabase());
  }
  Folder folder;
  std::unique_ptr<Database> database;
};

TEST_P(AnyDatabase, NumberedParametersMayComeInAnyOrder) {
  ASSERT_TRUE(database
                  ->Write([](Sql& sql) {
                    return sql.Run("INSERT INTO t (b, a) VALUES ($2, $1)", {std::int64_t{7}, "x"}).status();
                  })
                  .ok());
  ASSERT_TRUE(database
                  ->Read([](Sql& sql) {
                    const auto rows = sql.Rows("SELECT a, b, NULL FROM t WHERE b = $1", {"x"});
                    EXPECT_EQ(AsInteger((*rows)[0][0]), 7);
                    EXPECT_EQ(AsText((*rows)[0][1]), "x");
                    EXPECT_EQ(AsText((*rows)[0][2]), "");
                    return rows.status();
                  })
                  .ok());
}

TEST_P(AnyDatabase, AnErrorRollsBack) {
  const absl::Status status = database->Write([](Sql& sql) -> absl::Status {
    EXPECT_TRUE(sql.Run("INSERT INTO t VALUES (1, 'x')", {}).ok());
    return absl::CancelledError("no");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(*Count(*database), 0);
}

TEST_P(AnyDatabase, ReadingInsideReadingWorks) {
  ASSERT_TRUE(database
                  ->Read([&](Sql& sql) {
                    EXPECT_EQ(*Count(*database), 0);
                    return sql.Rows("SELECT 1", {}).status();
                  })
                  .ok());
}

TEST_P(AnyDatabase, BadStatementsAreErrors) {
  EXPECT_FALSE(database->Write([](Sql& sql) { return sql.Run("SELEC", {}).status(); }).ok());
}

TEST_P(AnyDatabase, TextsSortByTheirBytes) {
  ASSERT_TRUE(database
                  ->Write([](Sql& sql) -> absl::Status {
                    for (const char* text : {"b", "Z", "ä", "a-1", "a1", "A"}) {
                      if (auto done = sql.Run("INSERT INTO t (b) VALUES ($1)", {text}); !done.ok())
                        return done.status();
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  std::string order;
  ASSERT_TRUE(database
                  ->Read([&](Sql& sql) {
                    return sql.Query("SELECT b FROM t ORDER BY b", {}, [&](const SqlRow& row) {
                      order += AsText(row[0]) + " ";
                      return true;
                    });
                  })
                  .ok());
  EXPECT_EQ(order, "A Z a-1 a1 b ä ");
}

TEST_P(AnyDatabase, KeepsWhatComparisonsAndNullsGive) {
  ASSERT_TRUE(database
                  ->Write([](Sql& sql) -> absl::Status {
                    auto done = sql.Run("INSERT INTO t VALUES ($1, $2)", {std::int64_t{5'000'000'000}, nullptr});
                    if (done.ok()) {
                      EXPECT_EQ(*done, 1);
                    }
                    return done.status();
                  })
                  .ok());
  ASSERT_TRUE(database
                  ->Read([&](Sql& sql) -> absl::Status {
                    const auto rows =
                        sql.Rows("SELECT a, a > $1, b IS NULL, COUNT(*) FROM t GROUP BY a, b", {std::int64_t{7}});
                    if (!rows.ok()) return rows.status();
                    EXPECT_EQ(AsInteger((*rows)[0][0]), 5'000'000'000);
                    EXPECT_EQ(AsInteger((*rows)[0][1]), 1);
                    EXPECT_EQ(AsInteger((*rows)[0][2]), 1);
                    EXPECT_EQ(AsInteger((*rows)[0][3]), 1);
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_P(AnyDatabase, WorksAfterAnError) {
  EXPECT_FALSE(database->Write([](Sql& sql) { return sql.Run("INSERT INTO nowhere VALUES (1)", {}).status(); }).ok());
  EXPECT_EQ(*Count(*database), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, AnyDatabase, ::testing::Values(Engine::kMemory, Engine::kFile, Engine::kPostgres));

TEST(PostgresDatabase, TheNextCallConnectsAnewAfterARestart) {
  tests::PostgresServer server;
  auto database = *OpenPostgres(server.NewDatabase());
  ASSERT_TRUE(PrepareTables(*database).ok());
  server.Stop();
  EXPECT_EQ(database->Read([](Sql& sql) { return sql.Rows("SELECT 1", {}).status(); }).code(),
            absl::StatusCode::kUnavailable);
  server.Start();
  EXPECT_TRUE(database->Read([](Sql& sql) { return sql.Rows("SELECT 1", {}).status(); }).ok());
}

TEST(SqliteFile, OnlyOneProcessWrites) {
  Folder folder;
  const std::string path = (folder.path() / "k.db").string();
  auto first = OpenSqlite(path);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(OpenSqlite(path).status().code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(PrepareTables(**first).ok());
  const auto reader = OpenSqliteForReading(path);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ((*reader)->Write([](Sql&) { return absl::OkStatus(); }).code(), absl::StatusCode::kFailedPrecondition);
  first->reset();
  EXPECT_TRUE(OpenSqlite(path).ok());
}

TEST(SqliteFile, AnotherFileIsDataLoss) {
  Folder folder;
  const std::string path = folder.File("k.db", std::string(5000, 'x'));
  EXPECT_EQ(OpenSqlite(path).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenSqliteForReading((folder.path() / "none.db").string()).status().code(), absl::StatusCode::kNotFound);
}

TEST(Tables, PreparingIsRepeatable) {
  const auto database = *OpenSqliteInMemory();
  EXPECT_TRUE(PrepareTables(*database).ok());
  EXPECT_TRUE(PrepareTables(*database).ok());
}

}  // namespace
}  // namespace amtslotse::knowledge
