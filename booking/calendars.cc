#include "booking/affected.h"
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
constexpr sql::Statement kClear{"DELETE FROM slot WHERE location = ?1 AND ends > ?2"};
constexpr sql::Statement kSlot{
    "INSERT INTO slot (location, start, ends, capacity, public_capacity, ceiling, taken, public_taken) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};

// Counts anew what takes places after `now`, on the new calendar's slots. Bookings where the calendar has no slot any
// more keep no row: nobody can take a place there, and giving theirs back changes nothing.
absl::Status CountAnew(sql::Transaction& transaction, std::int64_t key, const Location& location, const Zone& zone,
                       Instant now) {
  // An expired hold keeps no place that the new calendar may not have.
  const auto released = ReleaseExpired(transaction, key, now - std::chrono::hours{24}, FromSeconds(INT64_MAX / 2), now);
  if (!released.ok()) return released.status();
  const auto counts = CountOn(transaction, key, location, zone, now);
  if (!counts.ok()) return counts.status();
  if (const auto cleared = transaction.Run(kClear, {key, ToSeconds(now)}); !cleared.ok()) return cleared.status();
  const auto length = std::chrono::minutes{location.slot_minutes};
  std::vector<sql::Call> inserts;
  for (const auto& [start, count] : *counts) {
    inserts.push_back({&kSlot,
                       {key, ToSeconds(start), ToSeconds(start + length), std::int64_t{count.slot.capacity},
                        std::int64_t{count.slot.public_capacity},
                        std::max<std::int64_t>(count.slot.capacity, count.taken), count.taken, count.public_taken}});
  }
  return transaction.RunAll(std::move(inserts)).status();
}

absl::Status ApplyOne(const Pen& pen, const MunicipalityId& municipality, const Location& location,
                      std::int64_t version, const Actor& actor) {
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
  if (const absl::Status counted = CountAnew(pen.transaction, key, location, *zone, pen.now); !counted.ok()) {
    return counted;
  }
  if (const auto updated = pen.transaction.Run(kUpdate, {key, version, calendar}); !updated.ok()) {
    return updated.status();
  }
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
    const absl::Status audited =
        Audit(pen, {municipality, actor, "calendar-retire", active->Int(row, 0), pen.now, "", ""});
    if (!audited.ok()) return audited;
  }
  return absl::OkStatus();
}

absl::Status CheckMunicipality(const MunicipalityId& municipality) {
  if (!municipality.value.empty() && municipality.value.size() <= 200) return absl::OkStatus();
  return absl::InvalidArgumentError("municipality id: expected 1..200 bytes");
}

// Runs `change` with the town's next version, under the town's lock: calendar changes of one town come one after
// another; takers hold the location's key.
template <typename Change>
absl::Status WithNextVersion(Store::Parts& parts, sql::Transaction& transaction, const MunicipalityId& municipality,
                             const Change& change) {
  const std::int64_t town = parts.keys.SearchHash("town", municipality.value, "");
  absl::Status done = transaction.Lock({{sql::LockKey::Kind::kOther, 2, town}});
  if (!done.ok()) return done;
  const auto seen = transaction.Run(kVersion, {municipality.value});
  if (!seen.ok()) return seen.status();
  // Not simply the next number: a change that was rolled back may have been seen by a cache.
  const std::int64_t version =
      (seen->empty() ? 0 : seen->Int(0, 0)) + 1 + static_cast<std::int64_t>(parts.random.Below(1U << 20));
  done = change(parts.PenFor(transaction), version);
  if (!done.ok()) return done;
  return transaction.Run(kSetVersion, {municipality.value, version}).status();
}

absl::Status Apply(Store::Parts& parts, const MunicipalityId& municipality, const std::vector<Location>& locations,
                   bool all, const Actor& actor) {
  if (absl::Status valid = CheckMunicipality(municipality); !valid.ok()) return valid;
  for (const Location& location : locations) {
    if (const absl::Status valid = Validate(location); !valid.ok()) return valid;
  }
  return parts.Write([&](sql::Transaction& transaction) {
    return WithNextVersion(parts, transaction, municipality, [&](const Pen& pen, std::int64_t version) {
      absl::Status done;
      for (const Location& location : locations) {
        if (done.ok()) done = ApplyOne(pen, municipality, location, version, actor);
      }
      if (done.ok() && all) done = RetireOthers(pen, municipality, locations, version, actor);
      return done;
    });
  });
}

// The location as this transaction sees it; null when there is none or it is retired.
absl::StatusOr<KnownLocationPtr> Standing(Store::Parts& parts, sql::Transaction& transaction,
                                          const MunicipalityId& municipality, const LocationId& location) {
  const auto town = parts.calendars.Now(transaction, municipality);
  if (!town.ok()) return town.status();
  KnownLocationPtr known = (*town)->Find(location);
  return known == nullptr || known->retired ? nullptr : known;
}

// Changes one location under the town's lock, if it still has the version that was looked at.
template <typename Change>
absl::StatusOr<SaveCalendarOutcome> ChangeOne(Store::Parts& parts, const MunicipalityId& municipality,
                                              const Location& location, std::int64_t expected_version,
                                              const Change& change) {
  if (absl::Status valid = CheckMunicipality(municipality); !valid.ok()) return valid;
  return parts.WriteOutcome<SaveCalendarOutcome>(
      [&](sql::Transaction& transaction) -> absl::StatusOr<SaveCalendarOutcome> {
        SaveCalendarOutcome outcome;
        const absl::Status done =
            WithNextVersion(parts, transaction, municipality, [&](const Pen& pen, std::int64_t version) {
              const auto known = Standing(parts, transaction, municipality, location.id);
              if (!known.ok()) return known.status();
              const std::int64_t now = *known == nullptr ? 0 : (*known)->version;
              if (now != expected_version) {
                outcome = CalendarStale{now};
                return absl::OkStatus();
              }
              CalendarSaved saved{version, {}};
              if (*known != nullptr) {
                auto affected = FindAffected(pen, **known, location);
                if (!affected.ok()) return affected.status();
                saved.affected = *std::move(affected);
              }
              outcome = std::move(saved);
              return change(pen, *known, version);
            });
        if (!done.ok()) return done;
        return outcome;
      },
      [](const SaveCalendarOutcome& outcome) { return std::holds_alternative<CalendarSaved>(outcome); });
}

// What a location that is retired offers: nothing.
Location Emptied(Location location) {
  location.opening.clear();
  return location;
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

absl::StatusOr<std::optional<KnownCalendar>> Store::Calendar(const MunicipalityId& municipality,
                                                             const LocationId& location) {
  std::optional<KnownCalendar> found;
  const absl::Status read = parts_->database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto known = Standing(*parts_, transaction, municipality, location);
    if (!known.ok()) return known.status();
    if (*known != nullptr) found = KnownCalendar{(*known)->location, (*known)->version};
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return found;
}

absl::StatusOr<SaveCalendarOutcome> Store::SaveCalendar(const MunicipalityId& municipality, const Location& location,
                                                        std::int64_t expected_version, const Actor& actor) {
  if (const absl::Status valid = Validate(location); !valid.ok()) return valid;
  auto outcome = ChangeOne(*parts_, municipality, location, expected_version,
                           [&](const Pen& pen, const KnownLocationPtr&, std::int64_t version) {
                             return ApplyOne(pen, municipality, location, version, actor);
                           });
  if (!outcome.ok()) return outcome;
  // A calendar that is the same as before keeps its version.
  if (auto* saved = std::get_if<CalendarSaved>(&*outcome)) {
    const auto now = Calendar(municipality, location.id);
    if (!now.ok()) return now.status();
    if (*now) saved->version = (*now)->version;
  }
  return outcome;
}

absl::StatusOr<std::vector<Affected>> Store::AffectedBy(const MunicipalityId& municipality, const Location& changed) {
  std::vector<Affected> affected;
  const absl::Status read = parts_->database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto known = Standing(*parts_, transaction, municipality, changed.id);
    if (!known.ok() || *known == nullptr) return known.status();
    auto found = FindAffected(parts_->PenFor(transaction), **known, changed);
    if (found.ok()) affected = *std::move(found);
    return found.status();
  });
  if (!read.ok()) return read;
  return affected;
}

absl::StatusOr<SaveCalendarOutcome> Store::RetireLocation(const MunicipalityId& municipality,
                                                          const LocationId& location, std::int64_t expected_version,
                                                          const Actor& actor) {
  const auto known = Calendar(municipality, location);
  if (!known.ok()) return known.status();
  if (!*known) return CalendarStale{0};
  return ChangeOne(*parts_, municipality, Emptied((*known)->location), expected_version,
                   [&](const Pen& pen, const KnownLocationPtr& standing, std::int64_t version) -> absl::Status {
                     const auto retired = pen.transaction.Run(kRetire, {standing->key, version});
                     if (!retired.ok()) return retired.status();
                     return Audit(pen, {municipality, actor, "calendar-retire", standing->key, pen.now, "", ""});
                   });
}

}  // namespace amtslotse::booking
