#include "booking/calendar_cache.h"

#include "booking/calendar_json.h"

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kVersion{"SELECT version FROM calendar_version WHERE municipality = ?1"};
constexpr sql::Statement kVersions{"SELECT key, version, retired FROM location WHERE municipality = ?1 ORDER BY key"};
constexpr sql::Statement kCalendar{"SELECT calendar FROM location WHERE key = ?1"};

absl::StatusOr<KnownLocationPtr> Read(sql::Transaction& transaction, std::int64_t key, std::int64_t version,
                                      bool retired) {
  const absl::StatusOr<sql::Rows> row = transaction.Run(kCalendar, {key});
  if (!row.ok()) return row.status();
  if (row->empty()) return absl::DataLossError("location without calendar");
  absl::StatusOr<Location> location = ParseLocation(row->Text(0, 0));
  if (!location.ok()) return location.status();
  const absl::StatusOr<Zone> zone = Zone::Find(location->time_zone);
  if (!zone.ok()) return zone.status();
  return std::make_shared<const KnownLocation>(KnownLocation{key, version, retired, *std::move(location), *zone});
}

}  // namespace

KnownLocationPtr Town::Find(const LocationId& id) const {
  const auto found = by_id.find(id);
  return found == by_id.end() ? nullptr : found->second;
}

KnownLocationPtr Town::Find(std::int64_t key) const {
  const auto found = by_key.find(key);
  return found == by_key.end() ? nullptr : found->second;
}

TownPtr CalendarCache::LastSeen(const MunicipalityId& municipality) {
  const std::lock_guard guard(mutex_);
  const auto found = towns_.find(municipality);
  return found == towns_.end() ? nullptr : found->second;
}

absl::StatusOr<TownPtr> CalendarCache::Now(sql::Transaction& transaction, const MunicipalityId& municipality) {
  const absl::StatusOr<sql::Rows> version = transaction.Run(kVersion, {municipality.value});
  if (!version.ok()) return version.status();
  return Given(*version, transaction, municipality);
}

absl::StatusOr<TownPtr> CalendarCache::Given(const sql::Rows& seen, sql::Transaction& transaction,
                                             const MunicipalityId& municipality) {
  const std::int64_t version = seen.empty() ? 0 : seen.Int(0, 0);
  TownPtr before;
  {
    const std::lock_guard guard(mutex_);
    before = towns_[municipality];
    if (before != nullptr && before->version == version) return before;
  }
  const absl::StatusOr<sql::Rows> rows = transaction.Run(kVersions, {municipality.value});
  if (!rows.ok()) return rows.status();
  auto town = std::make_shared<Town>();
  town->version = version;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    const std::int64_t key = rows->Int(row, 0);
    KnownLocationPtr known = before == nullptr ? nullptr : before->Find(key);
    if (known == nullptr || known->version != rows->Int(row, 1) || known->retired != (rows->Int(row, 2) != 0)) {
      absl::StatusOr<KnownLocationPtr> read = Read(transaction, key, rows->Int(row, 1), rows->Int(row, 2) != 0);
      if (!read.ok()) return read.status();
      known = *std::move(read);
    }
    town->locations.push_back(known);
    town->by_id[known->location.id] = known;
    town->by_key[key] = known;
    town->limits_persons |= known->location.rules.person_limit > 0;
  }
  const std::lock_guard guard(mutex_);
  towns_[municipality] = town;
  return TownPtr(town);
}

}  // namespace amtslotse::booking
