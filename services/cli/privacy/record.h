// The record of processing activities (Art. 30 DSGVO), with the periods that this code and these settings keep.
#pragma once

#include <string>
#include <vector>

#include "services/cli/check/settings.h"

namespace amtslotse::cli {

// Markdown, German. `backup_days` as the nightly backup keeps.
std::string RecordOfProcessing(const std::vector<ServiceSettings>& services, int backup_days);

}  // namespace amtslotse::cli
