// Who trains, of all processes that share the folder of the towns' models.
#pragma once

#include <absl/status/statusor.h>

#include <string>

namespace amtslotse::nlu {

// Held until it is destroyed; the system gives it back when the process ends otherwise.
class TrainingLock {
 public:
  // Aborted when another holds it, Unavailable when the folder cannot be written.
  static absl::StatusOr<TrainingLock> Take(const std::string& folder);
  ~TrainingLock();
  TrainingLock(TrainingLock&& other) noexcept;
  TrainingLock& operator=(TrainingLock&&) = delete;

 private:
  explicit TrainingLock(int file) : file_(file) {}
  int file_;
};

}  // namespace amtslotse::nlu
