// What is kept of one person, for that person's right to know.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "services/cli/installation.h"
#include "services/cli/privacy/erasures.h"

namespace amtslotse::cli {

// As the booking process reads it: BOOKING_DATABASE, or the file that BOOKING_DATABASE_FILE names; empty: its SQLite file.
std::string BookingDatabase();

// A JSON object. Reads a copy of booking's store beside its process.
absl::StatusOr<std::string> KeptOf(const Installation& installation, const Erasure& who);

}  // namespace amtslotse::cli
