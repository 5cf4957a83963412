// Settings of the nlu process, keys NLU_….
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "services/rpc/server.h"

namespace amtslotse::nlu {

struct Settings {
  rpc::ServerSettings server;
  std::string model_directory;  // written by training
};

absl::StatusOr<Settings> ReadSettings(int argc, char** argv);

}  // namespace amtslotse::nlu
