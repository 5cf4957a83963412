// Settings of the messengers process, keys MESSENGERS_….
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <string>
#include <vector>

#include "services/messengers/accounts.h"
#include "services/rpc/server.h"

namespace amtslotse::messengers {

struct Settings {
  rpc::ServerSettings server;
  std::string dialogue;   // address
  std::string keys_file;  // the installation's keys, outside of the data directory; secrets of accounts lie beside it
  std::string data_directory;  // the store
  std::string database;        // PostgreSQL instead, shared by several processes; empty: SQLite in the data directory
  std::string actor_key;       // checks signed actors of the staff; empty: nothing for them here
  std::string accounts_file;   // may be absent: no channel
  std::vector<Account> accounts;
  std::string webhook_listen;  // host:port for webhooks, empty: none
  std::string ca_file;         // trusted roots for calls out, empty: the system's
};

absl::StatusOr<Settings> ReadSettings(int argc, char** argv);

}  // namespace amtslotse::messengers
