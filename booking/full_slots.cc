#include "booking/full_slots.h"

#include <algorithm>

namespace amtslotse::booking {
namespace {

constexpr std::size_t kMost = 20'000;
constexpr int kNone = 1'000'000;

}  // namespace

int& FullSlots::Taken(std::int64_t location, Instant start) {
  if (taken_.size() >= kMost) taken_.clear();
  return taken_[{location, start}];
}

void FullSlots::Took(std::int64_t location, const std::vector<SlotCapacity>& run) {
  const std::lock_guard guard(mutex_);
  for (const SlotCapacity& slot : run) ++Taken(location, slot.start);
}

void FullSlots::Refused(std::int64_t location, Instant start) {
  const std::lock_guard guard(mutex_);
  Taken(location, start) = kNone;
}

bool FullSlots::Any(std::int64_t location, const std::vector<SlotCapacity>& run) {
  const std::lock_guard guard(mutex_);
  return std::any_of(run.begin(), run.end(), [&](const SlotCapacity& slot) {
    const auto found = taken_.find({location, slot.start});
    return found != taken_.end() && found->second >= std::min(slot.capacity, slot.public_capacity);
  });
}

}  // namespace amtslotse::booking
