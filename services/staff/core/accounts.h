// What administrators do with accounts.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <vector>

#include "services/staff/core/account.h"
#include "services/staff/core/parts.h"

namespace amtslotse::staff {

// Thread-safe. Borrows `parts`. Whether the caller may is the caller's to check.
class Accounts {
 public:
  explicit Accounts(const Parts& parts) : parts_(parts) {}

  // By display name.
  absl::StatusOr<std::vector<Account>> List(const MunicipalityId& municipality);

  // Without a password, until a link sets one. ALREADY_EXISTS when another account has the name. Repeatable.
  absl::StatusOr<Account> Create(const MunicipalityId& municipality, const AccountDraft& draft, const ActorName& by);

  // ABORTED when `expected_version` is not the present one; FAILED_PRECONDITION when nobody would be left who
  // administers; NOT_FOUND; ALREADY_EXISTS as above. Disabling ends the account's sessions. Repeatable.
  absl::StatusOr<Account> Change(const MunicipalityId& municipality, const AccountId& id, const AccountDraft& draft,
                                 std::uint64_t expected_version, const ActorName& by);

 private:
  const Parts& parts_;
};

// Forgets what has ended: sessions, links, tries, sign-ins at a provider, audit lines beyond their time.
// Never needed for correctness.
absl::Status Tidy(const Parts& parts);

}  // namespace amtslotse::staff
