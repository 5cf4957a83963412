// The messengers process: the towns' accounts on Telegram and the other channels.
#include <filesystem>
#include <iostream>

#include "booking/sql/postgres.h"
#include "booking/sql/sqlite.h"
#include "gateways/http_client.h"
#include "keys/key_ring.h"
#include "keys/randomness.h"
#include "services/messengers/accounts.h"
#include "services/messengers/channels.h"
#include "services/messengers/deliveries.h"
#include "services/messengers/messengers_service.h"
#include "services/messengers/settings.h"
#include "services/messengers/station.h"
#include "services/messengers/webhooks.h"
#include "services/rpc/address.h"
#include "services/rpc/certificate_gauge.h"
#include "services/rpc/log.h"
#include "services/rpc/text.h"
#include "services/stores/counted_database.h"

namespace amtslotse::messengers {
namespace {

constexpr rpc::StoreNames kStore{"messengers", "Sql/messengers_read", "Sql/messengers_write"};
constexpr int kTidyEverySeconds = 600;
constexpr int kCountEverySeconds = 15;
constexpr int kStoreCacheKilobytes = 8192;  // what is read again is minutes old

int Refuse(const absl::Status& status, int code) {
  std::cerr << rpc::ToString(status.message()) << "\n";
  return code;
}

absl::StatusOr<std::unique_ptr<booking::sql::Database>> OpenStore(const Settings& settings) {
  if (!settings.database.empty())
    return booking::sql::OpenPostgres({.connection = settings.database, .connections = 16});
  return booking::sql::OpenSqlite(
      {.path = settings.data_directory + "/messengers.sqlite", .cache_kilobytes = kStoreCacheKilobytes});
}

// Borrows all but the accounts.
absl::StatusOr<std::vector<std::unique_ptr<Station>>> OpenStations(const std::vector<Account>& accounts,
                                                                   gateways::HttpClient& http, Store& store,
                                                                   dialogue::v1::Dialogue::StubInterface& dialogue,
                                                                   rpc::Metrics& metrics, const std::string& holder) {
  std::vector<std::unique_ptr<Station>> stations;
  for (const Account& account : accounts) {
    auto adapter = OpenChannel(account.settings, http);
    if (!adapter.ok()) return adapter.status();
    Account with_level = account;
    if (!account.level_given) with_level.books = (*adapter)->capabilities().books_by_default;
    stations.push_back(
        std::make_unique<Station>(std::move(with_level), *std::move(adapter), store, dialogue, metrics, holder));
  }
  return stations;
}

int Run(const Settings& settings) {
  keys::SystemRandomness random;
  const auto keys = keys::KeyRing::LoadOrCreate(settings.keys_file, settings.data_directory, random);
  if (!keys.ok()) return Refuse(keys.status(), 1);
  rpc::Metrics metrics;
  if (const auto status = metrics.Serve(settings.server.metrics_listen); !status.ok()) return Refuse(status, 1);
  const rpc::CertificateGauge certificate(metrics, settings.server.tls);
  std::error_code ignored;
  std::filesystem::create_directories(settings.data_directory, ignored);
  auto database = stores::Counting(OpenStore(settings), metrics, kStore);
  if (!database.ok()) return Refuse(database.status(), 1);
  Store store(**database, *keys, random);
  if (const auto status = store.Prepare(); !status.ok()) return Refuse(status, 1);

  const auto dialogue =
      dialogue::v1::Dialogue::NewStub(rpc::Connect(settings.dialogue, "dialogue", settings.server.tls));
  gateways::HttpClient http(settings.ca_file);
  const std::string holder = settings.database.empty() ? Station::kAlone : rpc::RandomId();
  const auto opened = OpenStations(settings.accounts, http, store, *dialogue, metrics, holder);
  if (!opened.ok()) return Refuse(opened.status(), 2);
  const std::vector<std::unique_ptr<Station>>& stations = *opened;
  std::unique_ptr<Webhooks> webhooks;
  if (!settings.webhook_listen.empty()) {
    auto started = Webhooks::Start(settings.webhook_listen, stations);
    if (!started.ok()) return Refuse(started.status(), 1);
    webhooks = *std::move(started);
  }
  MessengersService staff(stations, store, settings.actor_key, metrics);
  auto server = rpc::Server::Start(settings.server, {&staff});
  if (!server.ok()) return Refuse(server.status(), 1);
  for (const auto& station : stations) {
    if (const auto status = station->Start(); !status.ok()) return Refuse(status, 1);
  }
  Deliveries deliveries(stations, store, *dialogue, metrics);
  std::jthread delivering;
  if (!stations.empty()) delivering = std::jthread([&](const std::stop_token& stop) { deliveries.Run(stop); });
  int seconds = 0;
  const auto alive = metrics.Counted("Store/messengers", [&] { return store.Alive(); });
  (*server)->RunUntilStopped([&] {
    if (++seconds % kTidyEverySeconds == 0) {
      for (const auto& station : stations) station->Tidy();
    }
    if (seconds % kCountEverySeconds == 0) {
      for (const auto& station : stations) station->CountWaiting();
    }
    return alive();
  });
  webhooks.reset();
  delivering.request_stop();
  for (const auto& station : stations) station->Stop();
  return 0;
}

}  // namespace
}  // namespace amtslotse::messengers

int main(int argc, char** argv) {
  amtslotse::rpc::PrepareProcess();
  const auto settings = amtslotse::messengers::ReadSettings(argc, argv);
  if (!settings.ok()) return amtslotse::messengers::Refuse(settings.status(), 2);
  amtslotse::rpc::StartLogging("messengers", settings->server.log_level);
  return amtslotse::messengers::Run(*settings);
}
