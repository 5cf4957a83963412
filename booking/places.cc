#include "booking/places.h"

#include <algorithm>

#include "booking/appointment_row.h"

namespace amtslotse::booking {
namespace {

// One look for all that a taker must know: slots, expired holds, withheld places whose time has come.
enum : std::int64_t { kIsSlot = 0, kIsHold = 1, kIsWithheld = 2 };
constexpr sql::Statement kLook{
    "SELECT 0, start, capacity, public_capacity, taken, public_taken FROM slot "
    "WHERE location = ?1 AND start >= ?3 AND start < ?4 "
    "UNION ALL SELECT 1, key, start, occupied_to, is_public, 0 FROM appointment "
    "WHERE location = ?1 AND occupies_until <= ?2 AND start < ?4 AND occupied_to > ?3 "
    "UNION ALL SELECT 2, key, start, occupied_to, is_public, 0 FROM withheld "
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
// Where there is no place the count becomes -1, which the table refuses: the transaction cannot commit.
constexpr sql::Statement kTake{
    "INSERT INTO slot (location, start, ends, capacity, public_capacity, ceiling, taken, public_taken) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?4, 1, ?6) "
    "ON CONFLICT (location, start) DO UPDATE SET public_taken = slot.public_taken + ?6, "
    "taken = CASE WHEN slot.taken < slot.capacity AND (?6 = 0 OR slot.public_taken < slot.public_capacity) "
    "THEN slot.taken + 1 ELSE -1 END"};
constexpr sql::Statement kOverbook{
    "INSERT INTO slot (location, start, ends, capacity, public_capacity, ceiling, taken, public_taken) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?4, 1, 0) "
    "ON CONFLICT (location, start) DO UPDATE SET taken = slot.taken + 1, "
    "ceiling = CASE WHEN slot.ceiling < slot.taken + 1 THEN slot.taken + 1 ELSE slot.ceiling END"};

bool HasPlace(const SlotCapacity& slot, bool for_public) {
  return slot.capacity > 0 && (!for_public || slot.public_capacity > 0);
}

// Returns how many were expired.
absl::StatusOr<int> Release(sql::Transaction& transaction, std::int64_t location, const sql::Rows& looked,
                            Instant now) {
  int expired = 0;
  for (std::size_t row = 0; row < looked.size(); ++row) {
    const std::int64_t kind = looked.Int(row, 0);
    if (kind == kIsSlot) continue;
    ++expired;
    const std::int64_t key = looked.Int(row, 1);
    const absl::StatusOr<sql::Rows> marked =
        kind == kIsWithheld ? transaction.Run(kUnwithhold, {key}) : transaction.Run(kExpire, {key, ToSeconds(now)});
    if (!marked.ok()) return marked.status();
    if (marked->touched == 0) continue;  // its citizen confirmed it in this moment
    const absl::Status given = GiveBackPlaces(transaction, {location, FromSeconds(looked.Int(row, 2)),
                                                            FromSeconds(looked.Int(row, 3)), looked.Int(row, 4) != 0});
    if (!given.ok()) return given;
  }
  return expired;
}

bool AllFree(const sql::Rows& looked, const std::vector<SlotCapacity>& run, bool is_public) {
  for (std::size_t row = 0; row < looked.size(); ++row) {
    const bool in_run =
        looked.Int(row, 0) == kIsSlot && std::any_of(run.begin(), run.end(), [&](const SlotCapacity& slot) {
          return ToSeconds(slot.start) == looked.Int(row, 1);
        });
    if (!in_run) continue;
    if (looked.Int(row, 4) >= looked.Int(row, 2)) return false;
    if (is_public && looked.Int(row, 5) >= looked.Int(row, 3)) return false;
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

sql::Call LookCall(const Places& places, Instant now) {
  return {&kLook, {places.location, ToSeconds(now), ToSeconds(places.start), ToSeconds(places.occupied_to)}};
}

absl::StatusOr<sql::Rows> Look(sql::Transaction& transaction, const Places& places, Instant now) {
  const sql::Call call = LookCall(places, now);
  return transaction.Run(*call.statement, call.parameters);
}

bool IsFull(const sql::Rows& looked, const std::vector<SlotCapacity>& run, bool is_public) {
  for (std::size_t row = 0; row < looked.size(); ++row) {
    if (looked.Int(row, 0) != kIsSlot) return false;
  }
  return !AllFree(looked, run, is_public);
}

absl::StatusOr<bool> MakeRoom(sql::Transaction& transaction, const Places& places, const std::vector<SlotCapacity>& run,
                              const sql::Rows& looked, Instant now) {
  const auto released = Release(transaction, places.location, looked, now);
  if (!released.ok()) return released.status();
  if (*released == 0) return AllFree(looked, run, places.is_public);
  const auto again = Look(transaction, places, now);
  if (!again.ok()) return again.status();
  return AllFree(*again, run, places.is_public);
}

absl::Status Take(sql::Transaction& transaction, const Places& places, const std::vector<SlotCapacity>& run,
                  bool overbook) {
  for (std::size_t i = 0; i < run.size(); ++i) {
    const Instant ends = i + 1 < run.size() ? run[i + 1].start : places.occupied_to;
    std::vector<sql::Value> values{places.location, ToSeconds(run[i].start), ToSeconds(ends),
                                   std::int64_t{run[i].capacity}, std::int64_t{run[i].public_capacity}};
    if (!overbook) values.push_back(std::int64_t{places.is_public});
    const absl::Status taken = transaction.Later(overbook ? kOverbook : kTake, std::move(values));
    if (!taken.ok()) return taken;
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> TakePlaces(sql::Transaction& transaction, const Places& places,
                                const std::vector<SlotCapacity>& run, bool overbook, Instant now) {
  const auto looked = Look(transaction, places, now);
  if (!looked.ok()) return looked.status();
  const auto room = MakeRoom(transaction, places, run, *looked, now);
  if (!room.ok()) return room.status();
  if (!*room && !overbook) return false;
  if (const absl::Status taken = Take(transaction, places, run, overbook); !taken.ok()) return taken;
  return true;
}

absl::Status GiveBackPlaces(sql::Transaction& transaction, const Places& places) {
  return transaction
      .Run(kGiveBack,
           {places.location, ToSeconds(places.start), ToSeconds(places.occupied_to), std::int64_t{places.is_public}})
      .status();
}

absl::Status WithholdPlaces(sql::Transaction& transaction, const Places& places, Instant until) {
  const std::int64_t is_public = places.is_public;
  const auto written = transaction.RunAll(
      {{&kTakeBack, {places.location, ToSeconds(places.start), ToSeconds(places.occupied_to), is_public}},
       {&kWithhold,
        {places.location, ToSeconds(places.start), ToSeconds(places.occupied_to), is_public, ToSeconds(until)}}});
  return written.status();
}

absl::StatusOr<int> ReleaseExpired(sql::Transaction& transaction, std::int64_t location, Instant from, Instant to,
                                   Instant now) {
  const absl::StatusOr<sql::Rows> looked = Look(transaction, {location, from, to}, now);
  if (!looked.ok()) return looked.status();
  return Release(transaction, location, *looked, now);
}

}  // namespace amtslotse::booking
