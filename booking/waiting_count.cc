#include "booking/waiting_count.h"

#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kWishes{"SELECT CAST(count(*) AS BIGINT) FROM wish WHERE state = 1"};

}  // namespace

absl::StatusOr<int> CountWaitingWishes(Store& store) {
  int count = 0;
  const absl::Status read = store.parts().database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kWishes, {});
    if (rows.ok()) count = static_cast<int>(rows->Int(0, 0));
    return rows.status();
  });
  if (!read.ok()) return read;
  return count;
}

}  // namespace amtslotse::booking
