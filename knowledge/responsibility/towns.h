// The municipalities of one installation, ready to be asked, and kept up to date.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "knowledge/responsibility/resolve.h"
#include "knowledge/responsibility/town_store.h"
#include "knowledge/store.h"

namespace amtslotse::responsibility {

// One municipality at one moment. Immutable; safe to share, and stays usable while it is held.
struct Town {
  knowledge::Municipality municipality;
  std::shared_ptr<const AreaTable> areas;
  std::shared_ptr<const StreetTable> streets;
  std::shared_ptr<const knowledge::Catalogue> catalogue;
  std::vector<Rule> rules;  // imported ones, then the town's
  std::unique_ptr<const RuleBook> book;
  std::unique_ptr<const Resolver> resolver;
  std::vector<std::string> remarks;  // of its street list, German
  AreaIndex home = kNoArea;
  std::int64_t mark = 0;  // of the town store
};

// Thread-safe. Borrows both stores; `own` may be nullptr (no town rules then).
class Towns {
 public:
  // Area files as LoadAreas reads them; a folder may also hold <municipality_id>/streets.csv, which counts until the
  // town imports its own list.
  Towns(const knowledge::CatalogueStore& catalogues, const TownStore* own, std::vector<std::string> area_folders);

  // Reads the areas and every municipality. Call once before Get. Takes about a third of a second.
  absl::Status Load();
  // Looks for newer catalogues, rules, street lists and municipalities; reads a few counters when there are none. Call
  // about once a second. A municipality that cannot be read keeps its last state; the first error is returned.
  absl::Status Refresh();

  // NOT_FOUND for an unknown municipality. One that was created since the last Refresh is found too.
  absl::StatusOr<std::shared_ptr<const Town>> Get(const knowledge::MunicipalityId& municipality);
  std::shared_ptr<const AreaTable> areas() const;

 private:
  absl::Status ReadAreas(const std::vector<knowledge::Municipality>& municipalities);
  absl::StatusOr<std::shared_ptr<const Town>> Build(const knowledge::Municipality& municipality) const;
  absl::StatusOr<bool> StreetsChanged(const std::vector<knowledge::Municipality>& municipalities) const;
  absl::Status RefreshTown(const knowledge::Municipality& municipality);
  absl::StatusOr<bool> IsCurrent(const Town& town, const knowledge::Municipality& municipality) const;
  absl::StatusOr<StreetList> StreetsOf(const knowledge::MunicipalityId& municipality) const;

  const knowledge::CatalogueStore& catalogues_;
  const TownStore* own_;
  std::vector<std::string> folders_;
  PlaceKinds place_kinds_;

  std::mutex refreshing_;     // one refresh at a time
  mutable std::mutex mutex_;  // guards what follows
  std::shared_ptr<const AreaTable> areas_;
  std::map<std::string, std::shared_ptr<const StreetTable>> streets_;
  std::map<std::string, std::vector<std::string>> street_remarks_;
  std::map<std::string, std::int64_t> street_versions_;  // of the lists that were read
  std::map<std::string, std::shared_ptr<const Town>> towns_;
};

}  // namespace amtslotse::responsibility
