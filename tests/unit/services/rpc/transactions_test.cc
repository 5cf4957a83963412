#include "services/rpc/transactions.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "booking/sql/sqlite.h"
#include "services/stores/counted_database.h"

namespace amtslotse::rpc {
namespace {

namespace sql = booking::sql;

class CountedTransactions : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = (std::filesystem::temp_directory_path() / "amtslotse-counted-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
    auto opened = stores::Counting(sql::OpenSqlite({.path = folder_ + "/store.db"}), metrics_,
                                   {"a", "Sql/a_read", "Sql/a_write"});
    ASSERT_TRUE(opened.ok()) << opened.status();
    database_ = *std::move(opened);
    ASSERT_TRUE(database_
                    ->Write([](sql::Transaction& transaction) {
                      return transaction.Script("CREATE TABLE t (a INTEGER UNIQUE)");
                    })
                    .ok());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  absl::Status Insert(std::int64_t number) {
    static constexpr sql::Statement kInsert{"INSERT INTO t (a) VALUES (?1)"};
    return database_->Write([&](sql::Transaction& transaction) { return transaction.Run(kInsert, {number}).status(); });
  }
  // Of the line that begins with `metric`; -1: there is none.
  double Exported(const std::string& metric) const {
    const std::string text = "\n" + metrics_.Text();
    const auto found = text.find("\n" + metric + " ");
    return found == std::string::npos ? -1 : std::stod(text.substr(found + metric.size() + 2));
  }
  static std::string Calls(const std::string& method, const std::string& code) {
    return R"(amtslotse_rpc_calls_total{code=")" + code + R"(",direction="out",method=")" + method + R"("})";
  }

  Metrics metrics_;
  std::string folder_;
  std::unique_ptr<sql::Database> database_;
};

TEST_F(CountedTransactions, AreCountedByKindAndOutcomeWithTheirDuration) {
  ASSERT_TRUE(Insert(1).ok());
  EXPECT_TRUE(database_->Read([](sql::Transaction&) { return absl::OkStatus(); }).ok());
  EXPECT_TRUE(absl::IsNotFound(database_->Read([](sql::Transaction&) { return absl::NotFoundError(""); })));
  EXPECT_EQ(Exported(Calls("Sql/a_write", "OK")), 2) << "the table, the row";
  EXPECT_EQ(Exported(Calls("Sql/a_read", "OK")), 1);
  EXPECT_EQ(Exported(Calls("Sql/a_read", "NOT_FOUND")), 1);
  EXPECT_EQ(Exported(R"(amtslotse_rpc_seconds_count{direction="out",method="Sql/a_write"})"), 2);
  EXPECT_GT(Exported(R"(amtslotse_rpc_seconds_sum{direction="out",method="Sql/a_write"})"), 0);
  EXPECT_EQ(Exported(R"(amtslotse_sql_retries_total{store="a"})"), 0);
}

TEST_F(CountedTransactions, AConflictIsCountedWithWhatItWasTriedAgain) {
  ASSERT_TRUE(Insert(1).ok());
  EXPECT_TRUE(absl::IsAborted(Insert(1)));
  EXPECT_EQ(Exported(Calls("Sql/a_write", "ABORTED")), 1);
  EXPECT_GT(Exported(R"(amtslotse_sql_retries_total{store="a"})"), 0);
}

TEST(CountedStores, AFailedOpeningStaysOneAndNoStoreStaysNone) {
  Metrics metrics;
  const StoreNames names{"a", "Sql/a_read", "Sql/a_write"};
  EXPECT_TRUE(absl::IsUnavailable(
      stores::Counting(absl::StatusOr<std::unique_ptr<sql::Database>>(absl::UnavailableError("")), metrics, names)
          .status()));
  EXPECT_EQ(*stores::Counting(absl::StatusOr<std::unique_ptr<sql::Database>>(nullptr), metrics, names), nullptr);
}

}  // namespace
}  // namespace amtslotse::rpc
