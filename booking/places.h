#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/calendar_cache.h"
#include "booking/search.h"
#include "booking/sql/database.h"

// Taking places in slots and giving them back: the one piece of code that changes the slot table's counts.
namespace amtslotse::booking {

// Places an appointment takes: one in each slot that overlaps [start, occupied_to).
struct Places {
  std::int64_t location = 0;
  Instant start;
  Instant occupied_to;
  bool is_public = true;
};

// What must be locked to change these places: the location against calendar changes, its day against each other.
std::vector<sql::LockKey> LocksFor(const Places& places);

// The consecutive slots from `start` that an appointment of `slots` slots takes; nothing where the calendar has no such
// run for this audience.
std::optional<std::vector<SlotCapacity>> RunOfSlots(const KnownLocation& location, Instant start, int slots,
                                                    Audience audience);

// What is taken and what has expired there, under LocksFor(…); as a call to be run together with something else.
sql::Call LookCall(const Places& places, Instant now);
absl::StatusOr<sql::Rows> Look(sql::Transaction& transaction, const Places& places, Instant now);
// Whether there is no place in the run and none to release.
bool IsFull(const sql::Rows& looked, const std::vector<SlotCapacity>& run, bool is_public);
// Releases what has expired there; says whether there is a place in each slot of the run.
absl::StatusOr<bool> MakeRoom(sql::Transaction& transaction, const Places& places, const std::vector<SlotCapacity>& run,
                              const sql::Rows& looked, Instant now);
// Takes one place in each slot of the run by conditional updates in time order, sent with what comes next. Where one
// has no place the transaction cannot commit (Aborted). `overbook` raises the ceiling where needed.
absl::Status Take(sql::Transaction& transaction, const Places& places, const std::vector<SlotCapacity>& run,
                  bool overbook);

// All of it: releases what has expired there, then takes one place in each slot of the run, in time order, all or none.
// False when one is taken. `overbook` raises the ceiling where needed. LocksFor(…) must be held.
absl::StatusOr<bool> TakePlaces(sql::Transaction& transaction, const Places& places,
                                const std::vector<SlotCapacity>& run, bool overbook, Instant now);

// The appointment must have been marked as not occupying in the same transaction.
absl::Status GiveBackPlaces(sql::Transaction& transaction, const Places& places);

// Keeps free places taken until `until` without an appointment: they come back by themselves then.
absl::Status WithholdPlaces(sql::Transaction& transaction, const Places& places, Instant until);

// Gives back the places of expired holds and withheld places that overlap [from, to). Returns how many there were.
absl::StatusOr<int> ReleaseExpired(sql::Transaction& transaction, std::int64_t location, Instant from, Instant to,
                                   Instant now);

}  // namespace amtslotse::booking
