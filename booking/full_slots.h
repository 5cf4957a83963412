#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "booking/calendar.h"
#include "booking/clock.h"

namespace amtslotse::booking {

// Slots that this process has seen fill up. A hint which way is the shorter one: a hold there looks first, elsewhere it
// takes at once and the storage refuses it where that was wrong. Thread-safe.
class FullSlots {
 public:
  // Somebody got a place in each slot of the run.
  void Took(std::int64_t location, const std::vector<SlotCapacity>& run);
  // Somebody got none.
  void Refused(std::int64_t location, Instant start);
  // Whether one of the run had no place any more.
  bool Any(std::int64_t location, const std::vector<SlotCapacity>& run);

 private:
  struct Slot {
    std::int64_t location;
    Instant start;
    bool operator==(const Slot&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Slot& slot) const {
      const auto mixed = static_cast<std::uint64_t>(slot.location) * 0x9e3779b97f4a7c15;
      return mixed ^ static_cast<std::uint64_t>(slot.start.time_since_epoch().count());
    }
  };
  int& Taken(std::int64_t location, Instant start);

  std::mutex mutex_;
  std::unordered_map<Slot, int, Hash> taken_;
};

}  // namespace amtslotse::booking
