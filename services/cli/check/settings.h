// The settings of each process as they would reach it, and whether the process accepts them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "services/cli/check/finding.h"
#include "services/cli/installation.h"
#include "services/cli/supervisor/child.h"
#include "services/cli/supervisor/processes.h"

namespace amtslotse::cli {

struct ServiceSettings {
  std::string service;
  Program program;
  std::map<std::string, std::string> values;  // full names, as given; files of secrets not yet read
};

// `etc`: the operator's folder of an installation with systemd; empty: what `./amtslotse run` gives from its
// environment.
std::vector<ServiceSettings> SettingsOfServices(const Installation& installation, const std::filesystem::path& etc);

// What the environment tells one service, as in a container of its own.
ServiceSettings SettingsFromEnvironment(const std::string& service);

// The value, also where it is given as a file; empty when there is none.
std::string ValueOf(const std::vector<ServiceSettings>& services, const std::string& name);

// What stands in the environment although `./amtslotse run` gives its processes another value.
Findings CheckOverruled(const std::vector<ServiceSettings>& services);

// Asks each program itself: unknown names, bad values, what is missing. None of them starts. A file `made_at_start`
// need not be there yet.
Findings CheckSettings(const std::vector<ServiceSettings>& services, const std::filesystem::path& etc,
                       const std::filesystem::path& made_at_start = {});

// What the supervisor gives one process.
ServiceSettings SettingsOf(Process process);

// Citizens elsewhere can reach it: behind HTTPS, or on an address that is not only this machine's.
bool IsPublic(const std::vector<ServiceSettings>& services);

}  // namespace amtslotse::cli
