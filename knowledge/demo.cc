#include "knowledge/demo.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "knowledge/import/import.h"
#include "knowledge/import/removal.h"
#include "knowledge/tables.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::string_view kOperator = "cli:";

bool IsOperator(const std::string& actor) { return actor.starts_with(kOperator); }

bool BroughtDemo(const ImportReport& report) {
  return report.activated && IsOperator(report.actor) &&
         std::find(report.files.begin(), report.files.end(), kDemoCatalogueFile) != report.files.end();
}

absl::StatusOr<Municipality> DemoTown(const CatalogueStore& catalogues, const MunicipalityId& municipality) {
  auto town = catalogues.FindMunicipality(municipality);
  if (town.ok() && !town->demo) return absl::FailedPreconditionError("Diese Kommune ist keine Vorführung mehr.");
  return town;
}

// Rows of the newest version with the content that this version of the demonstration wrote.
absl::Status FindObjects(const Database& database, const MunicipalityId& municipality, CatalogueVersion version,
                         std::set<std::pair<std::string, std::string>>& found) {
  return database.Read([&](Sql& sql) {
    return sql.Query(
        "SELECT o.kind, o.object_id FROM catalogue_object o JOIN catalogue_object d ON d.municipality_id = $1 AND "
        "d.kind = o.kind AND d.object_id = o.object_id AND d.from_version = $3 AND d.content = o.content "
        "WHERE o.municipality_id = $1 AND o.to_version = $2",
        {municipality.value, kOpenVersion, version}, [&](const SqlRow& row) {
          found.emplace(AsText(row[0]), AsText(row[1]));
          return true;
        });
  });
}

bool SameWords(Entry a, const Entry& b) {
  a.version = b.version;
  a.state = b.state;
  a.changed_by = b.changed_by;
  a.changed = b.changed;
  return a == b;
}

// Entries that say what the demonstration last wrote; `brought`: when it came.
absl::StatusOr<std::vector<Entry>> FindEntries(const EntryStore& entries, const MunicipalityId& municipality,
                                               const std::set<std::chrono::sys_seconds>& brought) {
  auto all = entries.List(municipality);
  if (!all.ok()) return all;
  std::vector<Entry> found;
  for (Entry& entry : *all) {
    if (entry.state == EntryState::kArchived) continue;
    const auto versions = entries.Versions(municipality, entry.id);
    if (!versions.ok()) return versions.status();
    const Entry& first = versions->back();
    if (!IsOperator(first.changed_by) || !brought.contains(first.changed)) continue;
    const auto last = std::find_if(versions->begin(), versions->end(),
                                   [](const Entry& version) { return IsOperator(version.changed_by); });
    if (SameWords(entry, *last)) found.push_back(std::move(entry));
  }
  return found;
}

constexpr std::string_view kItsQuestions =
    "municipality_id = $1 AND (target_kind = '' OR NOT EXISTS (SELECT 1 FROM catalogue_object o WHERE "
    "o.municipality_id = $1 AND o.kind = target_kind AND o.object_id = target_id AND o.to_version = $2) AND "
    "target_kind = 'service')";

absl::Status CountQuestions(const Database& database, const MunicipalityId& municipality, DemoRemains& remains) {
  return database.Read([&](Sql& sql) {
    return sql.Query(fmt::format("SELECT COUNT(*) FROM unanswered WHERE {}", kItsQuestions),
                     {municipality.value, kOpenVersion}, [&](const SqlRow& row) {
                       remains.open_questions = static_cast<int>(AsInteger(row[0]));
                       return false;
                     });
  });
}

void NameObjects(const Catalogue& catalogue, const std::set<std::pair<std::string, std::string>>& objects,
                 DemoRemains& remains) {
  for (const auto& [kind, id] : objects) {
    if (kind == "service") {
      const ServiceHead* head = catalogue.FindHead({id});
      remains.services.push_back({id, head == nullptr ? id : head->name});
    } else if (kind == "office") {
      const Office* office = catalogue.FindOffice({id});
      remains.offices.push_back({id, office == nullptr ? id : office->name});
    } else {
      ++remains.other_objects;
    }
  }
  const auto by_name = [](const DemoObject& a, const DemoObject& b) { return a.name < b.name; };
  std::sort(remains.services.begin(), remains.services.end(), by_name);
  std::sort(remains.offices.begin(), remains.offices.end(), by_name);
}

}  // namespace

absl::StatusOr<DemoRemains> FindDemo(const Database& database, const CatalogueStore& catalogues,
                                     const EntryStore& entries, const MunicipalityId& municipality) {
  if (const auto town = DemoTown(catalogues, municipality); !town.ok()) return town.status();
  const auto imports = ListImports(database, municipality);
  if (!imports.ok()) return imports.status();
  std::set<std::pair<std::string, std::string>> objects;
  std::set<std::chrono::sys_seconds> brought;
  for (const ImportReport& report : *imports) {
    if (!BroughtDemo(report)) continue;
    brought.insert(report.finished);
    if (absl::Status status = FindObjects(database, municipality, report.version, objects); !status.ok()) return status;
  }
  DemoRemains remains;
  remains.objects.assign(objects.begin(), objects.end());
  const auto catalogue = catalogues.Active(municipality);
  if (!catalogue.ok()) return catalogue.status();
  NameObjects(**catalogue, objects, remains);
  const auto its_entries = FindEntries(entries, municipality, brought);
  if (!its_entries.ok()) return its_entries.status();
  for (const Entry& entry : *its_entries) remains.entries.push_back({entry.id.value, entry.questions.front()});
  if (absl::Status status = CountQuestions(database, municipality, remains); !status.ok()) return status;
  return remains;
}

absl::StatusOr<DemoRemains> RemoveDemo(Database& database, CatalogueStore& catalogues, EntryStore& entries,
                                       const MunicipalityId& municipality, const Change& change) {
  auto remains = FindDemo(database, catalogues, entries, municipality);
  if (!remains.ok()) return remains;
  for (const DemoObject& each : remains->entries) {
    const auto entry = entries.Find(municipality, {each.id});
    if (!entry.ok()) return entry.status();
    const auto archived = entries.SetState(municipality, entry->id, EntryState::kArchived, entry->version, change);
    if (!archived.ok()) return archived.status();
  }
  if (!remains->objects.empty()) {
    const auto report =
        RemoveObjects(database, municipality, remains->objects, "Vorführdaten entfernt", change.actor, change.now);
    if (!report.ok()) return report.status();
    remains->import_id = report->id;
  }
  const absl::Status forgotten = database.Write([&](Sql& sql) -> absl::Status {
    const auto questions =
        sql.Run(fmt::format("DELETE FROM unanswered WHERE {}", kItsQuestions), {municipality.value, kOpenVersion});
    if (!questions.ok()) return questions.status();
    return sql.Run("DELETE FROM rating WHERE municipality_id = $1", {municipality.value}).status();
  });
  if (!forgotten.ok()) return forgotten;
  auto town = DemoTown(catalogues, municipality);
  if (!town.ok()) return town.status();
  town->demo = false;
  if (const auto saved = catalogues.SaveMunicipality(*town, change.actor, change.now); !saved.ok())
    return saved.status();
  return remains;
}

}  // namespace amtslotse::knowledge
