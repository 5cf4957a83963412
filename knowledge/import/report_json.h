#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

#include "knowledge/import/import.h"

namespace amtslotse::knowledge {

std::string EncodeReport(const ImportReport& report);
absl::StatusOr<ImportReport> DecodeReport(std::string_view text);  // DATA_LOSS

}  // namespace amtslotse::knowledge
