// The responsibility process: which office, for this service at this place.
#include <absl/strings/string_view.h>

#include <atomic>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

#include "knowledge/database.h"
#include "knowledge/store.h"
#include "services/knowledge/counted_database.h"
#include "services/responsibility/responsibility_service.h"
#include "services/responsibility/settings.h"
#include "services/rpc/certificate_gauge.h"
#include "services/rpc/log.h"
#include "services/rpc/server.h"
#include "services/rpc/text.h"

namespace amtslotse::responsibility {
namespace {

constexpr rpc::StoreNames kStore{"responsibility", "Sql/responsibility_read", "Sql/responsibility_write"};
constexpr rpc::StoreNames kCatalogues{"knowledge", "Sql/knowledge_read",
                                      "Sql/knowledge_write"};  // another process writes

int Fail(const absl::Status& status) {
  std::cerr << status.message() << "\n";
  return 1;
}

// Looks for news until it is destroyed.
class Refresher {
 public:
  Refresher(Towns& towns, std::chrono::milliseconds every) : thread_([this, &towns, every] { Run(towns, every); }) {}
  ~Refresher() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  bool healthy() const { return healthy_; }

 private:
  void Run(Towns& towns, std::chrono::milliseconds every) {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, every, [this] { return stopped_; })) {
      lock.unlock();
      const absl::Status status = towns.Refresh();
      if (healthy_ != status.ok())
        rpc::LogWarning("refresh", {{"ok", status.ok()}, {"why", rpc::ToString(status.message())}});
      healthy_ = status.ok();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  std::atomic<bool> healthy_{true};
  std::thread thread_;
};

// Knowledge makes its store when it first starts; this process may be up sooner.
absl::StatusOr<std::unique_ptr<knowledge::Database>> OpenKnowledge(const Settings& settings) {
  const std::string& folder = settings.knowledge_directory;
  absl::StatusOr<std::unique_ptr<knowledge::Database>> database = absl::NotFoundError("");
  for (int tries = 0; tries < 100; ++tries) {
    database = settings.knowledge_postgres.empty() ? knowledge::OpenSqliteForReading(folder + "/knowledge.db")
                                                   : knowledge::OpenPostgres(settings.knowledge_postgres);
    if (database.ok()) {
      const knowledge::CatalogueStore probe(**database);
      if (probe.Municipalities().ok()) return database;
    } else if (!absl::IsNotFound(database.status()) && !absl::IsUnavailable(database.status())) {
      return database.status();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return absl::UnavailableError(settings.knowledge_postgres.empty()
                                    ? "the store of knowledge in " + folder + " is not there"
                                    : "RESPONSIBILITY_KNOWLEDGE_POSTGRES: the store of knowledge is not there");
}

// Once an hour, and at the start.
class Forgetting {
 public:
  Forgetting(TownStore* store, std::chrono::days audit) : store_(store), audit_(audit) {}
  void RunDue() {
    const auto now = std::chrono::steady_clock::now();
    if (store_ == nullptr || now < due_) return;
    due_ = now + std::chrono::hours(1);
    const auto today = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (const auto done = store_->ForgetAudit(today - audit_); !done.ok())
      rpc::LogWarning("forgetting", {{"why", rpc::ToString(done.message())}});
  }

 private:
  TownStore* const store_;
  const std::chrono::days audit_;
  std::chrono::steady_clock::time_point due_{};
};

int Run(const Settings& settings) {
  rpc::Metrics metrics;
  const auto catalogue_database = knowledge::Counting(OpenKnowledge(settings), metrics, kCatalogues);
  if (!catalogue_database.ok()) return Fail(catalogue_database.status());
  const knowledge::CatalogueStore catalogues(**catalogue_database);
  std::unique_ptr<knowledge::Database> own_database;
  std::unique_ptr<TownStore> own;
  if (!settings.data_directory.empty() || !settings.database.empty()) {
    auto opened = knowledge::Counting(settings.database.empty()
                                          ? knowledge::OpenSqlite(settings.data_directory + "/responsibility.db")
                                          : knowledge::OpenPostgres(settings.database),
                                      metrics, kStore);
    if (!opened.ok()) return Fail(opened.status());
    own_database = *std::move(opened);
    own = std::make_unique<TownStore>(*own_database);
    if (const auto status = own->Prepare(); !status.ok()) return Fail(status);
  }
  Towns towns(catalogues, own.get(), settings.area_folders);
  if (const auto status = towns.Load(); !status.ok()) return Fail(status);
  if (const auto status = metrics.Serve(settings.server.metrics_listen); !status.ok()) return Fail(status);
  const rpc::CertificateGauge certificate(metrics, settings.server.tls);
  ResponsibilityService responsibility(towns, own.get(), settings.actor_key, metrics);
  auto server = rpc::Server::Start(settings.server, {&responsibility});
  if (!server.ok()) return Fail(server.status());
  const Refresher refresher(towns, settings.refresh);
  Forgetting forgetting(own.get(), settings.audit);
  (*server)->RunUntilStopped(metrics.Counted("Store/responsibility", [&] {
    forgetting.RunDue();
    return refresher.healthy();
  }));
  return 0;
}

}  // namespace
}  // namespace amtslotse::responsibility

int main(int argc, char** argv) {
  amtslotse::rpc::PrepareProcess();
  const auto settings = amtslotse::responsibility::ReadSettings(argc, argv);
  if (!settings.ok()) {
    std::cerr << settings.status().message() << "\n";
    return 2;
  }
  amtslotse::rpc::StartLogging("responsibility", settings->server.log_level);
  return amtslotse::responsibility::Run(*settings);
}
