// The municipalities' catalogues on disk, by version, one of them active each.
//
// Every row carries its municipality; nothing here reads across two. A catalogue version is complete and
// immutable: an import writes the next one and makes it active in the same transaction, so readers see the
// old or the new catalogue, never a mixture. Undoing an import writes one more version that equals the one
// before it.
//
// All SQL goes through `Database` (database.h): a second back end implements that and passes
// tests/unit/knowledge.
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

// One version of one municipality's catalogue. Immutable and safe to share between threads; it stays readable
// for as long as it is held, also after a newer version became active. Offices, rules, offerings and service
// heads are in memory; whole services are read from the database on demand (tens of microseconds) and recent
// ones kept.
//
// What the source got wrong is settled here, the same way every time: a parent that is missing or part of a
// cycle is dropped, rules and offerings of unknown services or offices are left out. `defects()` tells.
class Catalogue {
 public:
  ~Catalogue();
  CatalogueVersion version() const { return version_; }
  const MunicipalityId& municipality() const { return municipality_; }

  const std::vector<ServiceHead>& services() const { return heads_; }  // by id
  const ServiceHead* FindHead(const ServiceId& id) const;              // nullptr: not in this version
  // NOT_FOUND for an id that this version does not have.
  absl::StatusOr<std::shared_ptr<const Service>> FindService(const ServiceId& id) const;
  // Every service in id order, until `visit` returns false. Does not fill the cache.
  absl::Status ForEachService(const std::function<bool(const Service&)>& visit) const;

  const std::vector<Office>& offices() const { return offices_; }  // by id
  // The words of each office's name and qualifier, folded; beside offices().
  const std::vector<std::vector<std::string>>& office_words() const { return office_words_; }
  const Office* FindOffice(const OfficeId& id) const;
  const std::vector<ResponsibilityRule>& rules() const { return rules_; }  // by id
  // Rules of this service by id, or by a prefix of one of its LeiKa keys, in id order.
  std::vector<const ResponsibilityRule*> RulesFor(const ServiceId& service) const;
  const std::vector<Offering>& offerings() const { return offerings_; }
  std::vector<const Offering*> OfferingsFor(const ServiceId& service) const;
  const std::vector<std::string>& defects() const { return defects_; }  // German, for the report

 private:
  friend class CatalogueLoader;
  Catalogue(const Database& database, MunicipalityId municipality, CatalogueVersion version);

  struct Joined;  // online services and specialisations by service
  struct Recent;
  const Database& database_;
  MunicipalityId municipality_;
  CatalogueVersion version_;
  std::vector<ServiceHead> heads_;
  std::vector<Office> offices_;
  std::vector<std::vector<std::string>> office_words_;
  std::vector<ResponsibilityRule> rules_;
  std::vector<Offering> offerings_;
  std::vector<std::string> defects_;
  std::unordered_map<std::string, std::size_t> head_at_;
  std::unordered_map<std::string, std::size_t> office_at_;
  std::unordered_map<std::string, std::vector<std::size_t>> rules_of_;
  std::vector<std::size_t> leika_rules_;
  std::unordered_map<std::string, std::vector<std::size_t>> offerings_of_;
  std::unique_ptr<Joined> joined_;
  std::unique_ptr<Recent> recent_;
};

// Thread-safe. Borrows the database, which must outlive it and every catalogue it gave out.
class CatalogueStore {
 public:
  explicit CatalogueStore(Database& database);
  ~CatalogueStore();

  // An empty catalogue of version 0 when nothing was imported. Cheap: one row is read, the rest is kept in
  // memory.
  absl::StatusOr<std::shared_ptr<const Catalogue>> Active(const MunicipalityId& municipality) const;
  // NOT_FOUND when that version never existed.
  absl::StatusOr<std::shared_ptr<const Catalogue>> AtVersion(const MunicipalityId& municipality,
                                                             CatalogueVersion version) const;

  absl::StatusOr<CatalogueVersion> ActiveVersion(const MunicipalityId& municipality) const;  // 0: none yet

  absl::StatusOr<std::vector<Municipality>> Municipalities() const;
  absl::StatusOr<Municipality> FindMunicipality(const MunicipalityId& id) const;  // NOT_FOUND
  // Writes it as the version after `municipality.version`, which must be the stored one (0: new): otherwise
  // ABORTED. Returns the new version. Saving what is stored already changes nothing.
  absl::StatusOr<std::int64_t> SaveMunicipality(const Municipality& municipality, const std::string& actor = "",
                                                std::chrono::sys_seconds now = {});

 private:
  struct Cache;
  Database& database_;
  std::unique_ptr<Cache> cache_;
};

}  // namespace amtslotse::knowledge
