// Whose mark stands in an audit. Audits name accounts by marks that no list of accounts shows; the name behind one
// takes two administrators and a reason, and every step is a line of the audit.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "services/staff/core/account.h"
#include "services/staff/core/parts.h"

namespace amtslotse::staff {

// What stands for an account in audits: keyed, so that it cannot be computed from the account's id.
std::string MarkOf(const KeyRing& keys, const MunicipalityId& municipality, const AccountId& account);

struct NameLookUp {
  std::string id;
  std::string mark;
  std::string reason;
  std::string state;  // asked, agreed, refused, over (agreed more than a day ago)
  std::string asked_by, decided_by;
  Instant asked{}, decided{};
  std::string name;  // only for who asked, once agreed to
};

// Thread-safe. Borrows `parts`. That administrators call, and confirmed ones, is the caller's to check; `by` is a mark.
class NameLookUps {
 public:
  explicit NameLookUps(const Parts& parts) : parts_(parts) {}

  // INVALID_ARGUMENT for a reason of fewer than 10 or more than 500 characters, NOT_FOUND when no account has the mark.
  absl::StatusOr<NameLookUp> Ask(const MunicipalityId& municipality, const std::string& mark, const std::string& reason,
                                 const std::string& key, const ActorName& by);
  // PERMISSION_DENIED for who asked and for whom the mark stands.
  absl::StatusOr<NameLookUp> Decide(const MunicipalityId& municipality, const std::string& id, bool agree,
                                    const ActorName& by);
  // Newest first.
  absl::StatusOr<std::vector<NameLookUp>> List(const MunicipalityId& municipality, const ActorName& by);

 private:
  absl::StatusOr<std::vector<NameLookUp>> Read(sql::Transaction& transaction, const MunicipalityId& municipality,
                                               const std::string& id);
  absl::Status Name(const MunicipalityId& municipality, const ActorName& by, std::vector<NameLookUp>& look_ups);

  const Parts& parts_;
};

}  // namespace amtslotse::staff
