#include "services/knowledge/background.h"

#include <filesystem>

#include "services/knowledge/fetch.h"
#include "services/knowledge/notice_closures.h"
#include "services/rpc/call.h"

namespace amtslotse::knowledge {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kLease{10};
constexpr std::chrono::seconds kClosuresAgain{60};

std::chrono::sys_seconds Now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

// A folder for one run; gone with it.
class Workplace {
 public:
  explicit Workplace(const std::string& parent) : path_(fs::path(parent) / ("pull-" + rpc::RandomId())) {
    std::error_code ignored;
    fs::create_directories(path_, ignored);
    fs::permissions(path_, fs::perms::owner_all, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  ~Workplace() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string AddressLine(const Office& office) {
  for (const Address& address : office.addresses) {
    if (address.street.empty()) continue;
    return address.street + " " + address.house_number + ", " + address.postcode + " " + address.place;
  }
  return {};
}

}  // namespace

Puller::Puller(Database& database, CatalogueStore& catalogues, EntryStore& entries, Towns& towns, std::string folder)
    : database_(database),
      catalogues_(catalogues),
      entries_(entries),
      towns_(towns),
      store_(database),
      folder_(std::move(folder)) {}

absl::Status Puller::Run(StoredPull& pull, const std::function<bool()>& alive) {
  const Workplace workplace(folder_);
  // While it runs, the lease is renewed; when this process dies, it ends by itself.
  auto renewed = Now();
  const auto keep = [&] {
    if (Now() - renewed > kLease / 3) {
      renewed = Now();
      store_.Renew(pull, renewed, kLease).IgnoreError();
    }
    return alive();
  };
  pull.state = RunPull(
      pull, CurlFetch(keep), workplace.path(),
      [&](const LoadRequest& request) {
        return LoadFiles(database_, catalogues_, entries_, request, [&](const ImportProgress&) { keep(); });
      },
      Now());
  rpc::LogInfo("pull", {{"town", pull.municipality.value},
                        {"pull", pull.pull.id},
                        {"outcome", static_cast<int>(pull.state.outcome)},
                        {"why", pull.state.message}});
  absl::Status status = store_.Finish(pull, Now());
  if (status.ok()) status = towns_.Refresh(pull.municipality);
  return status;
}

absl::StatusOr<StoredPull> Puller::RunNow(const MunicipalityId& municipality, const std::string& id,
                                          const std::function<bool()>& alive) {
  auto pull = store_.Find(municipality, id);
  if (!pull.ok()) return pull.status();
  if (absl::Status status = Run(*pull, alive); !status.ok()) return status;
  return store_.Find(municipality, id);
}

absl::StatusOr<bool> Puller::RunDue(const std::function<bool()>& alive) {
  auto due = store_.TakeDue(Now(), kLease);
  if (!due.ok()) return due.status();
  if (!due->has_value()) return false;
  if (absl::Status status = Run(**due, alive); !status.ok()) return status;
  return true;
}

absl::Status BookingDelivery::Run() {
  const auto towns = catalogues_.Municipalities();
  if (!towns.ok()) return towns.status();
  absl::Status first;
  for (const Municipality& town : *towns) {
    const auto catalogue = catalogues_.Active(town.id);
    if (!catalogue.ok()) return catalogue.status();
    const auto notices = entries_.Notices(town.id);
    if (!notices.ok()) return notices.status();
    const auto now = Now();
    const std::string closures = NoticeClosures(*notices, town.time_zone, now);
    const bool closes = closures != NoticeClosures({}, town.time_zone, now);
    Delivered& delivered = delivered_[town.id.value];
    const bool again = closes && now - delivered.at >= kClosuresAgain;
    if (delivered.version == (*catalogue)->version() && delivered.closures == closures && !again) continue;
    booking::v1::ApplyCatalogueRequest apply;
    apply.set_municipality_id(town.id.value);
    apply.set_catalogue_version(std::to_string((*catalogue)->version()));
    apply.set_calendars_json(closures);
    for (const ServiceHead& head : (*catalogue)->services()) {
      if (!head.is_public) continue;
      auto* service = apply.add_services();
      service->set_service_id(head.id.value);
      service->set_name(head.name);
    }
    for (const Office& office : (*catalogue)->offices()) {
      if (!office.is_public) continue;
      auto* to = apply.add_offices();
      to->set_office_id(office.id.value);
      to->set_name(office.name);
      to->set_address(AddressLine(office));
    }
    const rpc::Caller caller{rpc::RandomId(), "", std::chrono::system_clock::now() + std::chrono::seconds(60)};
    const auto applied =
        rpc::Call(*booking_, &booking::v1::Booking::StubInterface::ApplyCatalogue, apply, caller,
                  {.method = "Booking/ApplyCatalogue", .repeatable = true, .timeout = std::chrono::seconds(60)});
    if (applied.ok()) delivered = {(*catalogue)->version(), closures, now};
    first.Update(applied.status());
  }
  return first;
}

EverySecond::EverySecond(Work work) : thread_([this, work = std::move(work)] { Run(work); }) {}

EverySecond::~EverySecond() {
  {
    const std::lock_guard hold(lock_);
    alive_ = false;
  }
  ended_.notify_all();
  thread_.join();
}

void EverySecond::Run(const Work& work) {
  std::unique_lock hold(lock_);
  while (alive_) {
    hold.unlock();
    work([this] { return alive_.load(); });
    hold.lock();
    ended_.wait_for(hold, std::chrono::seconds(1), [this] { return !alive_; });
  }
}

}  // namespace amtslotse::knowledge
