#include "knowledge/audit.h"

namespace amtslotse::knowledge {

absl::Status AppendAudit(Sql& sql, const MunicipalityId& municipality, const AuditLine& line) {
  return sql
      .Run(
          "INSERT INTO audit (municipality_id, line, at, actor, action, object_id, summary) "
          "SELECT $1, COALESCE(MAX(line), 0) + 1, $2, $3, $4, $5, $6 FROM audit WHERE municipality_id = $1",
          {municipality.value, std::int64_t{line.at.time_since_epoch().count()}, line.actor, line.action,
           line.object_id, line.summary})
      .status();
}

absl::StatusOr<std::vector<NumberedAuditLine>> ListAudit(const Database& database, const MunicipalityId& municipality,
                                                         std::int64_t before, int limit) {
  std::vector<NumberedAuditLine> lines;
  const absl::Status status = database.Read([&](Sql& sql) {
    return sql.Query(
        "SELECT line, at, actor, action, object_id, summary FROM audit WHERE municipality_id = $1 "
        "AND (line < $2 OR $2 = 0) ORDER BY line DESC LIMIT $3",
        {municipality.value, before, std::int64_t{limit}}, [&](const SqlRow& row) {
          lines.push_back({AsInteger(row[0]),
                           {std::chrono::sys_seconds(std::chrono::seconds(AsInteger(row[1]))), AsText(row[2]),
                            AsText(row[3]), AsText(row[4]), AsText(row[5])}});
          return true;
        });
  });
  if (!status.ok()) return status;
  return lines;
}

}  // namespace amtslotse::knowledge
