// Taking objects out of a catalogue.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "knowledge/import/import.h"

namespace amtslotse::knowledge {

// A version without these objects, given as kind and id: an import of the name `what`, undone as one (UndoImport).
// Objects that are not there are passed over.
absl::StatusOr<ImportReport> RemoveObjects(Database& database, const MunicipalityId& municipality,
                                           const std::vector<std::pair<std::string, std::string>>& objects,
                                           const std::string& what, const std::string& actor,
                                           std::chrono::sys_seconds now);

}  // namespace amtslotse::knowledge
