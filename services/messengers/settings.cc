#include "services/messengers/settings.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "services/rpc/postgres_setting.h"
#include "services/rpc/settings.h"
#include "services/rpc/text.h"

namespace amtslotse::messengers {
namespace {

// One mistake of the accounts a line.
void RefuseEach(rpc::SettingsReader& reader, std::string_view mistakes) {
  while (!mistakes.empty()) {
    const auto end = std::min(mistakes.find('\n'), mistakes.size());
    reader.Refuse("ACCOUNTS", mistakes.substr(0, end));
    mistakes.remove_prefix(std::min(end + 1, mistakes.size()));
  }
}

}  // namespace

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("MESSENGERS", argc, argv);
  if (!reader.ok()) return reader.status();
  Settings settings;
  settings.server = rpc::ReadServerSettings(*reader);
  settings.dialogue = reader->Required("DIALOGUE", rpc::Calling());
  settings.keys_file = reader->Required("KEYS_FILE", rpc::AbsolutePath());
  settings.data_directory = reader->Required("DATA_DIR", rpc::AbsolutePath());
  settings.database = reader->Text("DATABASE", "", rpc::PostgresStore());
  settings.accounts_file = reader->Text("ACCOUNTS", settings.data_directory + "/accounts.json", rpc::AbsolutePath());
  settings.actor_key = reader->Text("ACTOR_KEY", "", rpc::ActorKey());
  settings.webhook_listen = reader->Text("WEBHOOK_LISTEN", "", rpc::HostPort());
  settings.ca_file = reader->Text("CA", "", rpc::ExistingFile());
  auto accounts = ReadAccounts(settings.accounts_file, std::filesystem::path(settings.keys_file).parent_path());
  if (accounts.ok())
    settings.accounts = *std::move(accounts);
  else
    RefuseEach(*reader, rpc::ToString(accounts.status().message()));
  if (const auto status = reader->Finish(); !status.ok()) return status;
  return settings;
}

}  // namespace amtslotse::messengers
