// The municipalities' catalogues on disk, by version, one of them active each.
//
// Every row carries its municipality; nothing here reads across two. A catalogue version is complete and immutable:
// an import writes the next one and makes it active in the same transaction, so readers see the old or the new
// catalogue, never a mixture. Undoing an import writes one more version that equals the one before it.
//
// All SQL goes through `Database` (database.h): a second back end implements that and passes tests/unit/knowledge.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "knowledge/catalogue.h"
#include "knowledge/database.h"

namespace amtslotse::knowledge {

using CatalogueVersion = std::int64_t;  // 0: nothing imported yet

// What lists show of a service; its text modules stay on disk.
struct ServiceHead {
  ServiceId id;
  std::string name;
  std::vector<std::string> leika_keys;
  std::vector<AreaKey> areas;
  bool location_independent = false;
  bool is_public = true;
};

// One version of one municipality's catalogue. Immutable and safe to share between threads; it stays readable for as
// long as it is held, also after a newer version became active. Offices, rules, offerings and service heads are in
// memory; whole services are read from the database on demand (tens of microseconds) and recent ones kept.
class Catalogue {
 public:
  virtual ~Catalogue() = default;
  virtual CatalogueVersion version() const = 0;
  virtual const MunicipalityId& municipality() const = 0;

  virtual const std::vector<ServiceHead>& services() const = 0;  // by id
  virtual const ServiceHead* FindHead(const ServiceId& id) const = 0;
  // NOT_FOUND for an id that this version does not have.
  virtual absl::StatusOr<std::shared_ptr<const Service>> FindService(const ServiceId& id) const = 0;
  // Every service in id order, until `visit` returns false. Does not fill the cache.
  virtual absl::Status ForEachService(const std::function<bool(const Service&)>& visit) const = 0;

  virtual const std::vector<Office>& offices() const = 0;  // by id
  virtual const Office* FindOffice(const OfficeId& id) const = 0;
  virtual const std::vector<ResponsibilityRule>& rules() const = 0;
  // Rules of this service by id, or by a prefix of one of its LeiKa keys.
  virtual std::vector<const ResponsibilityRule*> RulesFor(const ServiceId& service) const = 0;
  virtual const std::vector<Offering>& offerings() const = 0;
  virtual std::vector<const Offering*> OfferingsFor(const ServiceId& service) const = 0;
};

// Thread-safe. Borrows the database, which must outlive it and every catalogue it gave out.
class CatalogueStore {
 public:
  explicit CatalogueStore(Database& database);
  ~CatalogueStore();

  // Creates or migrates the tables. Repeatable.
  absl::Status Prepare();

  // An empty catalogue of version 0 when nothing was imported. Cheap: one counter read, the rest is kept in memory.
  absl::StatusOr<std::shared_ptr<const Catalogue>> Active(const MunicipalityId& municipality) const;
  // NOT_FOUND when that version never existed.
  absl::StatusOr<std::shared_ptr<const Catalogue>> AtVersion(const MunicipalityId& municipality,
                                                             CatalogueVersion version) const;

  absl::StatusOr<std::vector<Municipality>> Municipalities() const;
  absl::StatusOr<Municipality> FindMunicipality(const MunicipalityId& id) const;  // NOT_FOUND
  absl::Status SaveMunicipality(const Municipality& municipality);                // repeatable

 private:
  struct Cache;
  Database& database_;
  std::unique_ptr<Cache> cache_;
};

}  // namespace amtslotse::knowledge
