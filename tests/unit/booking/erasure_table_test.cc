#include "booking/erasure_table.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <thread>

#include "tests/unit/booking/backends.h"

namespace amtslotse::booking {
namespace {

using std::chrono::sys_seconds;

constexpr sys_seconds kMonday{std::chrono::seconds{1'795'000'000}};

ErasedPerson Person(const std::string& email) { return {"erlenfurt", email, "", "Antrag"}; }

class ErasureTableOnPostgres : public testing::Test {
 protected:
  std::vector<std::string> Noted() const {
    std::vector<std::string> emails;
    const auto persons = table_->Read();
    EXPECT_TRUE(persons.ok()) << persons.status();
    for (const ErasedPerson& person : *persons) emails.push_back(person.email);
    return emails;
  }

  const OnPostgres backend_;
  const KeyRing keys_ = TestKeys();
  const std::unique_ptr<ErasureTable> table_ = *ErasureTable::Open(*backend_.database, keys_);
};

TEST_F(ErasureTableOnPostgres, ForgetsNoneThatSeveralProcessesNoteAtOnce) {
  constexpr int kEach = 20;
  std::vector<std::jthread> processes;
  for (const std::string name : {"a", "b", "c", "d"}) {
    processes.emplace_back([this, name] {
      const auto database = *sql::OpenPostgres({.connection = backend_.connection, .connections = 1});
      const auto table = ErasureTable::Open(*database, keys_);
      ASSERT_TRUE(table.ok()) << table.status();
      for (int i = 0; i < kEach; ++i) {
        const auto noted = (*table)->Add(Person(name + std::to_string(i) + "@example.org"), kMonday);
        ASSERT_TRUE(noted.ok()) << noted;
      }
    });
  }
  processes.clear();
  EXPECT_EQ(Noted().size(), 4u * kEach);
}

TEST_F(ErasureTableOnPostgres, KeepsLinesSealedAndTellsEachPersonOnce) {
  for (int time = 0; time < 2; ++time) ASSERT_TRUE(table_->Add(Person("anna@example.org"), kMonday).ok());
  EXPECT_THAT(Noted(), testing::ElementsAre("anna@example.org"));
  const auto lines = *table_->Lines();
  for (const SealedErasure& line : lines) EXPECT_EQ(line.sealed.find("anna"), std::string::npos);
}

TEST_F(ErasureTableOnPostgres, ForgetsWhatNoBackupCanBringBack) {
  ASSERT_TRUE(table_->Add(Person("anna@example.org"), kMonday).ok());
  ASSERT_TRUE(table_->Add(Person("ole@example.org"), kMonday + kErasuresKept + std::chrono::hours{1}).ok());
  EXPECT_THAT(Noted(), testing::ElementsAre("ole@example.org"));
}

TEST_F(ErasureTableOnPostgres, TakesOverAFileAsOftenAsAsked) {
  const TemporaryDirectory folder;
  ErasureFile file(folder / "erasures", keys_);
  ASSERT_TRUE(file.Add(Person("anna@example.org"), kMonday).ok());
  for (int time = 0; time < 2; ++time) ASSERT_TRUE(table_->TakeOver(*file.Lines()).ok());
  EXPECT_EQ(table_->Lines()->size(), 1u);
}

TEST_F(ErasureTableOnPostgres, ComesNotBackWithTheAppointmentsOfABackup) {
  World<OnPostgres> world;
  const TemporaryDirectory folder;
  const std::string backup = folder / "backup";
  ASSERT_TRUE(world.backend.database->BackUp(backup).ok());
  ASSERT_TRUE(table_->Add(Person("anna@example.org"), kMonday).ok());
  ASSERT_TRUE(sql::RestorePostgres(backup, world.backend.connection).ok());
  EXPECT_THAT(Noted(), testing::ElementsAre("anna@example.org"));
  EXPECT_TRUE(absl::IsFailedPrecondition(ErasureTable::Open(*world.backend.database, keys_).status()))
      << "where the appointments lie it would";
}

}  // namespace
}  // namespace amtslotse::booking
