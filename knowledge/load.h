// Files of every kind in one step: catalogues, entries, answers by address.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <string>
#include <vector>

#include "knowledge/entry_store.h"
#include "knowledge/import/import.h"

namespace amtslotse::knowledge {

struct LoadFile {
  std::string path;
  std::string name;    // for the report; the path's last part when empty
  std::string format;  // xzufi, dldb-services, dldb-locations, faq-csv, address-csv; empty: by content
};

struct LoadRequest {
  MunicipalityId municipality;
  std::vector<LoadFile> files;
  std::string actor;
  std::chrono::sys_seconds now{};
  bool dry_run = false;
  bool complete = false;       // as ImportRequest
  bool refuse_losses = false;  // as ImportRequest
};

// Every file is read and checked before anything changes; then the catalogue's next version, then the
// entries. Owners of entries whose text beneath changed get a review task. Repeatable: unchanged content
// changes nothing. Errors are German, for staff, and begin with the file's name.
absl::StatusOr<ImportReport> LoadFiles(Database& database, CatalogueStore& catalogues, EntryStore& entries,
                                       const LoadRequest& request,
                                       const std::function<void(const ImportProgress&)>& progress = {});

}  // namespace amtslotse::knowledge
