// What lies around the processes: files and their modes, addresses, clock, disk, backups.
#pragma once

#include <filesystem>
#include <vector>

#include "services/cli/check/finding.h"
#include "services/cli/check/settings.h"
#include "services/cli/installation.h"

namespace amtslotse::cli {

// Keys and files with secrets: there, private, not inside the data, not those of an example.
Findings CheckSecrets(const Installation& installation, const std::vector<ServiceSettings>& services,
                      const std::filesystem::path& etc);
// The settings of the nightly backup.
Findings CheckBackups(const std::filesystem::path& etc);
// Every address that a setting names, tried once.
Findings CheckAddresses(const std::vector<ServiceSettings>& services);
// Mail server, public address.
Findings CheckMail(const std::vector<ServiceSettings>& services, bool is_public);
// Clock, time zones, disk.
Findings CheckMachine(const Installation& installation);

}  // namespace amtslotse::cli
