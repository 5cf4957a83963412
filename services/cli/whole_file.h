// A file that is there whole or not at all.
#pragma once

#include <absl/status/status.h>
#include <sys/types.h>

#include <filesystem>
#include <string>

namespace amtslotse::cli {

// Beside it first, durably, then in its place. RESOURCE_EXHAUSTED with the reason.
absl::Status WriteWhole(const std::filesystem::path& file, const std::string& text, mode_t mode);

// Empty when it cannot be read.
std::string ReadText(const std::filesystem::path& file);

}  // namespace amtslotse::cli
