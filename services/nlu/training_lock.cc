#include "services/nlu/training_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace amtslotse::nlu {

absl::StatusOr<TrainingLock> TrainingLock::Take(const std::string& folder) {
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  const std::string path = folder + "/training.lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return absl::UnavailableError(path + ": " + std::strerror(errno));
  TrainingLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) return absl::AbortedError("a training is under way");
  return absl::UnavailableError(path + ": " + std::strerror(errno));
}

TrainingLock::~TrainingLock() {
  if (file_ >= 0) ::close(file_);
}

TrainingLock::TrainingLock(TrainingLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

}  // namespace amtslotse::nlu
