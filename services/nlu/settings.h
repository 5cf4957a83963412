// Settings of the nlu process, keys NLU_….
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "services/nlu/trainer.h"
#include "services/rpc/server.h"

namespace amtslotse::nlu {

struct Settings {
  rpc::ServerSettings server;
  std::string model_directory;  // the shipped model
  std::string data_directory;   // the towns' own models
  TrainerSettings trainer;
  std::string knowledge;  // address; empty: no examples are fetched and no nightly training takes place
  std::string actor_key;  // empty: every staff call is refused
  int training_hour = 3;  // local time of each town; 24: never
};

absl::StatusOr<Settings> ReadSettings(int argc, char** argv);

}  // namespace amtslotse::nlu
