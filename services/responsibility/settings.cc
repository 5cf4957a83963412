#include "services/responsibility/settings.h"

#include <algorithm>
#include <string_view>

#include "services/rpc/postgres_setting.h"
#include "services/rpc/settings.h"

namespace amtslotse::responsibility {
namespace {

std::vector<std::string> Folders(std::string_view list) {
  std::vector<std::string> folders;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(':'), list.size());
    if (end > 0) folders.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return folders;
}

rpc::SettingForm ExistingFolders() {
  return {"folders", [folder = rpc::ExistingFolder()](const std::string& list) -> std::string {
            for (const std::string& one : Folders(list))
              if (!folder.expected(one).empty()) return "folders that are there, with : between them";
            return "";
          }};
}

}  // namespace

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("RESPONSIBILITY", argc, argv);
  if (!reader.ok()) return reader.status();
  Settings settings;
  settings.server = rpc::ReadServerSettings(*reader);
  settings.knowledge_postgres = reader->Text("KNOWLEDGE_POSTGRES", "", rpc::PostgresStore());
  if (settings.knowledge_postgres.empty())
    settings.knowledge_directory = reader->Required("KNOWLEDGE_DIR", rpc::AbsolutePath());
  else
    settings.knowledge_directory = reader->Text("KNOWLEDGE_DIR", "", rpc::AbsolutePath());
  settings.data_directory = reader->Text("DATA_DIR", "", rpc::AbsolutePath());
  settings.database = reader->Text("DATABASE", "", rpc::PostgresStore());
  settings.area_folders =
      Folders(reader->Text("AREAS_DIR", "knowledge/data/areas:knowledge/data/demo", ExistingFolders()));
  settings.actor_key = reader->Text("ACTOR_KEY", "", rpc::ActorKey());
  settings.refresh = reader->Milliseconds("REFRESH_MILLISECONDS", 1000, 50, 60000);
  settings.audit = std::chrono::days(reader->Number("AUDIT_DAYS", settings.audit.count(), 1, 3650));
  if (const auto status = reader->Finish(); !status.ok()) return status;
  return settings;
}

}  // namespace amtslotse::responsibility
