// Fetching a catalogue through libcurl.
#pragma once

#include <string>

#include "knowledge/pull.h"

namespace amtslotse::knowledge {

// http and https, up to five redirects, certificates checked, at most 1 GiB and 15 minutes, given up after a minute
// without data. `alive` is asked about once a second; false ends the transfer. Thread-safe.
Fetch CurlFetch(std::function<bool()> alive);

}  // namespace amtslotse::knowledge
