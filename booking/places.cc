#include "booking/places.h"

#include <map>

#include "booking/appointment_row.h"

namespace amtslotse::booking {
namespace {

constexpr sql::Statement kExpiring{
    "SELECT 0, key, start, occupied_to, is_public FROM appointment "
    "WHERE location = ?1 AND occupies_until <= ?2 AND start < ?4 AND occupied_to > ?3 "
    "UNION ALL SELECT 1, key, start, occupied_to, is_public FROM withheld "
    "WHERE location = ?1 AND until <= ?2 AND start < ?4 AND occupied_to > ?3"};
constexpr sql::Statement kExpire{
    "UPDATE appointment SET occupies = 0, occupies_until = NULL, state = 9, changed = ?2 "
    "WHERE key = ?1 AND occupies = 1 AND occupies_until <= ?2"};
constexpr sql::Statement kUnwithhold{"DELETE FROM withheld WHERE key = ?1"};
// Slots are never longer than 8 hours, so the index bounds the search on both sides.
constexpr sql::Statement kGiveBack{
    "UPDATE slot SET taken = taken - 1, public_taken = public_taken - ?4 "
    "WHERE location = ?1 AND start < ?3 AND start > ?2 - 28801 AND ends > ?2"};
constexpr sql::Statement kTakeBack{
    "UPDATE slot SET taken = taken + 1, public_taken = public_taken + ?4 "
    "WHERE location = ?1 AND start < ?3 AND start > ?2 - 28801 AND ends > ?2"};
constexpr sql::Statement kWithhold{
    "INSERT INTO withheld (location, start, occupied_to, is_public, until) VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr sql::Statement kTaken{
    "SELECT start, capacity, public_capacity, taken, public_taken FROM slot "
    "WHERE location = ?1 AND start >= ?2 AND start < ?3"};
constexpr sql::Statement kTake{
    "INSERT INTO slot (location, start, ends, capacity, public_capacity, ceiling, taken, public_taken) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?4, 1, ?6) "
    "ON CONFLICT (location, start) DO UPDATE SET taken = slot.taken + 1, public_taken = slot.public_taken + ?6 "
    "WHERE slot.taken < slot.capacity AND (?6 = 0 OR slot.public_taken < slot.public_capacity)"};
constexpr sql::Statement kOverbook{
    "INSERT INTO slot (location, start, ends, capacity, public_capacity, ceiling, taken, public_taken) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?4, 1, 0) "
    "ON CONFLICT (location, start) DO UPDATE SET taken = slot.taken + 1, "
    "ceiling = CASE WHEN slot.ceiling < slot.taken + 1 THEN slot.taken + 1 ELSE slot.ceiling END"};

bool HasPlace(const SlotCapacity& slot, bool for_public) {
  return slot.capacity > 0 && (!for_public || slot.public_capacity > 0);
}

absl::StatusOr<int> Release(sql::Transaction& transaction, std::int64_t location, const sql::Rows& expired,
                            Instant now) {
  for (std::size_t row = 0; row < expired.size(); ++row) {
    const bool withheld = expired.Int(row, 0) != 0;
    const std::int64_t key = expired.Int(row, 1);
    const absl::StatusOr<sql::Rows> marked = withheld ? transaction.Run(kUnwithhold, {key})
                                                      : transaction.Run(kExpire, {key, ToSeconds(now)});
    if (!marked.ok()) return marked.status();
    if (marked->touched == 0) continue;  // its citizen confirmed it in this moment
    const absl::Status given = GiveBackPlaces(
        transaction, {location, FromSeconds(expired.Int(row, 2)), FromSeconds(expired.Int(row, 3)), expired.Int(row, 4) != 0});
    if (!given.ok()) return given;
  }
  return static_cast<int>(expired.size());
}

bool AllFree(const sql::Rows& taken, const std::vector<SlotCapacity>& run, bool is_public) {
  std::map<Instant, std::size_t> by_start;
  for (std::size_t row = 0; row < taken.size(); ++row) by_start[FromSeconds(taken.Int(row, 0))] = row;
  for (const SlotCapacity& slot : run) {
    const auto found = by_start.find(slot.start);
    if (found == by_start.end()) continue;
    const std::size_t row = found->second;
    if (taken.Int(row, 3) >= taken.Int(row, 1)) return false;
    if (is_public && taken.Int(row, 4) >= taken.Int(row, 2)) return false;
  }
  return true;
}

}  // namespace

std::vector<sql::LockKey> LocksFor(const Places& places) {
  using Kind = sql::LockKey::Kind;
  std::vector<sql::LockKey> keys{{Kind::kLocation, places.location, 0, /*shared=*/true}};
  const auto first = std::chrono::floor<std::chrono::days>(places.start);
  const auto last = std::chrono::floor<std::chrono::days>(places.occupied_to);
  for (auto day = first; day <= last; day += std::chrono::days{1}) {
    keys.push_back({Kind::kDay, places.location, day.time_since_epoch().count()});
  }
  return keys;
}

std::optional<std::vector<SlotCapacity>> RunOfSlots(const KnownLocation& location, Instant start, int slots,
                                                    Audience audience) {
  const std::vector<SlotCapacity> day = SlotsOfDay(location.location, location.zone, location.zone.DateOf(start));
  std::vector<SlotCapacity> run;
  Instant next = start;
  for (const SlotCapacity& slot : day) {
    if (slot.start < next || run.size() == static_cast<std::size_t>(slots)) continue;
    if (slot.start != next || !HasPlace(slot, audience == Audience::kPublic)) return std::nullopt;
    run.push_back(slot);
    next += std::chrono::minutes{location.location.slot_minutes};
  }
  if (run.size() != static_cast<std::size_t>(slots)) return std::nullopt;
  return run;
}

std::vector<sql::Call> LookCalls(const Places& places, Instant now) {
  const std::int64_t from = ToSeconds(places.start);
  const std::int64_t to = ToSeconds(places.occupied_to);
  return {{&kExpiring, {places.location, ToSeconds(now), from, to}}, {&kTaken, {places.location, from, to}}};
}

absl::StatusOr<bool> MakeRoom(sql::Transaction& transaction, const Places& places, const std::vector<SlotCapacity>& run,
                              const std::vector<sql::Rows>& looked, std::size_t position, Instant now) {
  const sql::Rows& expiring = looked[position];
  if (expiring.empty()) return AllFree(looked[position + 1], run, places.is_public);
  const auto released = Release(transaction, places.location, expiring, now);
  if (!released.ok()) return released.status();
  const auto again =
      transaction.Run(kTaken, {places.location, ToSeconds(places.start), ToSeconds(places.occupied_to)});
  if (!again.ok()) return again.status();
  return AllFree(*again, run, places.is_public);
}

std::vector<sql::Call> TakeCalls(const Places& places, const std::vector<SlotCapacity>& run, bool overbook) {
  std::vector<sql::Call> takes;
  for (std::size_t i = 0; i < run.size(); ++i) {
    const Instant ends = i + 1 < run.size() ? run[i + 1].start : places.occupied_to;
    std::vector<sql::Value> values{places.location, ToSeconds(run[i].start), ToSeconds(ends),
                                   std::int64_t{run[i].capacity}, std::int64_t{run[i].public_capacity}};
    if (!overbook) values.push_back(std::int64_t{places.is_public});
    takes.push_back({overbook ? &kOverbook : &kTake, std::move(values)});
  }
  return takes;
}

absl::Status TookAll(const std::vector<sql::Rows>& taken, std::size_t slots) {
  for (std::size_t i = 0; i < slots; ++i) {
    if (taken[i].touched != 1) return absl::AbortedError("a place went while its day was locked");
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> TakePlaces(sql::Transaction& transaction, const Places& places,
                                const std::vector<SlotCapacity>& run, bool overbook, Instant now) {
  const auto looked = transaction.RunAll(LookCalls(places, now));
  if (!looked.ok()) return looked.status();
  const auto room = MakeRoom(transaction, places, run, *looked, 0, now);
  if (!room.ok()) return room.status();
  if (!*room && !overbook) return false;
  const auto taken = transaction.RunAll(TakeCalls(places, run, overbook));
  if (!taken.ok()) return taken.status();
  if (const absl::Status all = TookAll(*taken, run.size()); !all.ok()) return all;
  return true;
}

absl::Status GiveBackPlaces(sql::Transaction& transaction, const Places& places) {
  return transaction
      .Run(kGiveBack, {places.location, ToSeconds(places.start), ToSeconds(places.occupied_to),
                       std::int64_t{places.is_public}})
      .status();
}

absl::Status WithholdPlaces(sql::Transaction& transaction, const Places& places, Instant until) {
  const std::int64_t is_public = places.is_public;
  const auto written = transaction.RunAll(
      {{&kTakeBack, {places.location, ToSeconds(places.start), ToSeconds(places.occupied_to), is_public}},
       {&kWithhold, {places.location, ToSeconds(places.start), ToSeconds(places.occupied_to), is_public, ToSeconds(until)}}});
  return written.status();
}

absl::StatusOr<int> ReleaseExpired(sql::Transaction& transaction, std::int64_t location, Instant from, Instant to,
                                   Instant now) {
  const absl::StatusOr<sql::Rows> expired =
      transaction.Run(kExpiring, {location, ToSeconds(now), ToSeconds(from), ToSeconds(to)});
  if (!expired.ok()) return expired.status();
  return Release(transaction, location, *expired, now);
}

}  // namespace amtslotse::booking
