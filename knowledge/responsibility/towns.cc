#include "knowledge/responsibility/towns.h"

#include <fmt/format.h>

#include <filesystem>

#include "knowledge/responsibility/area_files.h"
#include "knowledge/responsibility/csv.h"
#include "knowledge/responsibility/place_mentions.h"
#include "knowledge/responsibility/place_names.h"

namespace amtslotse::responsibility {

using knowledge::Municipality;
using knowledge::MunicipalityId;

namespace {

// A municipality without a key, as a catalogue brings it: "Berlin" is the town, "Neustadt" could be any of many.
AreaIndex OnlyTownNamed(const AreaTable& areas, const std::string& name) {
  const NameGroup group = areas.names().Find(Compact(PlaceWords(SplitTitle(name).name)));
  std::vector<AreaIndex> towns = ChooseAreas(areas, group.entries, kNoArea, std::nullopt);
  std::erase_if(towns, [&](AreaIndex area) { return areas.at(area).level != Level::kGemeinde; });
  return towns.size() == 1 ? towns.front() : kNoArea;
}

}  // namespace

Towns::Towns(const knowledge::CatalogueStore& catalogues, const TownStore* own, std::vector<std::string> area_folders)
    : catalogues_(catalogues), own_(own), folders_(std::move(area_folders)) {}

absl::Status Towns::Load() {
  for (const std::string& folder : folders_) {
    const std::string path = (std::filesystem::path(folder) / "place_kinds.csv").string();
    if (!std::filesystem::exists(path)) continue;
    std::string text;
    absl::Status status = ReadFile(path, text);
    if (!status.ok()) return status;
    auto kinds = PlaceKinds::Read(path, text);
    if (!kinds.ok()) return kinds.status();
    place_kinds_ = *std::move(kinds);
  }
  const auto municipalities = catalogues_.Municipalities();
  const absl::Status read = ReadAreas(municipalities.ok() ? *municipalities : std::vector<Municipality>{});
  if (!read.ok()) return read;
  return Refresh();
}

absl::StatusOr<StreetList> Towns::StreetsOf(const MunicipalityId& municipality) const {
  std::string csv;
  std::string name = "Straßenliste";
  if (own_ != nullptr) {
    auto stored = own_->Streets(municipality);
    if (!stored.ok()) return stored.status();
    csv = *std::move(stored);
  }
  for (auto folder = folders_.rbegin(); csv.empty() && folder != folders_.rend(); ++folder) {
    name = (std::filesystem::path(*folder) / municipality.value / "streets.csv").string();
    const bool shipped = municipality.value.find('/') == std::string::npos && std::filesystem::exists(name);
    if (!shipped) continue;
    if (absl::Status status = ReadFile(name, csv); !status.ok()) return status;
  }
  if (csv.empty()) return StreetList{};
  return ReadStreetsCsv(name, csv);
}

// Areas, and the Ortsteile that street lists bring; numbers change, so all towns are built anew.
absl::Status Towns::ReadAreas(const std::vector<Municipality>& municipalities) {
  auto rows = ReadAreaRows(folders_);
  if (!rows.ok()) return rows.status();
  std::map<std::string, StreetList> lists;
  std::map<std::string, std::int64_t> versions;
  std::map<std::string, std::vector<std::string>> remarks;
  for (const Municipality& municipality : municipalities) {
    const std::string& id = municipality.id.value;
    if (own_ != nullptr) {
      const auto version = own_->StreetsVersion(municipality.id);
      if (!version.ok()) return version.status();
      versions[id] = *version;
    }
    auto list = StreetsOf(municipality.id);
    if (!list.ok()) {  // a damaged shipped list must not stop the other towns
      remarks[id].push_back(std::string(list.status().message().data(), list.status().message().size()));
      continue;
    }
    for (DistrictRow& row : OrtsteileOf(*list, municipality.ars.value)) rows->districts.push_back(std::move(row));
    remarks[id] = list->remarks;
    lists[id] = *std::move(list);
  }
  auto table = BuildAreaTable(*rows);
  if (!table.ok()) return table.status();
  auto areas = std::make_shared<const AreaTable>(*std::move(table));
  std::map<std::string, std::shared_ptr<const StreetTable>> streets;
  for (const Municipality& municipality : municipalities) {
    const std::string& id = municipality.id.value;
    streets[id] = std::make_shared<const StreetTable>(StreetTable::Build(*areas, municipality.ars.value, lists[id]));
    if (streets[id]->skipped() > 0)
      remarks[id].push_back(
          fmt::format("{} Zeilen der Straßenliste nennen ein Gebiet, das es nicht gibt.", streets[id]->skipped()));
  }
  const std::lock_guard lock(mutex_);
  areas_ = std::move(areas);
  streets_ = std::move(streets);
  street_versions_ = std::move(versions);
  street_remarks_ = std::move(remarks);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const Town>> Towns::Build(const Municipality& municipality) const {
  auto town = std::make_shared<Town>();
  town->municipality = municipality;
  {
    const std::lock_guard lock(mutex_);
    town->areas = areas_;
    const auto streets = streets_.find(municipality.id.value);
    town->streets = streets == streets_.end() ? std::make_shared<const StreetTable>() : streets->second;
    if (const auto remarks = street_remarks_.find(municipality.id.value); remarks != street_remarks_.end())
      town->remarks = remarks->second;
  }
  auto catalogue = catalogues_.Active(municipality.id);
  if (!catalogue.ok()) return catalogue.status();
  town->catalogue = *std::move(catalogue);
  for (const auto& rule : town->catalogue->rules()) town->rules.push_back(FromImport(rule));
  if (own_ != nullptr) {
    const auto mark = own_->Mark(municipality.id);  // before the rules: a change in between is read again
    if (!mark.ok()) return mark.status();
    town->mark = *mark;
    auto rules = own_->Rules(municipality.id);
    if (!rules.ok()) return rules.status();
    for (Rule& rule : *rules) town->rules.push_back(std::move(rule));
  }
  const std::string& key = municipality.ars.value.empty() ? municipality.ags : municipality.ars.value;
  town->home =
      key.empty() ? OnlyTownNamed(*town->areas, municipality.name) : town->areas->FindKey(key).value_or(kNoArea);
  RuleBookInput input;
  input.areas = town->areas.get();
  input.streets = town->streets.get();
  input.place_kinds = &place_kinds_;
  input.home = town->home;
  input.services = town->catalogue->services();
  input.offices = town->catalogue->offices();
  input.offerings = town->catalogue->offerings();
  input.rules = town->rules;
  town->book = std::make_unique<const RuleBook>(input);
  town->resolver = std::make_unique<const Resolver>(*town->areas, *town->streets, *town->book);
  return town;
}

absl::StatusOr<bool> Towns::IsCurrent(const Town& town, const Municipality& municipality) const {
  const auto version = catalogues_.ActiveVersion(municipality.id);
  if (!version.ok()) return version.status();
  if (town.areas != areas() || *version != town.catalogue->version() ||
      municipality.version != town.municipality.version)
    return false;
  if (own_ == nullptr) return true;
  const auto mark = own_->Mark(municipality.id);
  if (!mark.ok()) return mark.status();
  return *mark == town.mark;
}

absl::StatusOr<bool> Towns::StreetsChanged(const std::vector<Municipality>& municipalities) const {
  for (const Municipality& municipality : municipalities) {
    std::int64_t version = 0;
    if (own_ != nullptr) {
      const auto read = own_->StreetsVersion(municipality.id);
      if (!read.ok()) return read.status();
      version = *read;
    }
    const std::lock_guard lock(mutex_);
    const auto known = street_versions_.find(municipality.id.value);
    if (!streets_.contains(municipality.id.value) || (known == street_versions_.end() ? 0 : known->second) != version)
      return true;
  }
  return false;
}

absl::Status Towns::RefreshTown(const Municipality& municipality) {
  std::shared_ptr<const Town> known;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = towns_.find(municipality.id.value); found != towns_.end()) known = found->second;
  }
  if (known != nullptr) {
    const auto current = IsCurrent(*known, municipality);
    if (!current.ok()) return current.status();
    if (*current) return absl::OkStatus();
  }
  auto town = Build(municipality);
  if (!town.ok()) return town.status();
  const std::lock_guard lock(mutex_);
  towns_[municipality.id.value] = *std::move(town);
  return absl::OkStatus();
}

absl::Status Towns::Refresh() {
  const std::lock_guard refreshing(refreshing_);
  const auto municipalities = catalogues_.Municipalities();
  if (!municipalities.ok()) return municipalities.status();
  const auto streets_changed = StreetsChanged(*municipalities);
  if (!streets_changed.ok()) return streets_changed.status();
  if (*streets_changed) {
    if (absl::Status status = ReadAreas(*municipalities); !status.ok()) return status;
  }
  absl::Status first_error;
  for (const Municipality& municipality : *municipalities) first_error.Update(RefreshTown(municipality));
  return first_error;
}

absl::StatusOr<std::shared_ptr<const Town>> Towns::Get(const MunicipalityId& municipality) {
  for (const bool again : {true, false}) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = towns_.find(municipality.value); found != towns_.end()) return found->second;
    }
    if (!again) break;
    if (const auto known = catalogues_.FindMunicipality(municipality); !known.ok()) return known.status();
    if (absl::Status status = Refresh(); !status.ok()) return status;
  }
  return absl::NotFoundError(fmt::format("Die Kommune {} gibt es nicht.", municipality.value));
}

std::shared_ptr<const AreaTable> Towns::areas() const {
  const std::lock_guard lock(mutex_);
  return areas_;
}

}  // namespace amtslotse::responsibility
