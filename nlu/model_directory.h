#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace amtslotse::nlu {

// What a trained model says of itself: <directory>/model.json.
struct ModelManifest {
  std::string version;  // the first 16 hex digits of the hash over all files
  std::int64_t trained_unix = 0;
  std::uint32_t examples = 0;
  // On the fixed test set; zero when trained without one.
  double precision_at_1 = 0;
  double macro_f1 = 0;
  double out_of_scope_auroc = 0;
  double calibration_error = 0;
};

// Hashes `files` of `directory`, sets `manifest.version` and writes model.json last, so that a
// directory without it is an unfinished one.
absl::StatusOr<ModelManifest> SealModelDirectory(const std::string& directory, const std::vector<std::string>& files,
                                                 ModelManifest manifest);

// Checks every file against its SHA-256. NotFound without model.json, FailedPrecondition for another
// format, DataLoss for a missing or changed file.
absl::StatusOr<ModelManifest> CheckModelDirectory(const std::string& directory);

absl::StatusOr<std::string> ReadModelFile(const std::string& path);
absl::Status WriteModelFile(const std::string& path, const std::string& content);

}  // namespace amtslotse::nlu
