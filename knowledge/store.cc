#include "knowledge/store.h"

#include <algorithm>
#include <mutex>

#include "knowledge/catalogue_json.h"
#include "knowledge/catalogue_loader.h"
#include "knowledge/entry_store.h"

namespace amtslotse::knowledge {
namespace {

template <typename T>
const T* At(const std::vector<T>& values, const std::unordered_map<std::string, std::size_t>& places,
            const std::string& id) {
  const auto found = places.find(id);
  return found == places.end() ? nullptr : &values[found->second];
}

absl::StatusOr<CatalogueVersion> ReadActiveVersion(const Database& database, const MunicipalityId& municipality) {
  CatalogueVersion version = 0;
  const absl::Status status = database.Read([&](Sql& sql) {
    return sql.Query("SELECT version FROM active_catalogue WHERE municipality_id = $1", {municipality.value},
                     [&](const SqlRow& row) {
                       version = AsInteger(row[0]);
                       return false;
                     });
  });
  if (!status.ok()) return status;
  return version;
}

}  // namespace

Catalogue::Catalogue(const Database& database, MunicipalityId municipality, CatalogueVersion version)
    : database_(database),
      municipality_(std::move(municipality)),
      version_(version),
      joined_(std::make_unique<Joined>()),
      recent_(std::make_unique<Recent>()) {}

Catalogue::~Catalogue() = default;

const ServiceHead* Catalogue::FindHead(const ServiceId& id) const { return At(heads_, head_at_, id.value); }

const Office* Catalogue::FindOffice(const OfficeId& id) const { return At(offices_, office_at_, id.value); }

std::vector<const ResponsibilityRule*> Catalogue::RulesFor(const ServiceId& service) const {
  std::vector<const ResponsibilityRule*> found;
  if (const auto own = rules_of_.find(service.value); own != rules_of_.end()) {
    for (const std::size_t at : own->second) found.push_back(&rules_[at]);
  }
  const ServiceHead* head = FindHead(service);
  if (head && !leika_rules_.empty()) {
    for (const std::size_t at : leika_rules_) {
      const std::string& prefix = rules_[at].leika_prefix;
      const bool matches = std::any_of(head->leika_keys.begin(), head->leika_keys.end(),
                                       [&](const std::string& key) { return key.starts_with(prefix); });
      if (matches) found.push_back(&rules_[at]);
    }
    std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  }
  return found;
}

std::vector<const Offering*> Catalogue::OfferingsFor(const ServiceId& service) const {
  std::vector<const Offering*> found;
  if (const auto own = offerings_of_.find(service.value); own != offerings_of_.end()) {
    for (const std::size_t at : own->second) found.push_back(&offerings_[at]);
  }
  return found;
}

absl::StatusOr<std::shared_ptr<const Service>> Catalogue::FindService(const ServiceId& id) const {
  if (!FindHead(id)) return absl::NotFoundError("no service " + id.value);
  if (auto kept = recent_->Find(id.value)) return kept;
  std::string content;
  const absl::Status status = database_.Read([&](Sql& sql) {
    return sql.Query(
        "SELECT content FROM catalogue_object WHERE municipality_id = $1 AND kind = 'service' AND object_id "
        "= $2 "
        "AND from_version <= $3 AND to_version > $3",
        {municipality_.value, id.value, version_}, [&](const SqlRow& row) {
          content = AsText(row[0]);
          return false;
        });
  });
  if (!status.ok()) return status;
  absl::StatusOr<Service> service = DecodeService(content);
  if (!service.ok()) return service.status();
  joined_->Complete(*service);
  auto shared = std::make_shared<const Service>(*std::move(service));
  recent_->Keep(shared);
  return shared;
}

absl::Status Catalogue::ForEachService(const std::function<bool(const Service&)>& visit) const {
  absl::Status damaged;
  const absl::Status status = database_.Read([&](Sql& sql) {
    return sql.Query(
        "SELECT content FROM catalogue_object WHERE municipality_id = $1 AND kind = 'service' "
        "AND from_version <= $2 AND to_version > $2 ORDER BY object_id",
        {municipality_.value, version_}, [&](const SqlRow& row) {
          absl::StatusOr<Service> service = DecodeService(AsText(row[0]));
          if (!service.ok()) {
            damaged = service.status();
            return false;
          }
          joined_->Complete(*service);
          return visit(*service);
        });
  });
  return damaged.ok() ? status : damaged;
}

struct CatalogueStore::Cache {
  std::mutex lock;
  std::unordered_map<std::string, std::shared_ptr<const Catalogue>> newest;  // by municipality
};

CatalogueStore::CatalogueStore(Database& database) : database_(database), cache_(std::make_unique<Cache>()) {}
CatalogueStore::~CatalogueStore() = default;

absl::StatusOr<CatalogueVersion> CatalogueStore::ActiveVersion(const MunicipalityId& municipality) const {
  return ReadActiveVersion(database_, municipality);
}

absl::StatusOr<std::shared_ptr<const Catalogue>> CatalogueStore::Active(const MunicipalityId& municipality) const {
  const absl::StatusOr<CatalogueVersion> version = ReadActiveVersion(database_, municipality);
  if (!version.ok()) return version.status();
  {
    const std::lock_guard hold(cache_->lock);
    const auto found = cache_->newest.find(municipality.value);
    if (found != cache_->newest.end() && found->second->version() == *version) return found->second;
  }
  absl::StatusOr<std::shared_ptr<const Catalogue>> loaded = CatalogueLoader::Load(database_, municipality, *version);
  if (!loaded.ok()) return loaded;
  const std::lock_guard hold(cache_->lock);
  cache_->newest[municipality.value] = *loaded;
  return loaded;
}

absl::StatusOr<std::shared_ptr<const Catalogue>> CatalogueStore::AtVersion(const MunicipalityId& municipality,
                                                                           CatalogueVersion version) const {
  const absl::StatusOr<CatalogueVersion> active = ReadActiveVersion(database_, municipality);
  if (!active.ok()) return active.status();
  if (version < 0 || version > *active) return absl::NotFoundError("no such catalogue version");
  if (version == *active) return Active(municipality);
  return CatalogueLoader::Load(database_, municipality, version);
}

absl::StatusOr<std::vector<Municipality>> CatalogueStore::Municipalities() const {
  std::vector<Municipality> towns;
  absl::Status damaged;
  const absl::Status status = database_.Read([&](Sql& sql) {
    return sql.Query("SELECT content FROM municipality ORDER BY municipality_id", {}, [&](const SqlRow& row) {
      absl::StatusOr<Municipality> town = DecodeMunicipality(AsText(row[0]));
      damaged.Update(town.status());
      if (town.ok()) towns.push_back(*std::move(town));
      return damaged.ok();
    });
  });
  if (!status.ok()) return status;
  if (!damaged.ok()) return damaged;
  return towns;
}

absl::StatusOr<Municipality> CatalogueStore::FindMunicipality(const MunicipalityId& id) const {
  std::string content;
  const absl::Status status = database_.Read([&](Sql& sql) {
    return sql.Query("SELECT content FROM municipality WHERE municipality_id = $1", {id.value}, [&](const SqlRow& row) {
      content = AsText(row[0]);
      return false;
    });
  });
  if (!status.ok()) return status;
  if (content.empty()) return absl::NotFoundError("no municipality " + id.value);
  return DecodeMunicipality(content);
}

absl::StatusOr<std::int64_t> CatalogueStore::SaveMunicipality(const Municipality& municipality,
                                                              const std::string& actor, std::chrono::sys_seconds now) {
  std::int64_t saved = municipality.version;
  const absl::Status status = database_.Write([&](Sql& sql) -> absl::Status {
    const auto rows =
        sql.Rows("SELECT version, content FROM municipality WHERE municipality_id = $1", {municipality.id.value});
    if (!rows.ok()) return rows.status();
    const std::int64_t stored = rows->empty() ? 0 : AsInteger((*rows)[0][0]);
    if (stored != municipality.version) return absl::AbortedError("the municipality was changed meanwhile");
    if (stored > 0 && AsText((*rows)[0][1]) == Encode(municipality)) return absl::OkStatus();
    Municipality next = municipality;
    next.version = stored + 1;
    const auto done = sql.Run(
        "INSERT INTO municipality (municipality_id, version, content) VALUES ($1, $2, $3) "
        "ON CONFLICT (municipality_id) DO UPDATE SET version = excluded.version, content = excluded.content",
        {next.id.value, next.version, Encode(next)});
    saved = next.version;
    if (!done.ok()) return done.status();
    if (absl::Status marked = BumpChangeMark(sql, municipality.id); !marked.ok()) return marked;
    return AppendAudit(sql, municipality.id,
                       {now, actor, "save_municipality", municipality.id.value, municipality.name});
  });
  if (!status.ok()) return status;
  return saved;
}

}  // namespace amtslotse::knowledge
