#include "services/responsibility/settings.h"

#include <algorithm>
#include <string_view>

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

}  // namespace

absl::StatusOr<Settings> ReadSettings(int argc, char** argv) {
  auto reader = rpc::SettingsReader::FromCommandLine("RESPONSIBILITY", argc, argv);
  if (!reader.ok()) return reader.status();
  Settings settings;
  settings.server = rpc::ReadServerSettings(*reader);
  settings.knowledge_postgres = reader->Text("KNOWLEDGE_POSTGRES", "");
  if (settings.knowledge_postgres.empty())
    settings.knowledge_directory = reader->Required("KNOWLEDGE_DIR");
  else
    settings.knowledge_directory = reader->Text("KNOWLEDGE_DIR", "");
  settings.data_directory = reader->Text("DATA_DIR", "");
  settings.database = reader->Text("DATABASE", "");
  settings.area_folders = Folders(reader->Text("AREAS_DIR", "knowledge/data/areas:knowledge/data/demo"));
  settings.actor_key = reader->Text("ACTOR_KEY", "");
  settings.refresh = reader->Milliseconds("REFRESH_MILLISECONDS", 1000, 50, 60000);
  settings.audit = std::chrono::days(reader->Number("AUDIT_DAYS", settings.audit.count(), 1, 3650));
  if (const auto status = reader->Finish(); !status.ok()) return status;
  return settings;
}

}  // namespace amtslotse::responsibility
