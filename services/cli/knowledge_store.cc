#include "services/cli/knowledge_store.h"

#include <cstdlib>

namespace amtslotse::cli {

absl::StatusOr<std::unique_ptr<knowledge::Database>> OpenKnowledge(const Installation& installation) {
  const char* postgres = std::getenv("KNOWLEDGE_POSTGRES");
  if (postgres != nullptr && *postgres != '\0') return knowledge::OpenPostgres(postgres);
  return knowledge::OpenSqliteForReading((installation.Store("knowledge") / "knowledge.db").native());
}

}  // namespace amtslotse::cli
