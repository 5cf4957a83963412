#include "services/cli/installation.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <system_error>
#include <vector>

#include "services/cli/reason.h"
#include "services/rpc/text.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

// The longest socket, and the final zero.
constexpr std::size_t kLongestFolder = sizeof(sockaddr_un::sun_path) - sizeof("/responsibility/socket");

// The folder above the program that has the shipped data: the repository.
fs::path SourceOf(const fs::path& program) {
  for (fs::path folder = program.parent_path(); folder.has_relative_path(); folder = folder.parent_path())
    if (fs::exists(folder / "knowledge" / "data") && fs::exists(folder / "nlu" / "data")) return folder;
  return fs::current_path();
}

fs::path RunFolder(const fs::path& data) {
  fs::path run = data / "run";
  if (run.native().size() <= kLongestFolder) return run;
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  const fs::path base = runtime != nullptr && std::strlen(runtime) < 40 ? fs::path(runtime) : fs::path("/tmp");
  return base / fmt::format("amtslotse-{}-{:016x}", ::getuid(), std::hash<std::string>{}(data.native()));
}

absl::Status MakePrivateFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);
  if (!error && ::mkdir(folder.c_str(), 0700) == 0) return absl::OkStatus();
  const int reason = error ? error.value() : errno;
  if (reason == ENOSPC || reason == EDQUOT)
    return absl::ResourceExhaustedError(fmt::format(
        "{}: die Platte ist voll. Platz schaffen oder mit --data einen anderen Ort wählen.", folder.native()));
  if (reason == EACCES || reason == EPERM || reason == EROFS)
    return absl::PermissionDeniedError(
        fmt::format("{}: darf nicht angelegt werden ({}). Mit --data einen eigenen Ordner wählen.", folder.native(),
                    ReasonText(reason)));
  struct stat status {};
  if (reason != EEXIST || ::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
    return absl::FailedPreconditionError(fmt::format("{}: ist kein Ordner ({}).", folder.native(), ReasonText(reason)));
  if (status.st_uid != ::geteuid())
    return absl::FailedPreconditionError(fmt::format(
        "{}: gehört einem anderen Benutzer. Als dieser starten oder mit --data einen eigenen Ordner wählen.",
        folder.native()));
  if ((status.st_mode & 0077) != 0 && ::chmod(folder.c_str(), 0700) != 0)
    return absl::PermissionDeniedError(fmt::format("{}: {}", folder.native(), ReasonText(errno)));
  return absl::OkStatus();
}

// Written whole or not at all: an interrupted start leaves no half key.
absl::Status MakeKey(const fs::path& file) {
  if (fs::exists(file)) return absl::OkStatus();
  const std::string key = rpc::RandomId() + rpc::RandomId() + "\n";
  const fs::path fresh = file.native() + ".new";
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written =
      fd >= 0 && ::write(fd, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(fd) == 0;
  const int reason = errno;
  if (fd >= 0) ::close(fd);
  std::error_code error;
  if (written) fs::rename(fresh, file, error);
  if (!written || error)
    return absl::ResourceExhaustedError(fmt::format("{}: kann nicht geschrieben werden ({})", file.native(),
                                                    error ? ReasonText(error) : ReasonText(reason)));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Installation> LocateInstallation(const std::string& data, const std::string& keys) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) return absl::InternalError(fmt::format("/proc/self/exe: {}", error.message()));
  Installation installation;
  installation.source = SourceOf(program);
  installation.model = program.parent_path().parent_path().parent_path() / "nlu" / "model";
  installation.data = data.empty() ? installation.source / "data" : fs::absolute(data).lexically_normal();
  if (installation.data.filename().empty()) installation.data = installation.data.parent_path();
  installation.keys =
      keys.empty() ? fs::path(installation.data.native() + ".keys") : fs::absolute(keys).lexically_normal();
  installation.run = RunFolder(installation.data);
  return installation;
}

absl::Status PrepareFolders(const Installation& installation) {
  std::vector<fs::path> folders{installation.data, installation.keys, installation.data / "logs", installation.run};
  for (const char* owner :
       {"nlu", "knowledge", "responsibility", "booking", "dialogue", "staff", "messengers", "web"}) {
    folders.push_back(installation.Store(owner));
    folders.push_back(installation.run / owner);
  }
  folders.push_back(installation.run / "redis");
  for (const fs::path& folder : folders)
    if (auto status = MakePrivateFolder(folder); !status.ok()) return status;
  return MakeKey(installation.ActorKey());
}

}  // namespace amtslotse::cli
