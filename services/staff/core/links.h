// One-time links: for the first administrator, for a new colleague, for a forgotten password or a lost
// telephone.
#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <variant>

#include "services/staff/core/account.h"
#include "services/staff/core/parts.h"

namespace amtslotse::staff {

struct Link {
  LinkToken token;
  Instant ends{};
};

struct RedeemedLink {
  Account account;
  // Nothing when the account keeps its second factor: a link alone must not open it.
  std::optional<SessionToken> token;
  bool enrolment_needed = false;
};

// Thread-safe. Borrows `parts`.
class Links {
 public:
  explicit Links(const Parts& parts) : parts_(parts) {}

  // FAILED_PRECONDITION when the municipality has an administrator who can sign in. Earlier links for it stop
  // working.
  absl::StatusOr<Link> ForFirstAdministrator(const MunicipalityId& municipality, const ActorName& by);
  // `remove_totp` for a lost telephone. Earlier links of the account stop working. NOT_FOUND.
  absl::StatusOr<Link> ForAccount(const MunicipalityId& municipality, const AccountId& account, bool remove_totp,
                                  const ActorName& by);
  absl::StatusOr<Link> ForName(const MunicipalityId& municipality, const LoginName& name, bool remove_totp,
                               const ActorName& by);

  // Works once. Sets the password, ends all sessions, lifts a lockout. `name` counts for the first
  // administrator only, whose account it makes. NOT_FOUND when the link is unknown, used or too old;
  // INVALID_ARGUMENT leaves it usable.
  absl::StatusOr<RedeemedLink> Redeem(const MunicipalityId& municipality, const LinkToken& token,
                                      const std::string& name, const std::string& password, const std::string& device);

 private:
  absl::StatusOr<Link> Store(sql::Transaction& transaction, const MunicipalityId& municipality,
                             const AccountId& account, bool remove_totp, const ActorName& by);
  absl::StatusOr<LoginName> NameFor(const MunicipalityId& municipality, const LinkToken& token,
                                    const std::string& name);

  const Parts& parts_;
};

}  // namespace amtslotse::staff
