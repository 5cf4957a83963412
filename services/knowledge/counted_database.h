// The catalogues' database, with its transactions counted (services/rpc/transactions.h).
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <memory>
#include <utility>

#include "knowledge/database.h"
#include "services/rpc/transactions.h"

namespace amtslotse::knowledge {

class CountedDatabase final : public Database {
 public:
  using Work = std::function<absl::Status(Sql&)>;

  CountedDatabase(std::unique_ptr<Database> database, rpc::Metrics& metrics, const rpc::StoreNames& names)
      : database_(std::move(database)), transactions_(metrics, names) {}

  absl::Status Write(const Work& work) override {
    return transactions_.Write(work, [&](const Work& counted) { return database_->Write(counted); });
  }
  absl::Status Read(const Work& work) const override {
    return transactions_.Read(work, [&](const Work& counted) { return database_->Read(counted); });
  }

 private:
  std::unique_ptr<Database> database_;
  const rpc::Transactions transactions_;
};

// What was opened, counted; a failure stays one. The metrics live longer.
inline absl::StatusOr<std::unique_ptr<Database>> Counting(absl::StatusOr<std::unique_ptr<Database>> opened,
                                                          rpc::Metrics& metrics, const rpc::StoreNames& names) {
  if (!opened.ok()) return opened;
  return std::make_unique<CountedDatabase>(*std::move(opened), metrics, names);
}

}  // namespace amtslotse::knowledge
