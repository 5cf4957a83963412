// Settings of the responsibility process, keys RESPONSIBILITY_….
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <string>
#include <vector>

#include "knowledge/retention.h"
#include "services/rpc/server.h"

namespace amtslotse::responsibility {

struct Settings {
  rpc::ServerSettings server;
  std::string knowledge_directory;  // holds knowledge.db, read only
  std::string knowledge_postgres;   // knowledge's KNOWLEDGE_POSTGRES, when its store is there; read only
  std::string data_directory;       // holds responsibility.db: the towns' rules and streets; empty: none can be saved
  std::string database;             // a PostgreSQL instead of the data directory, which several processes may share
  std::vector<std::string> area_folders;           // AREAS_DIR, separated by ':'
  std::string actor_key;                           // checks signed actors of the staff
  std::chrono::days audit{knowledge::kAuditKept};  // how long it stays written down who did what
  std::chrono::milliseconds refresh{1000};         // how often to look for newer catalogues
};

absl::StatusOr<Settings> ReadSettings(int argc, char** argv);

}  // namespace amtslotse::responsibility
