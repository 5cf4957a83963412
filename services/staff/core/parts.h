// What every operation of the staff service works with. Borrowed; lives longer than all of them.
#pragma once

#include "booking/clock.h"
#include "booking/sql/database.h"
#include "keys/key_ring.h"
#include "keys/randomness.h"
#include "services/staff/core/password.h"
#include "services/staff/core/policy.h"

namespace amtslotse::staff {

using booking::Clock;
using booking::Instant;
using keys::KeyRing;
using keys::Randomness;
namespace sql = booking::sql;

struct Parts {
  sql::Database& database;
  const KeyRing& keys;
  const Clock& clock;
  Randomness& random;
  const PasswordHasher& passwords;
  Policy policy;
};

}  // namespace amtslotse::staff
