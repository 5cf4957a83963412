#include "services/booking/settings.h"

#include "services/rpc/postgres_setting.h"
#include "services/rpc/settings.h"

namespace amtslotse::booking {

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("BOOKING", argc, argv);
  if (!reader.ok()) return reader.status();
  Settings settings;
  settings.server = rpc::ReadServerSettings(*reader);
  settings.data_directory = reader->Required("DATA_DIR", rpc::AbsolutePath());
  settings.database = reader->Text("DATABASE", "", rpc::PostgresStore());
  settings.erasures = reader->Text("ERASURES_DATABASE", "", rpc::PostgresStore());
  settings.connections = static_cast<int>(reader->Number("DATABASE_CONNECTIONS", 16, 1, 200));
  settings.keys_file = reader->Required("KEYS_FILE", rpc::AbsolutePath());
  settings.actor_key = reader->Text("ACTOR_KEY", "", rpc::ActorKey());
  settings.audit = std::chrono::days(reader->Number("AUDIT_DAYS", settings.audit.count(), 1, 3650));
  settings.mail = ReadMailSettings(*reader);
  if (const auto status = reader->Finish(); !status.ok()) return status;
  return settings;
}

}  // namespace amtslotse::booking
