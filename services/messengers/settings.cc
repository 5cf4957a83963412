#include "services/messengers/settings.h"

#include "services/rpc/settings.h"

namespace amtslotse::messengers {

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("MESSENGERS", argc, argv);
  if (!reader.ok()) return reader.status();
  Settings settings;
  settings.server = rpc::ReadServerSettings(*reader);
  settings.dialogue = reader->Required("DIALOGUE");
  settings.keys_file = reader->Required("KEYS_FILE");
  settings.data_directory = reader->Required("DATA_DIR");
  settings.database = reader->Text("DATABASE", "");
  settings.accounts_file = reader->Text("ACCOUNTS", settings.data_directory + "/accounts.json");
  settings.actor_key = reader->Text("ACTOR_KEY", "");
  settings.webhook_listen = reader->Text("WEBHOOK_LISTEN", "");
  settings.ca_file = reader->Text("CA", "");
  if (const auto status = reader->Finish(); !status.ok()) return status;
  return settings;
}

}  // namespace amtslotse::messengers
