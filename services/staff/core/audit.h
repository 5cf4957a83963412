// Who changed what, written in the transaction of the change. Lines name accounts by id, never persons.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>
#include <vector>

#include "services/staff/core/parts.h"

namespace amtslotse::staff {

struct AuditLine {
  ActorName actor;
  std::string action;     // sign_in, sign_in_failed, account_created …
  std::string object_id;  // mostly an account
  std::string summary;    // German, for administrators
};

absl::Status Append(sql::Transaction& transaction, const MunicipalityId& municipality, const AuditLine& line,
                    Instant now);

struct DatedAuditLine {
  std::int64_t number = 0;
  Instant at{};
  AuditLine line;
};
// Newest first, from before line `before` (0: from the newest).
absl::StatusOr<std::vector<DatedAuditLine>> ListAudit(sql::Database& database, const MunicipalityId& municipality,
                                                      std::int64_t before, int limit);

}  // namespace amtslotse::staff
