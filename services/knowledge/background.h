// Work without a caller: scheduled pulls, and telling booking about new catalogues.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "knowledge/pull.h"
#include "knowledge/town.h"

namespace amtslotse::knowledge {

// Runs pulls that are due. Each is leased in the store, so that of several replicas one runs it; a lease outlives its
// holder by ten seconds. What a pull imports is served at once.
class Puller {
 public:
  // `folder`: for files that are being imported. Borrows everything.
  Puller(Database& database, CatalogueStore& catalogues, EntryStore& entries, Towns& towns, std::string folder);

  // One pull, now, whether it is due or not. NOT_FOUND for an unknown one.
  absl::StatusOr<StoredPull> RunNow(const MunicipalityId& municipality, const std::string& id,
                                    const std::function<bool()>& alive);
  // The next one that is due; false when there is none.
  absl::StatusOr<bool> RunDue(const std::function<bool()>& alive);

  PullStore& store() { return store_; }

 private:
  absl::Status Run(StoredPull& pull, const std::function<bool()>& alive);

  Database& database_;
  CatalogueStore& catalogues_;
  EntryStore& entries_;
  Towns& towns_;
  PullStore store_;
  std::string folder_;
};

// Gives booking the names and addresses of each new catalogue version and the times in which notices close offices,
// repeatedly until booking took them; while notices close offices, once a minute, for calendars made meanwhile.
class BookingDelivery {
 public:
  BookingDelivery(CatalogueStore& catalogues, EntryStore& entries,
                  std::unique_ptr<booking::v1::Booking::StubInterface> booking)
      : catalogues_(catalogues), entries_(entries), booking_(std::move(booking)) {}
  // Delivers what is new. Cheap when nothing is.
  absl::Status Run();

 private:
  struct Delivered {
    CatalogueVersion version{};
    std::string closures;
    std::chrono::sys_seconds at{};
  };
  CatalogueStore& catalogues_;
  EntryStore& entries_;
  std::unique_ptr<booking::v1::Booking::StubInterface> booking_;
  std::map<std::string, Delivered> delivered_;
};

// Calls `work` about once a second on a thread of its own, until destroyed. `work` gets a function that turns false
// when it should end early.
class EverySecond {
 public:
  using Work = std::function<void(const std::function<bool()>& alive)>;
  explicit EverySecond(Work work);
  ~EverySecond();
  EverySecond(const EverySecond&) = delete;
  EverySecond& operator=(const EverySecond&) = delete;

 private:
  void Run(const Work& work);
  std::atomic<bool> alive_ = true;
  std::mutex lock_;
  std::condition_variable ended_;
  std::thread thread_;
};

}  // namespace amtslotse::knowledge
