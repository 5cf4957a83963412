// The nlu process: German text → acts, entities, language.
#include <iostream>

#include "services/nlu/nlu_service.h"
#include "services/nlu/settings.h"
#include "services/rpc/server.h"

namespace amtslotse::nlu {
namespace {

int Run(const Settings& settings) {
  const auto understander = Understander::Load(settings.model_directory);
  if (!understander.ok()) return std::cerr << understander.status().message() << "\n", 1;
  rpc::Metrics metrics;
  if (const auto status = metrics.Serve(settings.server.metrics_listen); !status.ok()) return std::cerr << status.message() << "\n", 1;
  NluService nlu(**understander, metrics);
  auto server = rpc::Server::Start(settings.server, {&nlu});
  if (!server.ok()) return std::cerr << server.status().message() << "\n", 1;
  (*server)->RunUntilStopped();
  return 0;
}

}  // namespace
}  // namespace amtslotse::nlu

int main(int argc, char** argv) {
  amtslotse::rpc::PrepareProcess();
  const auto settings = amtslotse::nlu::ReadSettings(argc, argv);
  if (!settings.ok()) {
    std::cerr << settings.status().message() << "\n";
    return 2;
  }
  amtslotse::rpc::StartLogging("nlu", settings->server.log_level);
  return amtslotse::nlu::Run(*settings);
}
