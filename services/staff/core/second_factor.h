// Setting up an authenticator app, and using its codes.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <variant>
#include <vector>

#include "services/staff/core/account_row.h"
#include "services/staff/core/parts.h"
#include "services/staff/core/sessions.h"

namespace amtslotse::staff {

struct Enrolled {
  std::vector<std::string> recovery_codes;  // shown once
};
struct WrongCode {};
using EnrolmentOutcome = std::variant<WrongCode, Enrolled>;

// Thread-safe. Borrows `parts`.
class SecondFactors {
 public:
  explicit SecondFactors(const Parts& parts) : parts_(parts) {}

  // The otpauth URL of a new secret. The old one works until the new one is confirmed. Needs a confirmed
  // session (FAILED_PRECONDITION).
  absl::StatusOr<std::string> Begin(const MunicipalityId& municipality, const SessionToken& token);
  // Takes effect and ends the account's other sessions.
  absl::StatusOr<EnrolmentOutcome> Finish(const MunicipalityId& municipality, const SessionToken& token,
                                          const std::string& code);

 private:
  const Parts& parts_;
};

// --- inside of a caller's transaction ---

// Whether `code` is right, and uses it up. Changes `stored`, which the caller writes.
absl::StatusOr<bool> UseCode(sql::Transaction& transaction, const Parts& parts, StoredAccount& stored,
                             const std::string& code);

// Replaces the account's recovery codes; an empty list removes them.
absl::Status ReplaceRecoveryCodes(sql::Transaction& transaction, const KeyRing& keys, const StoredAccount& stored,
                                  const std::vector<std::string>& codes);

}  // namespace amtslotse::staff
