#include "services/staff/core/lockout.h"

#include <algorithm>

namespace amtslotse::staff {

std::chrono::seconds DelayAfter(const LockoutPolicy& policy, int count) {
  if (count < policy.free_tries) return std::chrono::seconds(0);
  const int doublings = std::min(count - policy.free_tries, 20);
  return std::min(policy.first_delay * (std::int64_t{1} << doublings), policy.longest_delay);
}

std::chrono::seconds Remaining(const LockoutPolicy& policy, const Tries& tries, std::chrono::sys_seconds now) {
  const std::chrono::seconds delay = DelayAfter(policy, tries.count);
  return std::clamp(tries.last + delay - now, std::chrono::seconds(0), delay);
}

}  // namespace amtslotse::staff
