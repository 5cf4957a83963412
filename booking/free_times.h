#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "booking/calendar_cache.h"
#include "booking/search.h"
#include "booking/sql/database.h"

namespace amtslotse::booking {

// A picture of what is free, per location and local day, in memory. It is a hint: only a taking transaction decides.
// A day is read from the database when first asked for and again after it was touched; how many appointments there
// were in the past does not matter. Thread-safe.
class FreeTimes {
 public:
  // Where an appointment could start.
  struct Start {
    Instant at;
    int places;
  };
  // What is asked of one location: runs of `slots` free slots that start in [from, to).
  struct Question {
    KnownLocationPtr location;
    int slots = 1;
    bool for_public = true;
    Instant from;
    Instant to;
  };

  // To be taken before the reading transaction begins; what is touched later is read again later.
  std::uint64_t Epoch() const;
  // Reads what is missing of the local days [first, last].
  absl::Status Load(sql::Transaction& transaction, std::uint64_t epoch, const KnownLocation& location,
                    std::chrono::sys_days first, std::chrono::sys_days last);

  // From now on takes these for the location's counts: rows of start, taken, public_taken, by time. For a picture of
  // how it would be.
  void Suppose(std::int64_t location, sql::Rows counts);

  // Of one loaded day. Starts whose local time lies outside of the query's filter are the caller's to drop.
  bool AnyFree(const Question& question, std::chrono::sys_days day, Instant now);
  // Of the loaded days [first, last], those with a start; for questions about whole days.
  std::vector<std::chrono::sys_days> FreeDays(const Question& question, std::chrono::sys_days first,
                                              std::chrono::sys_days last, Instant now);
  std::vector<Start> Starts(const Question& question, std::chrono::sys_days day, Instant now);

  // After a commit: read these days again.
  void Touch(const std::vector<sql::Transaction::Touched>& touched);

 private:
  struct Slot {
    Instant start;
    std::int32_t free = 0;         // now, of all places
    std::int32_t public_free = 0;  // now, of the public's
    std::int32_t capacity = 0;
    std::int32_t public_capacity = 0;
    std::int32_t taken = 0;  // expiring ones included
    std::int32_t public_taken = 0;
  };
  struct Expiring {
    Instant start;
    Instant occupied_to;
    bool is_public = true;
    Instant until;
  };
  struct Day {
    bool loaded = false;
    std::uint64_t touched = 0;  // the epoch of the last touch
    std::vector<Slot> slots;
    std::vector<Expiring> expiring;
    // Starts of the first and the last slot, so that a question about whole days looks at nothing else.
    Instant opens = Instant::max();
    Instant last_start = Instant::min();
    // The span of time for which `free` and the longest runs hold.
    Instant valid_from = Instant::max();
    Instant valid_until = Instant::min();
    int longest = 0;
    int public_longest = 0;
  };
  struct Place {
    std::mutex mutex;
    std::int64_t version = -1;
    std::optional<Zone> zone;
    std::chrono::minutes slot_length{0};
    std::chrono::sys_days first;
    std::vector<Day> days;

    Day* Find(std::chrono::sys_days day);
    Day& Make(std::chrono::sys_days day);
  };

  std::shared_ptr<Place> PlaceOf(std::int64_t location);
  static std::vector<Start> StartsOf(const Place& place, const Day& day, const Question& question);
  static bool HasStart(const Place& place, Day& day, const Question& question, Instant now);
  static void Settle(const Place& place, Day& day, Instant now);
  absl::Status Read(sql::Transaction& transaction, const KnownLocation& location, std::chrono::sys_days first,
                    std::chrono::sys_days last, std::vector<Day>& days) const;

  std::atomic<std::uint64_t> epoch_{1};
  std::mutex mutex_;
  std::unordered_map<std::int64_t, std::shared_ptr<Place>> places_;
  std::unordered_map<std::int64_t, sql::Rows> supposed_;  // written before anything is read
};

}  // namespace amtslotse::booking
