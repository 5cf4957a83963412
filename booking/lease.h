#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "booking/store.h"

namespace amtslotse::booking {

// Work without a caller has one holder at a time: the sender of mails, the waiting list's matcher. A holder that dies
// is succeeded when its time is over; the fence grows with each new holder, so that a late one is known.
class Lease {
 public:
  Lease(Store& store, std::string name, std::string holder)
      : store_(store), name_(std::move(name)), holder_(std::move(holder)) {}

  // Takes or prolongs. Nothing when somebody else has it.
  absl::StatusOr<std::optional<std::int64_t>> Take(std::chrono::seconds duration);
  // Lets the next one begin at once. What is not ours stays.
  absl::Status GiveBack();

 private:
  Store& store_;
  std::string name_;
  std::string holder_;
};

}  // namespace amtslotse::booking
