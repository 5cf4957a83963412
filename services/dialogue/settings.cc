#include "services/dialogue/settings.h"

#include "services/rpc/settings.h"

namespace amtslotse::dialogue {

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("DIALOGUE", argc, argv);
  if (!reader.ok()) return reader.status();
  Settings settings;
  settings.server = rpc::ReadServerSettings(*reader);
  settings.redis.address = reader->Required("REDIS");
  settings.redis.password = reader->Text("REDIS_PASSWORD", "");
  settings.redis.timeout = reader->Milliseconds("REDIS_TIMEOUT_MS", 500, 10, 10000);
  settings.nlu = reader->Required("NLU");
  settings.knowledge = reader->Required("KNOWLEDGE");
  settings.responsibility = reader->Required("RESPONSIBILITY");
  settings.booking = reader->Required("BOOKING");
  settings.keys_file = reader->Required("KEYS_FILE");
  settings.data_directory = reader->Required("DATA_DIR");
  settings.database = reader->Text("DATABASE", "");
  settings.hand_over = reader->Flag("HAND_OVER", true);
  settings.actor_key = reader->Text("ACTOR_KEY", "");
  settings.session_lifetime = reader->Seconds("SESSION_SECONDS", 1800, 10, 86400);
  settings.web_url = reader->Text("WEB_URL", "");
  if (const auto status = reader->Finish(); !status.ok()) return status;
  return settings;
}

}  // namespace amtslotse::dialogue
