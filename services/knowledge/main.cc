// The knowledge process: catalogue, entries, offices; finding and answering.
#include <iostream>

#include "services/knowledge/knowledge_service.h"
#include "services/knowledge/settings.h"
#include "services/rpc/log.h"
#include "services/rpc/server.h"

namespace amtslotse::knowledge {
namespace {

int Fail(const absl::Status& status) {
  std::cerr << status.message() << "\n";
  return 1;
}

int Run(const Settings& settings) {
  const auto database = OpenSqlite(settings.data_directory + "/knowledge.db");
  if (!database.ok()) return Fail(database.status());
  if (const auto status = PrepareTables(**database); !status.ok()) return Fail(status);
  const auto synonyms = Synonyms::Parse(ShippedSynonymsText());
  if (!synonyms.ok()) return Fail(synonyms.status());
  CatalogueStore catalogues(**database);
  EntryStore entries(**database);
  Inbox inbox(**database);
  Towns towns(**database, catalogues, entries, inbox, *synonyms, {settings.data_directory + "/search", /*write=*/true});
  if (const auto status = towns.RefreshAll(); !status.ok()) return Fail(status);
  rpc::Metrics metrics;
  if (const auto status = metrics.Serve(settings.server.metrics_listen); !status.ok()) return Fail(status);
  KnowledgeService knowledge({**database, catalogues, entries, inbox, towns, metrics, settings.actor_key, settings.data_directory});
  auto server = rpc::Server::Start(settings.server, {&knowledge});
  if (!server.ok()) return Fail(server.status());
  // About once a second: what another replica changed is taken over, and health tells whether the store answers.
  (*server)->RunUntilStopped([&] {
    const absl::Status status = towns.RefreshAll();
    if (!status.ok()) rpc::LogError("refresh_failed", {{"code", static_cast<int>(status.code())}});
    return status.ok();
  });
  return 0;
}

}  // namespace
}  // namespace amtslotse::knowledge

int main(int argc, char** argv) {
  amtslotse::rpc::PrepareProcess();
  const auto settings = amtslotse::knowledge::ReadSettings(argc, argv);
  if (!settings.ok()) {
    std::cerr << settings.status().message() << "\n";
    return 2;
  }
  amtslotse::rpc::StartLogging("knowledge", settings->server.log_level);
  return amtslotse::knowledge::Run(*settings);
}
