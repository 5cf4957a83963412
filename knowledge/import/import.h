// One import: files in, a catalogue version out, or nothing changed at all.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "knowledge/database.h"
#include "knowledge/entry.h"
#include "knowledge/import/sink.h"
#include "knowledge/store.h"

namespace amtslotse::knowledge {

struct ImportReport {
  std::string id;                // names the import, e.g. "3" within its municipality
  CatalogueVersion version = 0;  // active afterwards
  CatalogueVersion before = 0;   // active until then
  int added = 0;
  int changed = 0;
  int deleted = 0;
  int unchanged = 0;
  int remark_count = 0;              // all, also those not kept
  std::vector<Remark> remarks;       // the first 500
  std::vector<std::string> changes;  // "neu Leistung 17 – Name", …; the first 500
  std::vector<EntryChange> entries;
  bool activated = false;
  std::vector<std::string> files;
  std::string actor;
  std::chrono::sys_seconds finished{};
};

struct ImportFile {
  std::string path;
  std::string name;  // shown in the report; the path's last part when empty
};

struct ImportRequest {
  MunicipalityId municipality;
  std::vector<ImportFile> files;
  std::string actor;
  std::chrono::sys_seconds now{};
  bool dry_run = false;
  // Objects of the same source that these files do not have are deleted. DLDB files are always complete per
  // file kind; XZuFi messages are changes unless this is set.
  bool complete = false;
  // An import that LosesMost is refused with FAILED_PRECONDITION: for imports that nobody looks at.
  bool refuse_losses = false;
};

// More than half of what these files stand for, and not just a handful, would be deleted: a wrong or cut-off file
// more often than what somebody wants. Whoever imports by hand is asked first.
bool LosesMost(const ImportReport& report);

struct ImportProgress {
  std::string step;  // German
  double fraction = 0;
};

// Reads every file (kind detected by content: XZuFi, DLDB), compares with the active catalogue and, when
// anything differs, makes a new version active. Repeating an import changes nothing and reports so. Errors
// leave everything as it was: those of the readers with the file's name, ABORTED when another import of this
// municipality got ahead.
absl::StatusOr<ImportReport> ImportCatalogue(Database& database, const ImportRequest& request,
                                             const std::function<void(const ImportProgress&)>& progress = {});

// Back to the version before: a new version with that one's content; of entries, those that nobody changed since.
// Repeatable for the import that is undone
// last; FAILED_PRECONDITION when a later import changed the catalogue since.
absl::StatusOr<ImportReport> UndoImport(Database& database, const MunicipalityId& municipality,
                                        const std::string& import_id, const std::string& actor,
                                        std::chrono::sys_seconds now);

// Keeps what an import did to entries: in the report of the same import, or as one of its own (it gets its id).
absl::Status KeepEntryChanges(Database& database, const MunicipalityId& municipality, ImportReport& report);

// Newest first.
absl::StatusOr<std::vector<ImportReport>> ListImports(const Database& database, const MunicipalityId& municipality);

}  // namespace amtslotse::knowledge
