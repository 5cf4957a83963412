#include "services/nlu/settings.h"

#include "services/rpc/settings.h"

namespace amtslotse::nlu {

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("NLU", argc, argv);
  if (!reader.ok()) return reader.status();
  Settings settings;
  settings.server = rpc::ReadServerSettings(*reader);
  settings.model_directory = reader->Required("MODEL_DIR");
  if (const auto status = reader->Finish(); !status.ok()) return status;
  return settings;
}

}  // namespace amtslotse::nlu
