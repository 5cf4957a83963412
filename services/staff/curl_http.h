// HTTP through libcurl.
#pragma once

#include <string>

#include "services/staff/core/http.h"

namespace amtslotse::staff {

// 5 s, 256 KiB, no redirects, certificates checked (against the file `certificates` when it is given).
// Thread-safe.
HttpClient CurlHttp(std::string certificates);

}  // namespace amtslotse::staff
