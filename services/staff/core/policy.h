// The rules an installation sets for signing in.
#pragma once

#include <chrono>
#include <string>

#include "services/staff/core/lockout.h"

namespace amtslotse::staff {

struct Policy {
  LockoutPolicy lockout;
  std::chrono::seconds idle{30 * 60};          // a session unused for so long ends
  std::chrono::seconds lifetime{10 * 3600};    // no session lives longer
  std::chrono::seconds reauthentication{300};  // how long a confirmed password allows dangerous steps
  std::chrono::seconds link{24 * 3600};        // how long a one-time link works
  std::chrono::seconds openid{600};            // how long somebody may take at the provider
  std::chrono::hours audit{365 * 24};          // how long audit lines are kept
  bool require_totp = true;                    // local accounts work only with a second factor
  std::string issuer = "Amtslotse";            // shown by authenticator apps
};

}  // namespace amtslotse::staff
