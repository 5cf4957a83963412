#include "booking/lease.h"

#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kTake{
    "INSERT INTO lease (name, holder, until, fence) VALUES (?1, ?2, ?3, 1) ON CONFLICT (name) DO UPDATE SET "
    "fence = CASE WHEN lease.holder = ?2 THEN lease.fence ELSE lease.fence + 1 END, holder = ?2, until = ?3 "
    "WHERE lease.holder = ?2 OR lease.until <= ?4"};
constexpr sql::Statement kFence{"SELECT fence FROM lease WHERE name = ?1 AND holder = ?2"};
constexpr sql::Statement kGiveBack{"UPDATE lease SET until = 0 WHERE name = ?1 AND holder = ?2"};

}  // namespace

absl::StatusOr<std::optional<std::int64_t>> Lease::Take(std::chrono::seconds duration) {
  std::optional<std::int64_t> fence;
  auto& parts = store_.parts();
  const absl::Status written = parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    fence.reset();
    const Instant now = parts.clock.Now();
    const auto taken = transaction.Run(kTake, {name_, holder_, ToSeconds(now + duration), ToSeconds(now)});
    if (!taken.ok()) return taken.status();
    if (taken->touched == 0) return absl::OkStatus();
    const auto row = transaction.Run(kFence, {name_, holder_});
    if (!row.ok()) return row.status();
    if (!row->empty()) fence = row->Int(0, 0);
    return absl::OkStatus();
  });
  if (!written.ok()) return written;
  return fence;
}

absl::Status Lease::GiveBack() {
  return store_.parts().Write([&](sql::Transaction& transaction) {
    return transaction.Run(kGiveBack, {name_, holder_}).status();
  });
}

}  // namespace amtslotse::booking
