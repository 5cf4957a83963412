#include "services/booking/process.h"

#include <iostream>
#include <thread>

#include "booking/codes.h"
#include "booking/erasure_table.h"
#include "booking/sql/postgres.h"
#include "booking/sql/sqlite.h"
#include "booking/tidy.h"
#include "keys/key_ring.h"
#include "services/booking/backup_gauge.h"
#include "services/booking/booking_service.h"
#include "services/booking/jobs.h"
#include "services/booking/mail_folder.h"
#include "services/booking/outbox_gauge.h"
#include "services/booking/person_service.h"
#include "services/booking/settings.h"
#include "services/rpc/certificate_gauge.h"
#include "services/rpc/server.h"
#include "services/stores/counted_database.h"

namespace amtslotse::booking {
namespace {

constexpr std::chrono::seconds kCountEvery{15};
constexpr rpc::StoreNames kStore{"booking", "Sql/booking_read", "Sql/booking_write"};
constexpr rpc::StoreNames kErasures{"erasures", "Sql/erasures_read", "Sql/erasures_write"};

int Fail(const absl::Status& status) {
  std::cerr << status.message() << "\n";
  return 1;
}

void NoteFailure(const absl::Status& tidied) {
  if (!tidied.ok()) rpc::LogError("tidy_failed", {{"why", rpc::ToString(tidied.message())}});
}

absl::StatusOr<std::unique_ptr<sql::Database>> OpenDatabase(const Settings& settings) {
  if (settings.database.empty()) return sql::OpenSqlite({.path = settings.data_directory + "/booking.db"});
  return sql::OpenPostgres({.connection = settings.database, .connections = settings.connections});
}

// The list of erasures, and where it lies.
struct Erasures {
  std::unique_ptr<sql::Database> database;
  std::unique_ptr<ErasureList> list;
};

absl::StatusOr<Erasures> OpenErasures(const Settings& settings, const KeyRing& keys, rpc::Metrics& metrics) {
  auto file = std::make_unique<ErasureFile>(std::filesystem::path(settings.data_directory) / kErasuresFile, keys);
  if (settings.erasures.empty()) return Erasures{nullptr, std::move(file)};
  auto database =
      stores::Counting(sql::OpenPostgres({.connection = settings.erasures, .connections = 1}), metrics, kErasures);
  if (!database.ok()) return database.status();
  auto table = ErasureTable::Open(**database, keys);
  if (!table.ok())
    return absl::Status(table.status().code(), "BOOKING_ERASURES_DATABASE: " + std::string(table.status().message()));
  // What was noted before there was this setting.
  const auto lines = file->Lines();
  if (!lines.ok()) return lines.status();
  if (auto taken = (*table)->TakeOver(*lines); !taken.ok()) return taken;
  return Erasures{*std::move(database), *std::move(table)};
}

int Run(const Settings& settings, const Clock& clock) {
  SystemRandomness random;
  const auto keys = KeyRing::LoadOrCreate(settings.keys_file, settings.data_directory, random);
  if (!keys.ok()) return Fail(keys.status());
  rpc::Metrics metrics;
  const auto database = stores::Counting(OpenDatabase(settings), metrics, kStore);
  if (!database.ok()) return Fail(database.status());
  const auto store = Store::Open(**database, *keys, clock, random);
  if (!store.ok()) return Fail(store.status());
  if (const auto status = metrics.Serve(settings.server.metrics_listen); !status.ok()) return Fail(status);
  const rpc::CertificateGauge certificate(metrics, settings.server.tls);
  BookingService booking(**store, clock, metrics,
                         {settings.actor_key, settings.mail.web_url, settings.mail.sends_mail(), settings.mail.folder});
  const auto erasures = OpenErasures(settings, *keys, metrics);
  if (!erasures.ok()) return Fail(erasures.status());
  PersonService persons({**store, *erasures->list, clock, metrics, settings.actor_key, settings.mail.folder});
  auto server = rpc::Server::Start(settings.server, {&booking, &persons});
  if (!server.ok()) return Fail(server.status());
  // Questions are answered meanwhile, only slower.
  std::jthread warming([&store] {
    if (const auto warm = (*store)->WarmUp(); !warm.ok())
      rpc::LogError("warm_up_failed", {{"why", rpc::ToString(warm.message())}});
  });
  const Jobs jobs(**store, clock, settings.mail, metrics);
  OutboxGauge outbox(**store, metrics);
  BackupGauge backup(settings.data_directory, metrics);
  const auto alive = metrics.Counted("Store/booking", [&] { return (*store)->Calendars({"health"}).ok(); });
  auto tidied = std::chrono::steady_clock::now();
  auto counted = tidied;
  (*server)->RunUntilStopped([&] {
    const auto now = std::chrono::steady_clock::now();
    if (now - counted > kCountEvery) {
      counted = now;
      outbox.Refresh();
      backup.Refresh();
    }
    if (now - tidied > std::chrono::minutes(1)) {
      tidied = now;
      NoteFailure((*store)->Tidy(1000).status());
      NoteFailure(TidyAudit(**store, settings.audit, 1000).status());
      NoteFailure(TidyMailFolder(settings.mail.folder, clock.Now()));
    }
    return alive();
  });
  return 0;
}

}  // namespace

int RunProcess(int argc, char** argv, const Clock& clock) {
  rpc::PrepareProcess();
  const auto settings = ReadSettings(argc, argv);
  if (!settings.ok()) {
    std::cerr << settings.status().message() << "\n";
    return 2;
  }
  rpc::StartLogging("booking", settings->server.log_level);
  return Run(*settings, clock);
}

}  // namespace amtslotse::booking
