// The list of erasures in a PostgreSQL database of its own, for processes that keep no file.
#pragma once

#include <memory>

#include "booking/erasure_list.h"
#include "booking/sql/database.h"

namespace amtslotse::booking {

// Any number of processes write it at once. Not the database of the appointments: whoever puts a backup of that one
// back must not put this list back with it.
class ErasureTable final : public ErasureList {
 public:
  // Borrows both. FAILED_PRECONDITION where the appointments lie. Makes its table; repeatable, also by several at once.
  static absl::StatusOr<std::unique_ptr<ErasureTable>> Open(sql::Database& database, const keys::KeyRing& keys);
  static absl::Status Prepare(sql::Database& database);

  absl::Status Add(const ErasedPerson& person, std::chrono::sys_seconds now) override;
  absl::Status TakeOver(const std::vector<SealedErasure>& lines) override;
  absl::StatusOr<std::vector<SealedErasure>> Lines() const override;

 private:
  ErasureTable(sql::Database& database, const keys::KeyRing& keys) : ErasureList(keys), database_(database) {}

  sql::Database& database_;
};

}  // namespace amtslotse::booking
