// What a town still has of the demonstration it began with, and taking it out.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge/entry_store.h"
#include "knowledge/store.h"

namespace amtslotse::knowledge {

// The catalogue file of a demo town; what the operator's command imported from one of this name is the demonstration's.
inline constexpr std::string_view kDemoCatalogueFile = "catalogue.xzufi.xml";

struct DemoObject {
  std::string id;
  std::string name;
  bool operator==(const DemoObject&) const = default;
};

struct DemoRemains {
  std::vector<DemoObject> services, offices, entries;
  int other_objects = 0;   // rules, offerings, online services
  int open_questions = 0;  // of the inbox, with those assigned to a service that is gone
  std::string import_id;   // of the removal, see UndoImport; empty when the catalogue did not change
  std::vector<std::pair<std::string, std::string>> objects;  // kind and id of all in the catalogue
};

// What came with the demonstration and is still as it came: whatever staff changed, or an import wrote over, is theirs.
// FAILED_PRECONDITION when the town is no demonstration, NOT_FOUND when there is none.
absl::StatusOr<DemoRemains> FindDemo(const Database& database, const CatalogueStore& catalogues,
                                     const EntryStore& entries, const MunicipalityId& municipality);

// Takes it out: the catalogue by a version without it (UndoImport brings it back), entries by archiving them, questions
// and ratings for good; then the town is no demonstration any more. What fails half-way is done by calling again.
absl::StatusOr<DemoRemains> RemoveDemo(Database& database, CatalogueStore& catalogues, EntryStore& entries,
                                       const MunicipalityId& municipality, const Change& change);

}  // namespace amtslotse::knowledge
