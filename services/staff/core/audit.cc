#include "services/staff/core/audit.h"

namespace amtslotse::staff {
namespace {

constexpr sql::Statement kAppend{
    "INSERT INTO audit (municipality_id, line, at, actor, action, object_id, summary) "
    "SELECT ?1, coalesce(max(line), 0) + 1, ?2, ?3, ?4, ?5, ?6 FROM audit WHERE municipality_id = ?1"};
constexpr sql::Statement kList{
    "SELECT line, at, actor, action, object_id, summary FROM audit "
    "WHERE municipality_id = ?1 AND (line < ?2 OR ?2 = 0) ORDER BY line DESC LIMIT ?3"};

}  // namespace

absl::Status Append(sql::Transaction& transaction, const MunicipalityId& municipality, const AuditLine& line,
                    Instant now) {
  return transaction
      .Run(kAppend, {municipality.value, std::int64_t{now.time_since_epoch().count()}, line.actor.value, line.action,
                     line.object_id, line.summary})
      .status();
}

absl::StatusOr<std::vector<DatedAuditLine>> ListAudit(sql::Database& database, const MunicipalityId& municipality,
                                                      std::int64_t before, int limit) {
  std::vector<DatedAuditLine> lines;
  const absl::Status status = database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kList, {municipality.value, before, std::int64_t{limit}});
    if (!rows.ok()) return rows.status();
    for (std::size_t row = 0; row < rows->size(); ++row)
      lines.push_back({rows->Int(row, 0),
                       Instant(std::chrono::seconds(rows->Int(row, 1))),
                       {{rows->Text(row, 2)}, rows->Text(row, 3), rows->Text(row, 4), rows->Text(row, 5)}});
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return lines;
}

}  // namespace amtslotse::staff
