// Catalogues through the running services: files into knowledge, names and calendars on to booking.
#pragma once

#include <absl/status/statusor.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "amtslotse/knowledge/v1/knowledge.pb.h"
#include "services/cli/service_access.h"

namespace amtslotse::cli {

struct CatalogueFile {
  std::filesystem::path path;
  std::string format;  // as knowledge.v1 ImportRequest; empty: detected
};

struct CatalogueImport {
  std::string municipality_id;
  std::vector<CatalogueFile> files;
  bool dry_run = false;
};

using Progress = std::function<void(const std::string& step, double fraction)>;

// All files become active together or not at all. Repeatable.
absl::StatusOr<knowledge::v1::ImportReport> ImportFiles(const ServiceAccess& access, const CatalogueImport& import,
                                                        const Progress& progress);

// Of the calendars of a file.
struct CalendarsApplied {
  int added = 0;
  int kept = 0;  // were there already, and are as they were
};
// Tells booking the names of services and offices as they are now, with the calendars of that file when it is given and
// the town has none yet. Repeatable.
absl::StatusOr<CalendarsApplied> ApplyToBooking(const ServiceAccess& access, const std::string& municipality_id,
                                                const std::filesystem::path& calendars);

// NOT_FOUND when there is none.
absl::StatusOr<knowledge::v1::Municipality> FindMunicipality(const ServiceAccess& access,
                                                             const std::string& municipality_id);

// The town that more than half of the offices' addresses are in; empty: none is.
absl::StatusOr<std::string> TownInAddresses(const ServiceAccess& access, const std::string& municipality_id);

// Creates or replaces the municipality's settings. Repeatable.
absl::Status SaveMunicipality(const ServiceAccess& access, knowledge::v1::Municipality municipality);

// Makes the municipality known when it is not: its name, and `<id>.localhost` as its host. Others are left as they are.
absl::StatusOr<knowledge::v1::Municipality> EnsureMunicipality(const ServiceAccess& access,
                                                               const std::string& municipality_id,
                                                               const std::string& name);

}  // namespace amtslotse::cli
