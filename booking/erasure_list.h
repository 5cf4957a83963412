// Whom was erased, so that a restored backup does not bring them back.
#pragma once

#include <chrono>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "keys/key_ring.h"

namespace amtslotse::booking {

struct ErasedPerson {
  std::string municipality;
  std::string email;  // this or the telephone number, or both
  std::string telephone;
  std::string reason;  // stands in the audit, never a name
};

// No backup is kept longer than this (`backup --keep-days` allows no more), so neither is a line of the list.
inline constexpr std::chrono::hours kErasuresKept{400 * 24};
// In the folder of booking's store; backups leave it out.
inline constexpr char kErasuresFile[] = "erasures";

// A file of sealed lines, one for each erasure. Thread-safe; one process writes it. Borrows the keys.
class ErasureList {
 public:
  ErasureList(std::filesystem::path file, const keys::KeyRing& keys) : file_(std::move(file)), keys_(keys) {}

  // On disk when it returns; replaces an earlier line of the same person, drops those past their time.
  // RESOURCE_EXHAUSTED when it cannot be written.
  absl::Status Add(const ErasedPerson& person, std::chrono::sys_seconds now);
  // The lines of the other file that are not here yet; none when there is no such file.
  absl::Status TakeOver(const std::filesystem::path& other);
  // Each person once. DATA_LOSS when a line cannot be opened.
  absl::StatusOr<std::vector<ErasedPerson>> Read() const;

 private:
  const std::filesystem::path file_;
  const keys::KeyRing& keys_;
  std::mutex writing_;
};

}  // namespace amtslotse::booking
