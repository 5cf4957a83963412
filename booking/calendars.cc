#include <map>

#include "booking/calendar_json.h"
#include "booking/store_parts.h"

// Applying calendars: the one place where slots get another capacity.
namespace amtslotse::booking {
namespace {

constexpr sql::Statement kFind{"SELECT key, calendar, retired FROM location WHERE municipality = ?1 AND id = ?2"};
constexpr sql::Statement kInsert{
    "INSERT INTO location (municipality, id, version, retired, calendar) VALUES (?1, ?2, ?3, 0, ?4)"};
constexpr sql::Statement kUpdate{"UPDATE location SET version = ?2, retired = 0, calendar = ?3 WHERE key = ?1"};
constexpr sql::Statement kRetire{"UPDATE location SET version = ?2, retired = 1 WHERE key = ?1"};
constexpr sql::Statement kActive{"SELECT key, id FROM location WHERE municipality = ?1 AND retired = 0"};
constexpr sql::Statement kVersion{"SELECT version FROM calendar_version WHERE municipality = ?1"};
constexpr sql::Statement kSetVersion{
    "INSERT INTO calendar_version (municipality, version) VALUES (?1, ?2) "
    "ON CONFLICT (municipality) DO UPDATE SET version = ?2"};
constexpr sql::Statement kOccupying{
    "SELECT start, occupied_to, is_public FROM appointment WHERE location = ?1 AND occupies = 1 AND start > ?2 - 86400 "
    "AND occupied_to > ?2 UNION ALL SELECT start, occupied_to, is_public FROM withheld WHERE location = ?1 AND occupied_to > ?2"};
constexpr sql::Statement kClear{"DELETE FROM slot WHERE location = ?1 AND ends > ?2"};
constexpr sql::Statement kSlot{
    "INSERT INTO slot (location, start, ends, capacity, public_capacity, ceiling, taken, public_taken) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};

struct Count {
  SlotCapacity slot;
  std::int64_t taken = 0;
  std::int64_t public_taken = 0;
};

// Counts anew what takes places after `now`, on the new calendar's slots. Bookings where the calendar has no slot any
// more keep no row: nobody can take a place there, and giving theirs back changes nothing.
absl::Status CountAnew(sql::Transaction& transaction, std::int64_t key, const Location& location, const Zone& zone,
                       Instant now) {
  // An expired hold keeps no place that the new calendar may not have.
  const auto released = ReleaseExpired(transaction, key, now - std::chrono::hours{24}, FromSeconds(INT64_MAX / 2), now);
  if (!released.ok()) return released.status();
  const auto occupying = transaction.Run(kOccupying, {key, ToSeconds(now)});
  if (!occupying.ok()) return occupying.status();
  if (const auto cleared = transaction.Run(kClear, {key, ToSeconds(now)}); !cleared.ok()) return cleared.status();
  const auto length = std::chrono::minutes{location.slot_minutes};
  std::map<Date, std::vector<SlotCapacity>> days;
  std::map<Instant, Count> counts;
  for (std::size_t row = 0; row < occupying->size(); ++row) {
    const Instant from = FromSeconds(occupying->Int(row, 0));
    const Instant to = FromSeconds(occupying->Int(row, 1));
    const Date last = zone.DateOf(to);
    for (auto day = std::chrono::sys_days{zone.DateOf(from)}; day <= std::chrono::sys_days{last}; day += std::chrono::days{1}) {
      const auto [slots, unknown] = days.try_emplace(Date{day});
      if (unknown) slots->second = SlotsOfDay(location, zone, Date{day});
      for (const SlotCapacity& slot : slots->second) {
        if (slot.start >= to || slot.start + length <= from || slot.start + length <= now) continue;
        Count& count = counts[slot.start];
        count.slot = slot;
        ++count.taken;
        count.public_taken += occupying->Int(row, 2);
      }
    }
  }
  std::vector<sql::Call> inserts;
  for (const auto& [start, count] : counts) {
    inserts.push_back({&kSlot,
                       {key, ToSeconds(start), ToSeconds(start + length), std::int64_t{count.slot.capacity},
                        std::int64_t{count.slot.public_capacity}, std::max<std::int64_t>(count.slot.capacity, count.taken),
                        count.taken, count.public_taken}});
  }
  return transaction.RunAll(std::move(inserts)).status();
}

absl::Status ApplyOne(const Pen& pen, const MunicipalityId& municipality, const Location& location, std::int64_t version,
                      const Actor& actor) {
  const std::string calendar = FormatLocation(location);
  const auto found = pen.transaction.Run(kFind, {municipality.value, location.id.value});
  if (!found.ok()) return found.status();
  if (found->empty()) {
    const auto inserted = pen.transaction.Run(kInsert, {municipality.value, location.id.value, version, calendar});
    if (!inserted.ok()) return inserted.status();
    return Audit(pen, {municipality, actor, "calendar-new", 0, pen.now, "", location.id.value});
  }
  const std::int64_t key = found->Int(0, 0);
  if (found->Text(0, 1) == calendar && found->Int(0, 2) == 0) return absl::OkStatus();
  const absl::Status locked = pen.transaction.Lock({{sql::LockKey::Kind::kLocation, key}});
  if (!locked.ok()) return locked;
  const auto zone = Zone::Find(location.time_zone);
  if (!zone.ok()) return zone.status();
  if (const absl::Status counted = CountAnew(pen.transaction, key, location, *zone, pen.now); !counted.ok()) return counted;
  if (const auto updated = pen.transaction.Run(kUpdate, {key, version, calendar}); !updated.ok()) return updated.status();
  return Audit(pen, {municipality, actor, "calendar", key, pen.now, "", ""});
}

absl::Status RetireOthers(const Pen& pen, const MunicipalityId& municipality, const std::vector<Location>& locations,
                          std::int64_t version, const Actor& actor) {
  const auto active = pen.transaction.Run(kActive, {municipality.value});
  if (!active.ok()) return active.status();
  for (std::size_t row = 0; row < active->size(); ++row) {
    const bool stays = std::any_of(locations.begin(), locations.end(),
                                   [&](const Location& location) { return location.id.value == active->Text(row, 1); });
    if (stays) continue;
    if (const auto retired = pen.transaction.Run(kRetire, {active->Int(row, 0), version}); !retired.ok()) {
      return retired.status();
    }
    const absl::Status audited = Audit(pen, {municipality, actor, "calendar-retire", active->Int(row, 0), pen.now, "", ""});
    if (!audited.ok()) return audited;
  }
  return absl::OkStatus();
}

absl::Status Apply(Store::Parts& parts, const MunicipalityId& municipality, const std::vector<Location>& locations,
                   bool all, const Actor& actor) {
  if (municipality.value.empty() || municipality.value.size() > 200) {
    return absl::InvalidArgumentError("municipality id: expected 1..200 bytes");
  }
  for (const Location& location : locations) {
    if (const absl::Status valid = Validate(location); !valid.ok()) return valid;
  }
  return parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    // Calendar changes of one town one after another; takers hold the location's key.
    const std::int64_t town = parts.keys.SearchHash("town", municipality.value, "");
    absl::Status done = transaction.Lock({{sql::LockKey::Kind::kOther, 2, town}});
    const Pen pen = parts.PenFor(transaction);
    const auto seen = transaction.Run(kVersion, {municipality.value});
    if (!seen.ok()) return seen.status();
    // Not simply the next number: a change that was rolled back may have been seen by a cache.
    const std::int64_t version =
        (seen->empty() ? 0 : seen->Int(0, 0)) + 1 + static_cast<std::int64_t>(parts.random.Below(1U << 20));
    for (const Location& location : locations) {
      if (done.ok()) done = ApplyOne(pen, municipality, location, version, actor);
    }
    if (done.ok() && all) done = RetireOthers(pen, municipality, locations, version, actor);
    if (!done.ok()) return done;
    return transaction.Run(kSetVersion, {municipality.value, version}).status();
  });
}

}  // namespace

absl::Status Store::ApplyCalendars(const MunicipalityId& municipality, const std::vector<Location>& locations,
                                   const Actor& actor) {
  return Apply(*parts_, municipality, locations, /*all=*/true, actor);
}

absl::Status Store::ApplyCalendar(const MunicipalityId& municipality, const Location& location, const Actor& actor) {
  return Apply(*parts_, municipality, {location}, /*all=*/false, actor);
}

absl::StatusOr<std::vector<Location>> Store::Calendars(const MunicipalityId& municipality) {
  std::vector<Location> locations;
  const absl::Status read = parts_->database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto town = parts_->calendars.Now(transaction, municipality);
    if (!town.ok()) return town.status();
    for (const KnownLocationPtr& known : (*town)->locations) {
      if (!known->retired) locations.push_back(known->location);
    }
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return locations;
}

}  // namespace amtslotse::booking
