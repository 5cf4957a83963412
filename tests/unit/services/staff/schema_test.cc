#include "services/staff/core/schema.h"

#include "tests/unit/services/staff/desk.h"

namespace amtslotse::staff {
namespace {

constexpr sql::Statement kVersion{"SELECT max(version) FROM schema_version"};

std::int64_t VersionOf(sql::Database& database) {
  std::int64_t version = 0;
  EXPECT_TRUE(database
                  .Read([&](sql::Transaction& transaction) -> absl::Status {
                    version = transaction.Run(kVersion, {})->Int(0, 0);
                    return absl::OkStatus();
                  })
                  .ok());
  return version;
}

absl::Status Pretend(sql::Database& database, const std::string& version) {
  return database.Write([&](sql::Transaction& transaction) {
    return transaction.Script("INSERT INTO schema_version (version) VALUES (" + version + ")");
  });
}

TEST(Schema, IsMadeOnceAndKept) {
  const Folder folder;
  const auto database = OpenDatabase(folder / "staff.db");
  const auto version = VersionOf(*database);
  EXPECT_TRUE(Migrate(*database).ok());
  EXPECT_EQ(VersionOf(*database), version);
}

TEST(Schema, OneMigrationAheadStillRuns) {
  const Folder folder;
  const auto database = OpenDatabase(folder / "staff.db");
  ASSERT_TRUE(Pretend(*database, std::to_string(VersionOf(*database) + 1)).ok());
  EXPECT_TRUE(Migrate(*database).ok());
}

TEST(Schema, OfAMuchNewerProgramIsRefused) {
  const Folder folder;
  const auto database = OpenDatabase(folder / "staff.db");
  ASSERT_TRUE(Pretend(*database, std::to_string(VersionOf(*database) + 2)).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(Migrate(*database)));
}

TEST(Schema, HoldsNoNameOrAddressInTheClear) {
  Desk desk;
  desk.Colleague("paula.petersen");
  desk.database.reset();
  std::string bytes;
  for (const char* file : {"staff.db", "staff.db-wal"}) {
    std::ifstream stream(desk.folder / file, std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(stream), {});
  }
  EXPECT_FALSE(bytes.empty());
  for (const char* secret : {"paula", "Kollegin", "erlenfurt.example", "argon2id"})
    EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace amtslotse::staff
