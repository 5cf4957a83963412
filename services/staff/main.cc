// The staff process: who works here and who may.
#include <filesystem>
#include <iostream>

#include "booking/sql/postgres.h"
#include "booking/sql/sqlite.h"
#include "services/rpc/certificate_gauge.h"
#include "services/rpc/log.h"
#include "services/rpc/server.h"
#include "services/staff/core/schema.h"
#include "services/staff/curl_http.h"
#include "services/staff/one_writer.h"
#include "services/staff/settings.h"
#include "services/staff/staff_service.h"
#include "services/stores/counted_database.h"

namespace amtslotse::staff {
namespace {

class SystemClock final : public Clock {
 public:
  Instant Now() const override { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }
};

constexpr rpc::StoreNames kStore{"staff", "Sql/staff_read", "Sql/staff_write"};
constexpr auto kTidyEvery = std::chrono::minutes(10);

int Fail(const absl::Status& status) {
  std::cerr << status.message() << "\n";
  return 1;
}

absl::StatusOr<std::unique_ptr<booking::sql::Database>> OpenDatabase(const Settings& settings) {
  if (settings.database.empty()) {
    std::error_code failed;
    std::filesystem::create_directories(settings.data_directory, failed);
    if (failed) return absl::UnavailableError(settings.data_directory + ": " + failed.message());
    return booking::sql::OpenSqlite({.path = settings.data_directory + "/staff.db"});
  }
  auto shared = booking::sql::OpenPostgres({.connection = settings.database, .connections = 8});
  if (!shared.ok()) return shared.status();
  return std::make_unique<OneWriter>(*std::move(shared));
}

bool Answers(booking::sql::Database& database) {
  static constexpr booking::sql::Statement kOne{"SELECT 1"};
  return database.Read([](booking::sql::Transaction& transaction) { return transaction.Run(kOne, {}).status(); }).ok();
}

int Run(const Settings& settings) {
  keys::SystemRandomness random;
  const SystemClock clock;
  const auto keys = KeyRing::LoadOrCreate(settings.keys_file, settings.data_directory, random);
  if (!keys.ok()) return Fail(keys.status());
  rpc::Metrics metrics;
  const auto database = stores::Counting(OpenDatabase(settings), metrics, kStore);
  if (!database.ok()) return Fail(database.status());
  if (const auto migrated = Migrate(**database); !migrated.ok()) return Fail(migrated);
  const PasswordHasher passwords(settings.passwords);
  const Parts parts{**database, *keys, clock, random, passwords, settings.policy};
  if (const auto served = metrics.Serve(settings.server.metrics_listen); !served.ok()) return Fail(served);
  const rpc::CertificateGauge certificate(metrics, settings.server.tls);
  Providers providers;
  for (const auto& [municipality, provider] : settings.providers)
    providers.emplace(municipality, std::make_unique<Provider>(provider, CurlHttp(settings.certificates), clock));
  StaffService staff(parts, settings.actor_key, std::move(providers), metrics);
  auto server = rpc::Server::Start(settings.server, {&staff});
  if (!server.ok()) return Fail(server.status());
  const auto alive = metrics.Counted("Store/staff", [&] { return Answers(**database); });
  auto tidied = Instant{};
  (*server)->RunUntilStopped([&] {
    const bool answers = alive();
    if (clock.Now() - tidied < kTidyEvery) return answers;
    const auto status = Tidy(parts);
    if (status.ok()) tidied = clock.Now();
    if (!status.ok()) rpc::LogError("tidy_failed", {{"why", std::string(status.message())}});
    return answers && status.ok();
  });
  return 0;
}

}  // namespace
}  // namespace amtslotse::staff

int main(int argc, char** argv) {
  amtslotse::rpc::PrepareProcess();
  const auto settings = amtslotse::staff::ReadSettings(argc, argv);
  if (!settings.ok()) {
    std::cerr << settings.status().message() << "\n";
    return 2;
  }
  amtslotse::rpc::StartLogging("staff", settings->server.log_level);
  return amtslotse::staff::Run(*settings);
}
