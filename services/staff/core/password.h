// Passwords as Argon2id (RFC 9106), through libsodium.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <semaphore>
#include <string>
#include <string_view>

#include "services/staff/core/account.h"

namespace amtslotse::staff {

struct PasswordCost {
  unsigned long long passes = 2;
  std::size_t memory_bytes = 64U << 20;
  int parallel = 2;  // computations at the same time; each takes the memory
  int waiting = 32;  // callers that may wait for their turn
};

// As typed, in Unicode NFKC so that every keyboard's ü is the same, and good enough to be chosen: 12
// characters or more, at most 256 bytes, 5 different ones, without the name. INVALID_ARGUMENT says which rule
// it breaks.
absl::StatusOr<std::string> ParseNewPassword(std::string_view text, const LoginName& name);
// As typed in a sign-in; INVALID_ARGUMENT only when it could never have been chosen (empty, too long, no
// UTF-8).
absl::StatusOr<std::string> ParsePassword(std::string_view text);

// Thread-safe.
class PasswordHasher {
 public:
  explicit PasswordHasher(PasswordCost cost = {});

  // RESOURCE_EXHAUSTED when too many compute and wait already.
  absl::StatusOr<std::string> Hash(const std::string& password) const;
  // An empty hash matches nothing and takes as long as any other.
  absl::StatusOr<bool> Matches(const std::string& password, const std::string& hash) const;
  // Made at another cost: to be replaced at the next success.
  bool Outdated(const std::string& hash) const;

 private:
  class Turn;
  std::string Compute(const std::string& password) const;

  PasswordCost cost_;
  mutable std::counting_semaphore<> turns_;
  mutable std::atomic<int> callers_{0};
  std::string nobodys_hash_;
};

}  // namespace amtslotse::staff
