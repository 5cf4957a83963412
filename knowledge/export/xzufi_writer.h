// A municipality's catalogue as one XZuFi 2.2 message.
//
// Reading it again (import/xzufi.h) gives equal services, offices, rules, online services and specialisations, with
// one exception: what XZuFi cannot say is left out, namely which offices take appointments, how long and how many.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <functional>
#include <string_view>

#include "knowledge/database.h"
#include "knowledge/store.h"

namespace amtslotse::knowledge {

// Takes the next piece of the document; false ends the writing (CANCELLED).
using Write = std::function<bool(std::string_view piece)>;

// Object by object: the document is never whole in memory.
absl::Status WriteXzufi(const Database& database, const Municipality& municipality, CatalogueVersion version,
                        std::chrono::sys_seconds now, const Write& write);

}  // namespace amtslotse::knowledge
