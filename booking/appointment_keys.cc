#include "booking/appointment_keys.h"

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kReserve{
    "SELECT nextval(pg_get_serial_sequence('appointment', 'key')) FROM generate_series(1, 64)"};

}  // namespace

absl::StatusOr<sql::Value> AppointmentKeys::Next(sql::Database& database) {
  if (!database.is_postgres()) return sql::Value();
  const std::lock_guard guard(mutex_);
  if (free_.empty()) {
    const absl::Status reserved = database.Write([&](sql::Transaction& transaction) -> absl::Status {
      const auto keys = transaction.Run(kReserve, {});
      if (!keys.ok()) return keys.status();
      free_.clear();
      for (std::size_t row = keys->size(); row > 0; --row) free_.push_back(keys->Int(row - 1, 0));
      return absl::OkStatus();
    });
    if (!reserved.ok()) return reserved;
  }
  const std::int64_t key = free_.back();
  free_.pop_back();
  return sql::Value(key);
}

}  // namespace amtslotse::booking
