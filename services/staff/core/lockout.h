// How long a name must wait after failed tries. Counted per name, known or not, never per address: a town
// hall shares one address, and an attacker has many.
#pragma once

#include <chrono>

namespace amtslotse::staff {

struct LockoutPolicy {
  int free_tries = 5;
  std::chrono::seconds first_delay{30};  // after the free tries; doubles with each further one
  std::chrono::seconds longest_delay{900};
};

// After the last one.
inline constexpr std::chrono::hours kTriesKept{24};

struct Tries {
  int count = 0;  // in a row, without a success
  std::chrono::sys_seconds last{};
};

// What must pass after `count` failed tries before the next one is looked at.
std::chrono::seconds DelayAfter(const LockoutPolicy& policy, int count);

// What is left of that; 0 when a try is allowed. A clock that was set back never makes it longer than the
// delay.
std::chrono::seconds Remaining(const LockoutPolicy& policy, const Tries& tries, std::chrono::sys_seconds now);

}  // namespace amtslotse::staff
