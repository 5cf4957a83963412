// Settings of the knowledge process, keys KNOWLEDGE_….
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <string>

#include "knowledge/retention.h"
#include "services/rpc/server.h"

namespace amtslotse::knowledge {

struct Settings {
  rpc::ServerSettings server;
  std::string data_directory;           // holds knowledge.db, the search indexes and files that are being imported
  std::string postgres;                 // libpq's keywords or URI: the store, in place of knowledge.db
  std::string booking;                  // address; new catalogues are told to it; empty: to nobody
  std::string actor_key;                // checks signed actors of the staff
  std::chrono::days audit{kAuditKept};  // how long it stays written down who did what
};

absl::StatusOr<Settings> ReadSettings(int argc, char** argv);

}  // namespace amtslotse::knowledge
