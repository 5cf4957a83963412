#include "services/cli/whole_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

#include "services/cli/reason.h"

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
  std::error_code ignored;
  fs::remove(fresh, ignored);
  return absl::ResourceExhaustedError(
      fmt::format("{}: {}", file.native(), failed ? ReasonText(failed) : ReasonText(reason)));
}

std::string ReadText(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace amtslotse::cli
