// Whom was erased, so that a restored backup does not bring them back.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
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

// One line: only the installation's keys tell whom it names.
struct SealedErasure {
  std::int64_t since = 0;  // Unix seconds
  std::string sealed;      // base64url
};

// Sealed lines, at least one for each person. Thread-safe; borrows the keys.
class ErasureList {
 public:
  explicit ErasureList(const keys::KeyRing& keys) : keys_(keys) {}
  virtual ~ErasureList() = default;
  ErasureList(const ErasureList&) = delete;
  ErasureList& operator=(const ErasureList&) = delete;

  // Durable when it returns; drops lines past their time. RESOURCE_EXHAUSTED or UNAVAILABLE when it cannot be kept.
  virtual absl::Status Add(const ErasedPerson& person, std::chrono::sys_seconds now) = 0;
  // Those of the lines that are not here yet.
  virtual absl::Status TakeOver(const std::vector<SealedErasure>& lines) = 0;
  virtual absl::StatusOr<std::vector<SealedErasure>> Lines() const = 0;
  // Each person once. DATA_LOSS when a line cannot be opened.
  absl::StatusOr<std::vector<ErasedPerson>> Read() const;

 protected:
  SealedErasure Seal(const ErasedPerson& person, std::chrono::sys_seconds now) const;
  // Nothing when these keys do not open it.
  std::optional<ErasedPerson> Open(const SealedErasure& line) const;

 private:
  const keys::KeyRing& keys_;
};

// In a file, which one process writes. An earlier line of the same person is replaced.
class ErasureFile final : public ErasureList {
 public:
  ErasureFile(std::filesystem::path file, const keys::KeyRing& keys) : ErasureList(keys), file_(std::move(file)) {}

  absl::Status Add(const ErasedPerson& person, std::chrono::sys_seconds now) override;
  absl::Status TakeOver(const std::vector<SealedErasure>& lines) override;
  // None when there is no such file.
  absl::StatusOr<std::vector<SealedErasure>> Lines() const override;

 private:
  const std::filesystem::path file_;
  std::mutex writing_;
};

}  // namespace amtslotse::booking
