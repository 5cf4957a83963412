#include "services/nlu/settings.h"

#include "services/rpc/settings.h"

namespace amtslotse::nlu {

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("NLU", argc, argv);
  if (!reader.ok()) return reader.status();
  Settings settings;
  settings.server = rpc::ReadServerSettings(*reader);
  settings.model_directory = reader->Required("MODEL_DIR", rpc::ExistingFolder());
  settings.data_directory = reader->Required("DATA_DIR", rpc::AbsolutePath());
  settings.trainer.program = "/proc/self/exe";
  settings.trainer.texts_directory = reader->Text("TEXTS_DIR", "nlu/data", rpc::ExistingFolder());
  settings.trainer.memory_mb = reader->Number("TRAINING_MEMORY_MB", settings.trainer.memory_mb, 64, 65536);
  settings.trainer.enabled = reader->Flag("TRAINING", settings.trainer.enabled);
  settings.knowledge = reader->Text("KNOWLEDGE", "", rpc::Calling());
  settings.actor_key = reader->Text("ACTOR_KEY", "", rpc::ActorKey());
  settings.training_hour = static_cast<int>(reader->Number("TRAINING_HOUR", settings.training_hour, 0, 24));
  if (const auto status = reader->Finish(); !status.ok()) return status;
  return settings;
}

}  // namespace amtslotse::nlu
