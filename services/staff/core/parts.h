// What every operation of the staff service works with. Borrowed; lives longer than all of them.
#pragma once

#include "booking/clock.h"
#include "booking/codes.h"
#include "booking/sealing.h"
#include "booking/sql/database.h"
#include "services/staff/core/password.h"
#include "services/staff/core/policy.h"

namespace amtslotse::staff {

using booking::Clock;
using booking::Instant;
using booking::KeyRing;
using booking::Randomness;
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
