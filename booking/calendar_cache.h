#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/statusor.h"
#include "booking/calendar.h"
#include "booking/sql/database.h"

namespace amtslotse::booking {

// A location as of one version, with its key in the database.
struct KnownLocation {
  std::int64_t key = 0;
  std::int64_t version = 0;
  bool retired = false;
  Location location;
  Zone zone;
};
using KnownLocationPtr = std::shared_ptr<const KnownLocation>;

// A municipality's locations as of one version of its calendars, retired ones included.
struct Town {
  std::int64_t version = 0;
  std::vector<KnownLocationPtr> locations;
  std::map<LocationId, KnownLocationPtr> by_id;
  std::map<std::int64_t, KnownLocationPtr> by_key;
  bool limits_persons = false;  // at any location

  // Null when there is none.
  KnownLocationPtr Find(const LocationId& id) const;
  KnownLocationPtr Find(std::int64_t key) const;
};
using TownPtr = std::shared_ptr<const Town>;

// Parsed calendars, read again when their version moved. Thread-safe; what it hands out never changes.
class CalendarCache {
 public:
  // As this transaction sees them.
  absl::StatusOr<TownPtr> Now(sql::Transaction& transaction, const MunicipalityId& municipality);
  // Now with the version (first column) already read.
  absl::StatusOr<TownPtr> Given(const sql::Rows& version, sql::Transaction& transaction,
                                const MunicipalityId& municipality);
  // As last seen; for keys of locations, which never change. Null before the first Now.
  TownPtr LastSeen(const MunicipalityId& municipality);

 private:
  std::mutex mutex_;
  std::map<MunicipalityId, TownPtr> towns_;
};

}  // namespace amtslotse::booking
