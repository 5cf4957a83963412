// Who changed what, in the same transaction as the change.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <string>
#include <vector>

#include "knowledge/catalogue.h"
#include "knowledge/database.h"

namespace amtslotse::knowledge {

struct AuditLine {
  std::chrono::sys_seconds at{};
  std::string actor;
  std::string action;
  std::string object_id;
  std::string summary;
};

absl::Status AppendAudit(Sql& sql, const MunicipalityId& municipality, const AuditLine& line);

// Newest first, from before line number `before` (0: from the newest). Each with its number.
struct NumberedAuditLine {
  std::int64_t number = 0;
  AuditLine line;
};
absl::StatusOr<std::vector<NumberedAuditLine>> ListAudit(const Database& database, const MunicipalityId& municipality,
                                                         std::int64_t before, int limit);

}  // namespace amtslotse::knowledge
