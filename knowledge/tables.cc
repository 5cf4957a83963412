#include "knowledge/tables.h"

#include <fmt/format.h>

#include "knowledge/database.h"

namespace amtslotse::knowledge {
namespace {

absl::Status RunStep(Sql& sql, std::string_view step) {
  while (!step.empty()) {
    const std::size_t end = step.find(';');
    const std::string_view statement = step.substr(0, end);
    if (statement.find_first_not_of(" \n") != std::string_view::npos) {
      const auto done = sql.Run(statement, {});
      if (!done.ok()) return done.status();
    }
    if (end == std::string_view::npos) break;
    step.remove_prefix(end + 1);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PrepareTables(Database& database) {
  return database.Write([](Sql& sql) -> absl::Status {
    const auto created = sql.Run("CREATE TABLE IF NOT EXISTS table_step (step BIGINT PRIMARY KEY)", {});
    if (!created.ok()) return created.status();
    const auto rows = sql.Rows("SELECT COALESCE(MAX(step), 0) FROM table_step", {});
    if (!rows.ok()) return rows.status();
    for (std::int64_t step = AsInteger((*rows)[0][0]); step < static_cast<std::int64_t>(kTableSteps.size()); ++step) {
      absl::Status status = RunStep(sql, kTableSteps[static_cast<std::size_t>(step)]);
      if (!status.ok()) return status;
      const auto noted = sql.Run("INSERT INTO table_step (step) VALUES ($1)", {step + 1});
      if (!noted.ok()) return noted.status();
    }
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::knowledge
