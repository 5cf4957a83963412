#include "services/cli/knowledge_store.h"

#include "services/cli/privacy/traces.h"

namespace amtslotse::cli {

absl::StatusOr<std::unique_ptr<knowledge::Database>> OpenKnowledge(const Installation& installation) {
  if (const std::string postgres = DatabaseSetting("KNOWLEDGE_POSTGRES"); !postgres.empty())
    return knowledge::OpenPostgres(postgres);
  return knowledge::OpenSqliteForReading((installation.Store("knowledge") / "knowledge.db").native());
}

}  // namespace amtslotse::cli
