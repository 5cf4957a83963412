// The installation's own certificate authority: who among the processes on several machines is who.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <chrono>
#include <filesystem>
#include <string>

namespace amtslotse::cli {

// In the folder: ca.key (stays where it is) and ca.crt (goes everywhere).
class Authority {
 public:
  // ALREADY_EXISTS when there is one: a new one would turn away every process that has a certificate of the old.
  static absl::Status Create(const std::filesystem::path& folder, std::chrono::days valid);
  static absl::StatusOr<Authority> Open(const std::filesystem::path& folder);

  // Writes ca.crt, tls.crt and tls.key of `service` into `folder`, each whole or not at all, the key for its owner
  // only.
  absl::Status Issue(const std::string& service, const std::filesystem::path& folder, std::chrono::days valid) const;

 private:
  std::string key_, certificate_;  // PEM
};

// When a certificate stops being valid. NOT_FOUND when the file is none.
absl::StatusOr<std::chrono::sys_seconds> ValidUntil(const std::filesystem::path& certificate);

}  // namespace amtslotse::cli
