// A database of several processes in which one of them writes at a time, as a file's only writer does. What staff change
// is little, and each change may look before it writes.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "booking/sql/database.h"

namespace amtslotse::staff {

class OneWriter final : public booking::sql::Database {
 public:
  explicit OneWriter(std::unique_ptr<booking::sql::Database> shared) : shared_(std::move(shared)) {}

  absl::Status Write(const booking::sql::Work& work) override {
    return shared_->Write([&](booking::sql::Transaction& transaction) -> absl::Status {
      if (auto alone = transaction.Lock({{booking::sql::LockKey::Kind::kOther, kWriter}}); !alone.ok()) return alone;
      return work(transaction);
    });
  }
  absl::Status Read(const booking::sql::Work& work) override { return shared_->Read(work); }
  absl::StatusOr<std::vector<booking::sql::Transaction::Touched>> TouchedElsewhere() override {
    return shared_->TouchedElsewhere();
  }
  bool is_postgres() const override { return shared_->is_postgres(); }
  absl::Status BackUp(const std::string& path) override { return shared_->BackUp(path); }

 private:
  static constexpr std::int64_t kWriter = 2;  // the schema has 1
  std::unique_ptr<booking::sql::Database> shared_;
};

}  // namespace amtslotse::staff
