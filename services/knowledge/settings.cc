#include "services/knowledge/settings.h"

#include "services/rpc/postgres_setting.h"
#include "services/rpc/settings.h"

namespace amtslotse::knowledge {

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("KNOWLEDGE", argc, argv);
  if (!reader.ok()) return reader.status();
  Settings settings;
  settings.server = rpc::ReadServerSettings(*reader);
  settings.data_directory = reader->Required("DATA_DIR", rpc::AbsolutePath());
  settings.postgres = reader->Text("POSTGRES", "", rpc::PostgresStore());
  settings.booking = reader->Text("BOOKING", "", rpc::Calling());
  settings.actor_key = reader->Text("ACTOR_KEY", "", rpc::ActorKey());
  settings.audit = std::chrono::days(reader->Number("AUDIT_DAYS", settings.audit.count(), 1, 3650));
  if (const auto status = reader->Finish(); !status.ok()) return status;
  return settings;
}

}  // namespace amtslotse::knowledge
