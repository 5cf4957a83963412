#include "booking/sql/postgres_pool.h"

#include <utility>

namespace amtslotse::booking::sql {

PostgresPool::PostgresPool(std::string connection, int most, std::string also)
    : connection_(std::move(connection)), most_(most), also_(std::move(also)) {}

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresPool::Open() const {
  auto opened = PostgresConnection::Open(connection_);
  if (!opened.ok() || also_.empty()) return opened;
  if (const absl::Status set = (*opened)->Script(also_); !set.ok()) return set;
  return opened;
}

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresPool::Take() {
  {
    std::unique_lock guard(mutex_);
    freed_.wait(guard, [&] { return !idle_.empty() || open_ < most_; });
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    ++open_;
  }
  auto opened = Open();
  if (!opened.ok()) {
    const std::lock_guard guard(mutex_);
    --open_;
    freed_.notify_one();
  }
  return opened;
}

void PostgresPool::GiveBack(std::unique_ptr<PostgresConnection> connection) {
  const std::lock_guard guard(mutex_);
  if (connection->broken()) {
    open_ -= static_cast<int>(idle_.size()) + 1;
    idle_.clear();
  } else {
    idle_.push_back(std::move(connection));
  }
  freed_.notify_one();
}

}  // namespace amtslotse::booking::sql
