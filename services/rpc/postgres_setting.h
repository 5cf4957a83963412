// The settings that name a PostgreSQL: postgresql://… or host=… dbname=…, as libpq reads them.
#pragma once

#include <string>
#include <vector>

#include "services/rpc/setting_forms.h"

namespace amtslotse::rpc {

SettingForm PostgresStore();

// Where it is: host and port, a socket's folder as host. Empty when libpq cannot read it, or PostgresStore refuses it.
struct PostgresAddress {
  std::string host;
  std::string port;
};
std::vector<PostgresAddress> PostgresAddresses(const std::string& connection);

}  // namespace amtslotse::rpc
