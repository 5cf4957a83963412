#include "services/cli/whole_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace amtslotse::cli {

namespace fs = std::filesystem;

absl::Status WriteWhole(const fs::path& file, const std::string& text, mode_t mode) {
  const fs::path fresh = file.native() + ".new";
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  const bool written =
      fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
  const int reason = errno;
  if (fd >= 0) ::close(fd);
  std::error_code failed;
  if (written) fs::rename(fresh, file, failed);
  if (written && !failed) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      fmt::format("{}: {}", file.native(), failed ? failed.message() : std::strerror(reason)));
}

std::string ReadText(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace amtslotse::cli
