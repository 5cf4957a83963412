#include "services/dialogue/settings.h"

#include "services/rpc/postgres_setting.h"
#include "services/rpc/settings.h"

namespace amtslotse::dialogue {

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("DIALOGUE", argc, argv);
  if (!reader.ok()) return reader.status();
  Settings settings;
  settings.server = rpc::ReadServerSettings(*reader);
  settings.redis.address = reader->Required("REDIS", rpc::RedisStore());
  settings.redis.password = reader->Text("REDIS_PASSWORD", "", rpc::Secret());
  settings.redis.timeout = reader->Milliseconds("REDIS_TIMEOUT_MS", 500, 10, 10000);
  settings.nlu = reader->Required("NLU", rpc::Calling());
  settings.knowledge = reader->Required("KNOWLEDGE", rpc::Calling());
  settings.responsibility = reader->Required("RESPONSIBILITY", rpc::Calling());
  settings.booking = reader->Required("BOOKING", rpc::Calling());
  settings.keys_file = reader->Required("KEYS_FILE", rpc::AbsolutePath());
  settings.data_directory = reader->Required("DATA_DIR", rpc::AbsolutePath());
  settings.database = reader->Text("DATABASE", "", rpc::PostgresStore());
  settings.hand_over = reader->Flag("HAND_OVER", true);
  settings.actor_key = reader->Text("ACTOR_KEY", "", rpc::ActorKey());
  settings.session_lifetime = reader->Seconds("SESSION_SECONDS", 1800, 10, 86400);
  settings.web_url = reader->Text("WEB_URL", "", rpc::Url({"https", "http"}));
  settings.audit = std::chrono::days(reader->Number("AUDIT_DAYS", settings.audit.count(), 1, 3650));
  if (const auto status = reader->Finish(); !status.ok()) return status;
  return settings;
}

}  // namespace amtslotse::dialogue
