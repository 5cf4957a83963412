// The "DLDB" JSON that the appointment systems of Munich and Berlin consume: services, and locations with the
// services they take appointments for.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <istream>

#include "knowledge/import/sink.h"

namespace amtslotse::knowledge {

enum class DldbFile : std::uint8_t { kServices, kLocations, kOther };

// By the keys of the first element of "data". The stream is read from its beginning and left there.
DldbFile DetectDldb(std::istream& input);

struct JsonLimits {
  std::size_t file_bytes = std::size_t{256} << 20;
  int depth = 32;
};

// One element of "data" after another is parsed, handed over and forgotten. Every service at a location
// becomes an offering and a rule (role: accepts) without area, because these systems let citizens choose any
// location; such a service is location-independent. INVALID_ARGUMENT (German, with the byte) for what is no
// such JSON.
absl::Status ReadDldb(std::istream& input, CatalogueSink& sink, const JsonLimits& limits = {});

}  // namespace amtslotse::knowledge
