// Settings of the staff process, keys STAFF_….
#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <string>

#include "services/rpc/server.h"
#include "services/staff/core/password.h"
#include "services/staff/core/policy.h"
#include "services/staff/core/provider.h"

namespace amtslotse::staff {

struct Settings {
  rpc::ServerSettings server;
  std::string data_directory;  // holds staff.db
  std::string database;        // a PostgreSQL instead, which several processes may share
  std::string keys_file;       // the installation's keys, outside of the data directory
  std::string actor_key;       // what actors are signed with; every service that checks them has it too
  Policy policy;
  PasswordCost passwords;
  std::map<MunicipalityId, ProviderSettings> providers;
  std::string certificates;  // of authorities that providers' certificates are checked against; empty: the system's
};

absl::StatusOr<Settings> ReadSettings(int argc, char** argv);
// For tests.
absl::StatusOr<Settings> ReadSettings(rpc::SettingsReader reader);

}  // namespace amtslotse::staff
