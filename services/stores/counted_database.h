// The database of booking, dialogue, staff and others, with its transactions counted (services/rpc/transactions.h).
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "booking/sql/database.h"
#include "services/rpc/transactions.h"

namespace amtslotse::stores {

class CountedDatabase final : public booking::sql::Database {
 public:
  CountedDatabase(std::unique_ptr<booking::sql::Database> database, rpc::Metrics& metrics, const rpc::StoreNames& names)
      : database_(std::move(database)), transactions_(metrics, names) {}

  absl::Status Write(const booking::sql::Work& work) override {
    return transactions_.Write(work, [&](const booking::sql::Work& counted) { return database_->Write(counted); });
  }
  absl::Status Read(const booking::sql::Work& work) override {
    return transactions_.Read(work, [&](const booking::sql::Work& counted) { return database_->Read(counted); });
  }
  absl::StatusOr<std::vector<booking::sql::Transaction::Touched>> TouchedElsewhere() override {
    return database_->TouchedElsewhere();
  }
  bool is_postgres() const override { return database_->is_postgres(); }
  absl::Status BackUp(const std::string& path) override { return database_->BackUp(path); }

 private:
  std::unique_ptr<booking::sql::Database> database_;
  const rpc::Transactions transactions_;
};

// What was opened, counted; a failure stays one, and none stays none. The metrics live longer.
inline absl::StatusOr<std::unique_ptr<booking::sql::Database>> Counting(
    absl::StatusOr<std::unique_ptr<booking::sql::Database>> opened, rpc::Metrics& metrics,
    const rpc::StoreNames& names) {
  if (!opened.ok() || *opened == nullptr) return opened;
  return std::make_unique<CountedDatabase>(*std::move(opened), metrics, names);
}

}  // namespace amtslotse::stores
