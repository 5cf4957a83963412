// Settings of the dialogue process, keys DIALOGUE_….
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <string>

#include "services/rpc/redis.h"
#include "services/rpc/server.h"

namespace amtslotse::dialogue {

struct Settings {
  rpc::ServerSettings server;
  rpc::RedisSettings redis;
  std::string nlu, knowledge, responsibility, booking;  // addresses
  std::string keys_file;                                // the installation's keys, outside of the data directory
  std::string data_directory;
  std::string database;   // PostgreSQL for hand-overs; empty: SQLite in the data directory
  bool hand_over = true;  // false: where several processes have no database in common
  std::string actor_key;
  std::chrono::seconds session_lifetime{1800};
  std::chrono::days audit{365};  // how long it stays written down who did what
  std::string web_url;           // of the public pages, without a slash at its end
};

absl::StatusOr<Settings> ReadSettings(int argc, char** argv);

}  // namespace amtslotse::dialogue
