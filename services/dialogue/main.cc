// The dialogue process: conversations over the other services, sessions in Redis.
#include <filesystem>
#include <iostream>

#include "booking/sql/postgres.h"
#include "booking/sql/sqlite.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "keys/key_ring.h"
#include "keys/randomness.h"
#include "services/dialogue/conversation_figures.h"
#include "services/dialogue/deliveries.h"
#include "services/dialogue/dialogue_service.h"
#include "services/dialogue/hand_overs.h"
#include "services/dialogue/person_passage.h"
#include "services/dialogue/settings.h"
#include "services/dialogue/training_passage.h"
#include "services/rpc/address.h"
#include "services/rpc/certificate_gauge.h"
#include "services/rpc/log.h"
#include "services/stores/counted_database.h"

namespace amtslotse::dialogue {
namespace {

constexpr rpc::StoreNames kStore{"dialogue", "Sql/dialogue_read", "Sql/dialogue_write"};

std::chrono::sys_seconds Now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

absl::StatusOr<std::unique_ptr<booking::sql::Database>> OpenDatabase(const Settings& settings) {
  if (!settings.database.empty())
    return booking::sql::OpenPostgres({.connection = settings.database, .connections = 8});
  return booking::sql::OpenSqlite({.path = settings.data_directory + "/dialogue.db"});
}

// Nothing where hand-over is switched off.
absl::StatusOr<std::unique_ptr<booking::sql::Database>> HandOverDatabase(const Settings& settings) {
  if (!settings.hand_over) return nullptr;
  std::error_code failed;
  std::filesystem::create_directories(settings.data_directory, failed);
  return OpenDatabase(settings);
}

// As its health says, asked on nobody's behalf.
bool Serving(const std::shared_ptr<grpc::Channel>& channel, rpc::Metrics& metrics) {
  namespace health = grpc::health::v1;
  const auto stub = health::Health::NewStub(channel);
  const rpc::Caller caller{rpc::RandomId(), "", std::chrono::system_clock::now() + std::chrono::seconds(1)};
  const auto answer = rpc::Call(*stub, &health::Health::StubInterface::Check, health::HealthCheckRequest(), caller,
                                {.method = "Health/Check", .timeout = std::chrono::milliseconds(500)}, &metrics);
  return answer.ok() && answer->status() == health::HealthCheckResponse::SERVING;
}

int Run(const Settings& settings) {
  keys::SystemRandomness random;
  const auto keys = keys::KeyRing::LoadOrCreate(settings.keys_file, settings.data_directory, random);
  if (!keys.ok()) return std::cerr << keys.status().message() << "\n", 1;
  rpc::Metrics metrics;
  if (const auto status = metrics.Serve(settings.server.metrics_listen); !status.ok())
    return std::cerr << status.message() << "\n", 1;
  const rpc::CertificateGauge certificate(metrics, settings.server.tls);
  rpc::Redis redis(settings.redis);
  SessionStore sessions(redis, *keys, settings.session_lifetime, &metrics);
  const auto to = [&](const std::string& address, const char* service) {
    return rpc::Connect(address, service, settings.server.tls);
  };
  const auto nlu = to(settings.nlu, "nlu");
  Services services({.nlu = nlu,
                     .knowledge = to(settings.knowledge, "knowledge"),
                     .responsibility = to(settings.responsibility, "responsibility"),
                     .booking = to(settings.booking, "booking")},
                    settings.web_url, metrics);
  services.keys = &*keys;
  services.actor_key = settings.actor_key;
  services.conversations_kept = settings.session_lifetime;
  const auto database = stores::Counting(HandOverDatabase(settings), metrics, kStore);
  if (!database.ok()) return std::cerr << database.status().message() << "\n", 1;
  std::unique_ptr<HandOverStore> store;
  std::unique_ptr<HandOvers> hand_overs;
  std::unique_ptr<ConversationFigures> figures;
  if (*database != nullptr) {
    auto opened = HandOverStore::Open(**database, *keys);
    if (!opened.ok()) return std::cerr << opened.status().message() << "\n", 1;
    store = *std::move(opened);
    hand_overs = std::make_unique<HandOvers>(*store, sessions, services, &Now, settings.audit);
    services.hand_overs = hand_overs.get();
    figures = std::make_unique<ConversationFigures>(**database);
    services.figures = figures.get();
  }
  DialogueService dialogue(sessions, services, metrics, keys->TokenHash("peer", "conversations"), &Now);
  TrainingPassage training(nlu, metrics);
  PersonPassage persons(to(settings.booking, "booking"), metrics);
  auto server = rpc::Server::Start(settings.server, {&dialogue, &training, &persons});
  if (!server.ok()) return std::cerr << server.status().message() << "\n", 1;
  // Only dialogue reaches nlu; web tells operators that it is missing.
  (*server)->TellHealthOf("nlu", [&] { return Serving(nlu, metrics); });
  const WebDeliveries deliveries(services, sessions, *keys);
  (*server)->RunUntilStopped(metrics.Counted("Store/redis", [&] { return sessions.Alive(); }));
  return 0;
}

}  // namespace
}  // namespace amtslotse::dialogue

int main(int argc, char** argv) {
  amtslotse::rpc::PrepareProcess();
  const auto settings = amtslotse::dialogue::ReadSettings(argc, argv);
  if (!settings.ok()) {
    std::cerr << settings.status().message() << "\n";
    return 2;
  }
  amtslotse::rpc::StartLogging("dialogue", settings->server.log_level);
  return amtslotse::dialogue::Run(*settings);
}
