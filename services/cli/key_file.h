// The files of keys, as the operator's commands read them.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <filesystem>

#include "keys/key_ring.h"

namespace amtslotse::cli {

// What is wrong with a key file, with its name and the way on.
absl::Status OfKeyFile(const absl::Status& status, const std::filesystem::path& file);

// As KeyRing::Load, with German messages.
absl::StatusOr<keys::KeyRing> LoadKeys(const std::filesystem::path& file, const std::filesystem::path& data);

}  // namespace amtslotse::cli
