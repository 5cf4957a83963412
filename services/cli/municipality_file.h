// municipality.json: what an installation must know of a town beside its catalogue.
#pragma once

#include <absl/status/statusor.h>

#include <filesystem>

#include "amtslotse/knowledge/v1/knowledge.pb.h"

namespace amtslotse::cli {

// Legal texts are read from the files it names, relative to its own folder. Errors are German and name the place.
absl::StatusOr<knowledge::v1::Municipality> ReadMunicipalityFile(const std::filesystem::path& file);

}  // namespace amtslotse::cli
