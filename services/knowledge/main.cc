// The knowledge process: catalogue, entries, offices; finding and answering.
#include <chrono>
#include <iostream>
#include <optional>

#include "knowledge/retention.h"
#include "services/knowledge/background.h"
#include "services/knowledge/counted_database.h"
#include "services/knowledge/housekeeping_service.h"
#include "services/knowledge/knowledge_service.h"
#include "services/knowledge/settings.h"
#include "services/rpc/address.h"
#include "services/rpc/certificate_gauge.h"
#include "services/rpc/log.h"
#include "services/rpc/server.h"

namespace amtslotse::knowledge {
namespace {

constexpr rpc::StoreNames kStore{"knowledge", "Sql/knowledge_read", "Sql/knowledge_write"};

int Fail(const absl::Status& status) {
  std::cerr << status.message() << "\n";
  return 1;
}

// The first failure in a row is logged, and that it ended.
class Outage {
 public:
  explicit Outage(const char* event) : event_(event) {}
  void Note(const absl::Status& status) {
    if (status.ok() != ok_) rpc::LogWarning(event_, {{"ok", status.ok()}, {"why", rpc::ToString(status.message())}});
    ok_ = status.ok();
  }

 private:
  const char* event_;
  bool ok_ = true;
};

// Once an hour, and at the start.
class Forgetting {
 public:
  Forgetting(Database& database, std::chrono::days audit) : database_(database), audit_(audit) {}
  void RunDue() {
    const auto now = std::chrono::steady_clock::now();
    if (now < due_) return;
    const auto today = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const absl::Status done = database_.Write([&](Sql& sql) { return ForgetOld(sql, audit_, today); });
    outage_.Note(done);
    if (done.ok()) due_ = now + std::chrono::hours(1);
  }

 private:
  Database& database_;
  std::chrono::days audit_;
  Outage outage_{"forgetting"};
  std::chrono::steady_clock::time_point due_{};
};

int Run(const Settings& settings) {
  rpc::Metrics metrics;
  const auto database = Counting(settings.postgres.empty() ? OpenSqlite(settings.data_directory + "/knowledge.db")
                                                           : OpenPostgres(settings.postgres),
                                 metrics, kStore);
  if (!database.ok()) return Fail(database.status());
  if (const auto status = PrepareTables(**database); !status.ok()) return Fail(status);
  const auto synonyms = Synonyms::Parse(ShippedSynonymsText());
  if (!synonyms.ok()) return Fail(synonyms.status());
  CatalogueStore catalogues(**database);
  EntryStore entries(**database);
  Inbox inbox(**database);
  Towns towns(**database, catalogues, entries, inbox, *synonyms, {settings.data_directory + "/search", /*write=*/true});
  if (const auto status = towns.RefreshAll(); !status.ok()) return Fail(status);
  if (const auto status = metrics.Serve(settings.server.metrics_listen); !status.ok()) return Fail(status);
  const rpc::CertificateGauge certificate(metrics, settings.server.tls);
  Puller puller(**database, catalogues, entries, towns, settings.data_directory);
  const auto booking =
      settings.booking.empty()
          ? nullptr
          : booking::v1::Booking::NewStub(rpc::Connect(settings.booking, "booking", settings.server.tls));
  KnowledgeService knowledge({**database, catalogues, entries, inbox, towns, puller, metrics, settings.actor_key,
                              settings.data_directory, booking.get()});
  HousekeepingService housekeeping({**database, catalogues, entries, towns, metrics, settings.actor_key});
  auto server = rpc::Server::Start(settings.server, {&knowledge, &housekeeping});
  if (!server.ok()) return Fail(server.status());
  const EverySecond pulls([&puller, outage = Outage("pulls"), forgetting = Forgetting(**database, settings.audit)](
                              const std::function<bool()>& alive) mutable {
    forgetting.RunDue();
    absl::StatusOr<bool> more = true;
    while (more.ok() && *more && alive()) more = puller.RunDue(alive);
    outage.Note(more.status());
  });
  std::optional<EverySecond> deliveries;
  if (!settings.booking.empty()) {
    auto delivery = std::make_shared<BookingDelivery>(
        catalogues, entries,
        booking::v1::Booking::NewStub(rpc::Connect(settings.booking, "booking", settings.server.tls)));
    deliveries.emplace([delivery, outage = Outage("delivery")](const std::function<bool()>&) mutable {
      outage.Note(delivery->Run());
    });
  }
  // About once a second: what another replica changed is taken over, and health tells whether the store answers.
  (*server)->RunUntilStopped(metrics.Counted("Store/knowledge", [&] {
    const absl::Status status = towns.RefreshAll();
    if (!status.ok()) rpc::LogError("refresh_failed", {{"code", static_cast<int>(status.code())}});
    return status.ok();
  }));
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
