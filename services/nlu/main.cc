// The nlu process: German text → acts, entities, language.
//   amtslotse-nlu [--config FILE]
//   amtslotse-nlu train JOB MEMORY_MB      the child process of a training
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "services/nlu/nightly.h"
#include "services/nlu/nlu_service.h"
#include "services/nlu/settings.h"
#include "services/nlu/training_job.h"
#include "services/rpc/address.h"
#include "services/rpc/certificate_gauge.h"
#include "services/rpc/server.h"

namespace amtslotse::nlu {
namespace {

int Run(const Settings& settings) {
  const auto models = TownModels::Open(settings.model_directory, settings.data_directory);
  if (!models.ok()) return std::cerr << models.status().message() << "\n", 1;
  for (const std::string& why : (*models)->unusable()) rpc::LogError("model_unusable", {{"why", why}});
  rpc::Metrics metrics;
  if (const auto status = metrics.Serve(settings.server.metrics_listen); !status.ok())
    return std::cerr << status.message() << "\n", 1;
  const rpc::CertificateGauge certificate(metrics, settings.server.tls);
  Trainer trainer(**models, settings.trainer);
  const auto knowledge =
      settings.knowledge.empty() ? nullptr : rpc::Connect(settings.knowledge, "knowledge", settings.server.tls);
  const Examples examples(knowledge, settings.actor_key, metrics);
  NluService nlu({**models, trainer, examples, settings.actor_key, metrics});
  auto server = rpc::Server::Start(settings.server, {&nlu});
  if (!server.ok()) return std::cerr << server.status().message() << "\n", 1;
  const bool trains = settings.trainer.enabled && !settings.knowledge.empty();
  const Nightly nightly(trainer, examples, trains ? settings.training_hour : 24);
  (*server)->RunUntilStopped([&] {
    for (const std::string& town : (*models)->FollowOthers())
      rpc::LogInfo("model_activated_elsewhere",
                   {{"municipality", town}, {"model", (*models)->Active(town)->version()}});
    return true;
  });
  return 0;
}

}  // namespace
}  // namespace amtslotse::nlu

int main(int argc, char** argv) {
  if (argc == 4 && std::string_view(argv[1]) == "train") {
    const int code = amtslotse::nlu::RunTrainingProcess(argv[2], std::atol(argv[3]));
    std::fflush(nullptr);
    ::_exit(code);  // what libraries do at the end may need memory that there is none of
  }
  amtslotse::rpc::PrepareProcess();
  const auto settings = amtslotse::nlu::ReadSettings(argc, argv);
  if (!settings.ok()) {
    std::cerr << settings.status().message() << "\n";
    return 2;
  }
  amtslotse::rpc::StartLogging("nlu", settings->server.log_level);
  return amtslotse::nlu::Run(*settings);
}
