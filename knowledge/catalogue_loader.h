// Makes a Catalogue out of a version's rows. Internal to knowledge.
#pragma once

#include <absl/status/statusor.h>

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "knowledge/catalogue_json.h"
#include "knowledge/store.h"

namespace amtslotse::knowledge {

// What belongs to a service but is stored as rows of its own.
struct Catalogue::Joined {
  std::unordered_map<std::string, std::vector<OnlineService>> online;
  std::unordered_map<std::string, std::vector<Specialisation>> specialisations;

  void Complete(Service& service) const;
};

// The services that were asked for last. Thread-safe.
struct Catalogue::Recent {
  static constexpr std::size_t kKept = 512;

  std::shared_ptr<const Service> Find(const std::string& id);
  void Keep(const std::shared_ptr<const Service>& service);

 private:
  std::mutex lock_;
  std::list<std::shared_ptr<const Service>> newest_first_;
  std::unordered_map<std::string, std::list<std::shared_ptr<const Service>>::iterator> at_;
};

class CatalogueLoader {
 public:
  static absl::StatusOr<std::shared_ptr<const Catalogue>> Load(const Database& database,
                                                               const MunicipalityId& municipality,
                                                               CatalogueVersion version);

  // Catalogue::defects() of a version that `sql` sees, also within the transaction that writes it.
  static absl::StatusOr<std::vector<std::string>> Defects(Sql& sql, const Database& database,
                                                          const MunicipalityId& municipality, CatalogueVersion version);

 private:
  explicit CatalogueLoader(Catalogue& catalogue) : catalogue_(catalogue) {}
  absl::Status ReadRows(Sql& sql);
  absl::Status TakeRow(const std::string& kind, const std::string& content);
  void SettleTree();
  void SettleLinks();
  void Index();

  Catalogue& catalogue_;
  std::vector<OnlineServiceRow> online_;
};

}  // namespace amtslotse::knowledge
