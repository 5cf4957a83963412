#include "booking/erasure_table.h"

namespace amtslotse::booking {
namespace {

constexpr std::int64_t kLockOfErasures = 0x65726173;  // no other use of this database

constexpr sql::Statement kAppointmentsHere{
    "SELECT count(*) FROM information_schema.tables WHERE table_name = 'appointment'"};
constexpr sql::Statement kNote{"INSERT INTO erasure (sealed, since) VALUES (?1, ?2) ON CONFLICT DO NOTHING"};
constexpr sql::Statement kForget{"DELETE FROM erasure WHERE since < ?1"};
constexpr sql::Statement kAll{"SELECT since, sealed FROM erasure ORDER BY since, sealed"};

}  // namespace

absl::Status ErasureTable::Prepare(sql::Database& database) {
  return database.Write([](sql::Transaction& transaction) -> absl::Status {
    if (auto alone = transaction.Lock({{sql::LockKey::Kind::kOther, kLockOfErasures}}); !alone.ok()) return alone;
    const auto appointments = transaction.Run(kAppointmentsHere, {});
    if (!appointments.ok()) return appointments.status();
    if (appointments->Int(0, 0) > 0)
      return absl::FailedPreconditionError(
          "the appointments lie in this database: a backup of it would put the list of erasures back as well");
    return transaction.Script("CREATE TABLE IF NOT EXISTS erasure (sealed TEXT PRIMARY KEY, since BIGINT NOT NULL)");
  });
}

absl::StatusOr<std::unique_ptr<ErasureTable>> ErasureTable::Open(sql::Database& database, const keys::KeyRing& keys) {
  if (auto prepared = Prepare(database); !prepared.ok()) return prepared;
  return std::unique_ptr<ErasureTable>(new ErasureTable(database, keys));
}

absl::Status ErasureTable::Add(const ErasedPerson& person, std::chrono::sys_seconds now) {
  const SealedErasure line = Seal(person, now);
  const std::int64_t oldest = (now - kErasuresKept).time_since_epoch().count();
  return database_.Write([&](sql::Transaction& transaction) -> absl::Status {
    if (const auto noted = transaction.Run(kNote, {line.sealed, line.since}); !noted.ok()) return noted.status();
    return transaction.Run(kForget, {oldest}).status();
  });
}

absl::Status ErasureTable::TakeOver(const std::vector<SealedErasure>& lines) {
  if (lines.empty()) return absl::OkStatus();
  return database_.Write([&](sql::Transaction& transaction) -> absl::Status {
    for (const SealedErasure& line : lines)
      if (const auto noted = transaction.Run(kNote, {line.sealed, line.since}); !noted.ok()) return noted.status();
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<SealedErasure>> ErasureTable::Lines() const {
  std::vector<SealedErasure> lines;
  auto read = database_.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kAll, {});
    if (!rows.ok()) return rows.status();
    lines.clear();
    for (std::size_t row = 0; row < rows->size(); ++row) lines.push_back({rows->Int(row, 0), rows->Text(row, 1)});
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return lines;
}

}  // namespace amtslotse::booking
