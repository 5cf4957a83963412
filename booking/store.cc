#include "booking/store.h"

#include "booking/sql/schema.h"
#include "booking/store_parts.h"

namespace amtslotse::booking {

Store::Store(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Store::~Store() = default;

absl::StatusOr<std::unique_ptr<Store>> Store::Open(sql::Database& database, const KeyRing& keys, const Clock& clock,
                                                   Randomness& random) {
  if (const absl::Status migrated = sql::Migrate(database); !migrated.ok()) return migrated;
  return std::unique_ptr<Store>(
      new Store(std::unique_ptr<Parts>(new Parts{database, keys, clock, random, {}, {}, {}, {}, {}, {}})));
}

absl::Status Store::BackUp(const std::string& path) { return parts_->database.BackUp(path); }

absl::Status Store::Parts::Write(const sql::Work& work) {
  std::vector<sql::Transaction::Touched> touched;
  const absl::Status written = database.Write([&](sql::Transaction& transaction) -> absl::Status {
    transaction.touched.clear();
    absl::Status done = work(transaction);
    touched = transaction.touched;
    return done;
  });
  if (written.ok()) free_times.Touch(touched);
  return written;
}

}  // namespace amtslotse::booking
