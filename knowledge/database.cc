#include "knowledge/database.h"

namespace amtslotse::knowledge {

std::int64_t AsInteger(const SqlValue& value) {
  const auto* integer = std::get_if<std::int64_t>(&value);
  return integer ? *integer : 0;
}

const std::string& AsText(const SqlValue& value) {
  static const std::string empty;
  const auto* text = std::get_if<std::string>(&value);
  return text ? *text : empty;
}

absl::StatusOr<std::vector<SqlRow>> Sql::Rows(std::string_view statement, const std::vector<SqlValue>& parameters) {
  std::vector<SqlRow> rows;
  const absl::Status status = Query(statement, parameters, [&rows](const SqlRow& row) {
    rows.push_back(row);
    return true;
  });
  if (!status.ok()) return status;
  return rows;
}

}  // namespace amtslotse::knowledge
