#include "knowledge/catalogue_loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "nlu/text/tokens.h"

namespace amtslotse::knowledge {

void Catalogue::Joined::Complete(Service& service) const {
  if (const auto found = online.find(service.id.value); found != online.end()) {
    service.online_services.insert(service.online_services.end(), found->second.begin(), found->second.end());
  }
  const auto special = specialisations.find(service.id.value);
  if (special == specialisations.end()) return;
  for (const Specialisation& variant : special->second) {
    for (const TextModule& own : variant.modules) {
      std::erase_if(service.modules, [&](const TextModule& general) {
        return general.kind != ModuleKind::kOther && general.kind == own.kind && general.language == own.language;
      });
    }
    service.modules.insert(service.modules.end(), variant.modules.begin(), variant.modules.end());
  }
}

std::shared_ptr<const Service> Catalogue::Recent::Find(const std::string& id) {
  const std::lock_guard hold(lock_);
  const auto found = at_.find(id);
  if (found == at_.end()) return nullptr;
  newest_first_.splice(newest_first_.begin(), newest_first_, found->second);
  return *found->second;
}

void Catalogue::Recent::Keep(const std::shared_ptr<const Service>& service) {
  const std::lock_guard hold(lock_);
  if (at_.contains(service->id.value)) return;
  newest_first_.push_front(service);
  at_[service->id.value] = newest_first_.begin();
  if (newest_first_.size() <= kKept) return;
  at_.erase(newest_first_.back()->id.value);
  newest_first_.pop_back();
}

absl::StatusOr<std::shared_ptr<const Catalogue>> CatalogueLoader::Load(const Database& database,
                                                                       const MunicipalityId& municipality,
                                                                       CatalogueVersion version) {
  const std::shared_ptr<Catalogue> catalogue(new Catalogue(database, municipality, version));
  CatalogueLoader loader(*catalogue);
  const absl::Status status = database.Read([&](Sql& sql) { return loader.ReadRows(sql); });
  if (!status.ok()) return status;
  loader.SettleTree();
  loader.SettleLinks();
  loader.Index();
  return catalogue;
}

absl::StatusOr<std::vector<std::string>> CatalogueLoader::Defects(Sql& sql, const Database& database,
                                                                  const MunicipalityId& municipality,
                                                                  CatalogueVersion version) {
  Catalogue catalogue(database, municipality, version);
  CatalogueLoader loader(catalogue);
  if (const absl::Status status = loader.ReadRows(sql); !status.ok()) return status;
  loader.SettleTree();
  loader.SettleLinks();
  return catalogue.defects_;
}

absl::Status CatalogueLoader::ReadRows(Sql& sql) {
  absl::Status damaged;
  const absl::Status status = sql.Query(
      "SELECT kind, content FROM catalogue_object WHERE municipality_id = $1 AND from_version <= $2 "
      "AND to_version > $2 ORDER BY kind, object_id",
      {catalogue_.municipality_.value, catalogue_.version_}, [&](const SqlRow& row) {
        damaged = TakeRow(AsText(row[0]), AsText(row[1]));
        return damaged.ok();
      });
  return status.ok() ? damaged : status;
}

absl::Status CatalogueLoader::TakeRow(const std::string& kind, const std::string& content) {
  const auto append = [](auto decoded, auto& values) {
    if (decoded.ok()) values.push_back(*std::move(decoded));
    return decoded.status();
  };
  if (kind == "office") return append(DecodeOffice(content), catalogue_.offices_);
  if (kind == "rule") return append(DecodeRule(content), catalogue_.rules_);
  if (kind == "offering") return append(DecodeOffering(content), catalogue_.offerings_);
  if (kind == "online") return append(DecodeOnlineService(content), online_);
  if (kind == "specialisation") {
    auto decoded = DecodeSpecialisation(content);
    if (!decoded.ok()) return decoded.status();
    catalogue_.joined_->specialisations[decoded->service.value].push_back(*std::move(decoded));
    return absl::OkStatus();
  }
  if (kind != "service") return absl::OkStatus();  // a newer release's
  absl::StatusOr<Service> service = DecodeService(content);
  if (!service.ok()) return service.status();
  catalogue_.heads_.push_back({std::move(service->id), std::move(service->name), std::move(service->leika_keys),
                               std::move(service->areas), service->location_independent, service->is_public});
  return absl::OkStatus();
}

void CatalogueLoader::SettleTree() {
  std::vector<Office>& offices = catalogue_.offices_;
  for (std::size_t i = 0; i < offices.size(); ++i) catalogue_.office_at_[offices[i].id.value] = i;
  for (Office& office : offices) {
    if (office.parent && !catalogue_.FindOffice(*office.parent)) {
      catalogue_.defects_.push_back(
          fmt::format("Stelle {}: übergeordnete Stelle {} gibt es nicht.", office.id.value, office.parent->value));
      office.parent.reset();
    }
  }
  for (Office& office : offices) {
    std::unordered_set<std::string> above = {office.id.value};
    for (const Office* at = &office; at && at->parent; at = catalogue_.FindOffice(*at->parent)) {
      if (above.insert(at->parent->value).second) continue;
      if (*at->parent != office.id) break;  // another's cycle, cut when its turn comes
      catalogue_.defects_.push_back(
          fmt::format("Stelle {}: Kreis in den übergeordneten Stellen; hier getrennt.", office.id.value));
      office.parent.reset();
      break;
    }
  }
}

void CatalogueLoader::SettleLinks() {
  std::unordered_set<std::string> services;
  for (const ServiceHead& head : catalogue_.heads_) services.insert(head.id.value);
  std::unordered_map<std::string, const OnlineServiceRow*> online;
  for (const OnlineServiceRow& row : online_) {
    online[row.online.id] = &row;
    for (const ServiceId& service : row.services) catalogue_.joined_->online[service.value].push_back(row.online);
  }
  std::vector<ResponsibilityRule> rules;
  int dangling = 0;
  for (ResponsibilityRule& rule : catalogue_.rules_) {
    const bool known_service = !rule.service || services.contains(rule.service->value);
    if (known_service && catalogue_.FindOffice(rule.office)) {
      rules.push_back(std::move(rule));
    } else if (const auto page = online.find(rule.office.value);
               known_service && rule.service && page != online.end()) {
      catalogue_.joined_->online[rule.service->value].push_back(page->second->online);
    } else {
      ++dangling;
      if (dangling <= 50) {
        catalogue_.defects_.push_back(fmt::format("Zuständigkeit {}: {} {} gibt es nicht.", rule.id,
                                                  known_service ? "Stelle" : "Leistung",
                                                  known_service ? rule.office.value : rule.service->value));
      }
    }
  }
  if (dangling > 50) catalogue_.defects_.push_back(fmt::format("… und {} weitere Zuständigkeiten.", dangling - 50));
  catalogue_.rules_ = std::move(rules);
  for (const auto& [service, variants] : catalogue_.joined_->specialisations) {
    if (services.contains(service)) continue;
    for (const Specialisation& variant : variants)
      catalogue_.defects_.push_back(fmt::format("Spezialisierung {}: Leistung {} gibt es nicht.", variant.id, service));
  }
  std::sort(catalogue_.defects_.begin(), catalogue_.defects_.end());
  std::erase_if(catalogue_.offerings_, [&](const Offering& offering) {
    return !services.contains(offering.service.value) || !catalogue_.FindOffice(offering.office);
  });
  for (auto& [service, pages] : catalogue_.joined_->online) {
    std::sort(pages.begin(), pages.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
  }
}

void CatalogueLoader::Index() {
  for (std::size_t i = 0; i < catalogue_.heads_.size(); ++i) catalogue_.head_at_[catalogue_.heads_[i].id.value] = i;
  for (const Office& office : catalogue_.offices_)
    catalogue_.office_words_.push_back(nlu::FoldedWords(office.name + " " + office.qualifier));
  for (std::size_t i = 0; i < catalogue_.rules_.size(); ++i) {
    const ResponsibilityRule& rule = catalogue_.rules_[i];
    if (rule.service) {
      catalogue_.rules_of_[rule.service->value].push_back(i);
    } else {
      catalogue_.leika_rules_.push_back(i);
    }
  }
  for (std::size_t i = 0; i < catalogue_.offerings_.size(); ++i) {
    catalogue_.offerings_of_[catalogue_.offerings_[i].service.value].push_back(i);
  }
}

}  // namespace amtslotse::knowledge
