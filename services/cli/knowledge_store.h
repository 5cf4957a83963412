// The knowledge store beside the process that writes it.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>

#include "knowledge/database.h"
#include "services/cli/installation.h"

namespace amtslotse::cli {

// KNOWLEDGE_POSTGRES names it as it does for the process; otherwise data/knowledge/knowledge.db, for reading only.
// NOT_FOUND when that file is not there yet, UNAVAILABLE when PostgreSQL does not answer.
absl::StatusOr<std::unique_ptr<knowledge::Database>> OpenKnowledge(const Installation& installation);

// NOT_FOUND in words for the operator: which towns there are.
absl::Status NoSuchTown(const std::string& id, knowledge::Database& database);

// NOT_FOUND as above when the store does not know the town. OK where there is no store (knowledge runs elsewhere).
absl::Status CheckTown(const std::string& id, const Installation& installation);

}  // namespace amtslotse::cli
