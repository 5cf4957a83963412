#include "services/cli/privacy/repeat.h"

#include "services/cli/privacy/erasures.h"
#include "services/cli/privacy/traces.h"
#include "services/cli/service_access.h"

namespace amtslotse::cli {

absl::StatusOr<std::size_t> RepeatErasures(const Installation& installation) {
  const auto erasures = Remembered(installation);
  if (!erasures.ok()) return erasures.status();
  if (erasures->empty()) return 0;
  const auto access = ServiceAccess::Open(installation, {"booking"});
  if (!access.ok()) return access.status();
  for (const Erasure& erasure : *erasures) {
    if (const auto erased = Erase(**access, erasure); !erased.ok()) return erased.status();
    if (const auto erased = EraseTraces(installation, **access, erasure); !erased.ok()) return erased.status();
  }
  return erasures->size();
}

}  // namespace amtslotse::cli
