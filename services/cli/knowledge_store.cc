#include "services/cli/knowledge_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "knowledge/store.h"
#include "services/cli/privacy/traces.h"

namespace amtslotse::cli {

absl::StatusOr<std::unique_ptr<knowledge::Database>> OpenKnowledge(const Installation& installation) {
  if (const std::string postgres = DatabaseSetting("KNOWLEDGE_POSTGRES"); !postgres.empty())
    return knowledge::OpenPostgres(postgres);
  return knowledge::OpenSqliteForReading((installation.Store("knowledge") / "knowledge.db").native());
}

absl::Status NoSuchTown(const std::string& id, knowledge::Database& database) {
  std::string known;
  if (const auto all = knowledge::CatalogueStore(database).Municipalities(); all.ok()) {
    for (const auto& town : *all) known += (known.empty() ? "" : ", ") + town.id.value;
  }
  return absl::NotFoundError(fmt::format("Die Kommune „{}“ gibt es hier nicht{}.", id,
                                         known.empty() ? "" : fmt::format("; es gibt: {}", known)));
}

absl::Status CheckTown(const std::string& id, const Installation& installation) {
  const auto database = OpenKnowledge(installation);
  if (absl::IsNotFound(database.status())) return absl::OkStatus();
  if (!database.ok()) return database.status();
  const auto all = knowledge::CatalogueStore(**database).Municipalities();
  if (!all.ok()) return all.status();
  const bool known = std::any_of(all->begin(), all->end(), [&](const auto& town) { return town.id.value == id; });
  return known ? absl::OkStatus() : NoSuchTown(id, **database);
}

}  // namespace amtslotse::cli
