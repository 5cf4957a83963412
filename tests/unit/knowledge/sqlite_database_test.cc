#include <gtest/gtest.h>

#include "knowledge/database.h"
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

class Sqlite : public ::testing::TestWithParam<bool> {
 protected:
  Sqlite() {
    database = GetParam() ? *OpenSqliteInMemory() : *OpenSqlite((folder.path() / "k.db").string());
    EXPECT_TRUE(
        database->Write([](Sql& sql) { return sql.Run("CREATE TABLE t (a BIGINT, b TEXT)", {}).status(); })
            .ok());
  }
  Folder folder;
  std::unique_ptr<Database> database;
};

TEST_P(Sqlite, NumberedParametersMayComeInAnyOrder) {
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

TEST_P(Sqlite, AnErrorRollsBack) {
  const absl::Status status = database->Write([](Sql& sql) -> absl::Status {
    EXPECT_TRUE(sql.Run("INSERT INTO t VALUES (1, 'x')", {}).ok());
    return absl::CancelledError("no");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(*Count(*database), 0);
}

TEST_P(Sqlite, ReadingInsideReadingWorks) {
  ASSERT_TRUE(database
                  ->Read([&](Sql& sql) {
                    EXPECT_EQ(*Count(*database), 0);
                    return sql.Rows("SELECT 1", {}).status();
                  })
                  .ok());
}

TEST_P(Sqlite, BadStatementsAreErrors) {
  EXPECT_FALSE(database->Write([](Sql& sql) { return sql.Run("SELEC", {}).status(); }).ok());
}

INSTANTIATE_TEST_SUITE_P(FileAndMemory, Sqlite, ::testing::Bool());

TEST(SqliteFile, OnlyOneProcessWrites) {
  Folder folder;
  const std::string path = (folder.path() / "k.db").string();
  auto first = OpenSqlite(path);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(OpenSqlite(path).status().code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(PrepareTables(**first).ok());
  const auto reader = OpenSqliteForReading(path);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ((*reader)->Write([](Sql&) { return absl::OkStatus(); }).code(),
            absl::StatusCode::kFailedPrecondition);
  first->reset();
  EXPECT_TRUE(OpenSqlite(path).ok());
}

TEST(SqliteFile, AnotherFileIsDataLoss) {
  Folder folder;
  const std::string path = folder.File("k.db", std::string(5000, 'x'));
  EXPECT_EQ(OpenSqlite(path).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenSqliteForReading((folder.path() / "none.db").string()).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(Tables, PreparingIsRepeatable) {
  const auto database = *OpenSqliteInMemory();
  EXPECT_TRUE(PrepareTables(*database).ok());
  EXPECT_TRUE(PrepareTables(*database).ok());
}

}  // namespace
}  // namespace amtslotse::knowledge
