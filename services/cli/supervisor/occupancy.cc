#include "services/cli/supervisor/occupancy.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <vector>

#include "services/cli/reason.h"
#include "services/cli/supervisor/probe.h"

namespace amtslotse::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kKeptLogs = 5;
constexpr std::uintmax_t kLeastFree = 100ULL * 1024 * 1024;

// 0 or errno; a port of 0 is replaced by the one taken.
int TryPort(const std::string& host, int& port) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::inet_pton(AF_INET, host.c_str(), &name.sin_addr) != 1) return EINVAL;
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno;
  const int yes = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  int reason = ::bind(fd, reinterpret_cast<sockaddr*>(&name), sizeof(name)) == 0 ? 0 : errno;
  if (reason == 0 && ::listen(fd, 1) != 0) reason = errno;
  socklen_t size = sizeof(name);
  if (reason == 0 && ::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) == 0) port = ntohs(name.sin_port);
  ::close(fd);
  return reason;
}

// Each process that has its own store holds a lock beside it while it runs.
std::vector<fs::path> StoreLocks(const fs::path& data) {
  std::vector<fs::path> locks;
  std::error_code ignored;
  for (const auto& folder : fs::directory_iterator(data, ignored)) {
    if (!folder.is_directory(ignored)) continue;
    for (const auto& file : fs::directory_iterator(folder.path(), ignored)) {
      if (file.path().extension() == ".lock") locks.push_back(file.path());
    }
  }
  return locks;
}

bool IsHeld(const fs::path& lock) {
  const int fd = ::open(lock.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool held = ::flock(fd, LOCK_EX | LOCK_NB) != 0;
  ::close(fd);
  return held;
}

}  // namespace

absl::StatusOr<DataLock> DataLock::Take(const Installation& installation) {
  const fs::path file = installation.data / "lock";
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return absl::PermissionDeniedError(fmt::format("{}: {}", file.native(), ReasonText(errno)));
  DataLock lock(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    char holder[32] = {};
    [[maybe_unused]] const auto size = ::pread(fd, holder, sizeof(holder) - 1, 0);
    return absl::AlreadyExistsError(
        fmt::format("{} ist in Benutzung: dort läuft schon ein Amtslotse (Prozess {}). Jenen mit Strg-C oder kill {} "
                    "beenden, oder mit --data einen anderen Ordner wählen.",
                    installation.data.native(), holder, holder));
  }
  const std::string self = std::to_string(::getpid());
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, self.data(), self.size(), 0) != static_cast<ssize_t>(self.size()))
    return absl::ResourceExhaustedError(fmt::format("{}: {}", file.native(), ReasonText(errno)));
  return lock;
}

DataLock::~DataLock() {
  if (fd_ >= 0) ::close(fd_);
}

absl::Status AwaitLeftovers(const Installation& installation, const std::vector<Process>& processes, Signals& signals,
                            Console& console) {
  bool told = false;
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(15);
  const auto wait = [&](const auto& busy, const std::string& what) -> absl::Status {
    while (busy()) {
      if (!told) console.Begin("Ein früherer Lauf wird noch beendet");
      told = true;
      if (std::chrono::steady_clock::now() > give_up) {
        console.Failed();
        return absl::UnavailableError(fmt::format(
            "{}. Diesen Prozess beenden und neu starten, oder mit --data einen anderen Ordner wählen.", what));
      }
      signals.Wait(std::chrono::milliseconds(50));
      if (signals.stop_requests() > 0) return absl::CancelledError();
      console.Tick();
    }
    return absl::OkStatus();
  };
  for (const Process& process : processes) {
    if (!process.address.starts_with("unix:")) continue;
    const auto status = wait(
        [&] { return SomeoneListens(process.address); },
        fmt::format("{} aus einem früheren Lauf antwortet noch unter {}", process.name, process.address.substr(5)));
    if (!status.ok()) return status;
  }
  // Who listens no more may still write what is left.
  for (const fs::path& lock : StoreLocks(installation.data)) {
    const auto status = wait([&] { return IsHeld(lock); },
                             fmt::format("{} ist noch in Gebrauch von einem früheren Lauf", lock.native()));
    if (!status.ok()) return status;
  }
  if (told) console.Done();
  return absl::OkStatus();
}

absl::Status CheckPort(WebAddress& web) {
  const int wanted = web.port;
  const int reason = TryPort(web.host, web.port);
  if (reason == 0) return absl::OkStatus();
  if (reason == EADDRINUSE) {
    int free_port = 0;
    for (int candidate = wanted + 1; candidate < wanted + 20 && free_port == 0; ++candidate)
      if (int port = candidate; TryPort(web.host, port) == 0) free_port = candidate;
    return absl::AlreadyExistsError(
        fmt::format("Port {} ist belegt. Frei ist zum Beispiel: ./amtslotse run --port {}", wanted, free_port));
  }
  if (reason == EACCES)
    return absl::PermissionDeniedError(
        fmt::format("Port {} darf dieser Benutzer nicht öffnen (unter 1024 nur root). "
                    "Zum Beispiel: ./amtslotse run --port 8080",
                    wanted));
  if (reason == EINVAL)
    return absl::InvalidArgumentError(fmt::format(
        "--listen: „{}“ ist keine IPv4-Adresse dieses Rechners; 0.0.0.0 steht für alle seine Netze.", web.host));
  return absl::InvalidArgumentError(fmt::format("--listen {}, Port {}: {}.", web.host, wanted, ReasonText(reason)));
}

absl::Status CheckDisk(const Installation& installation) {
  fs::path folder = installation.data;
  while (!fs::exists(folder) && folder.has_relative_path()) folder = folder.parent_path();
  std::error_code error;
  const auto space = fs::space(folder, error);
  if (error || space.available >= kLeastFree) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      fmt::format("{}: nur noch {} MB frei, nötig sind {} MB. Platz schaffen oder mit --data einen anderen Ort wählen.",
                  installation.data.native(), space.available >> 20, kLeastFree >> 20));
}

void RotateLogs(const Installation& installation) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(installation.data / "logs", ignored)) {
    const fs::path log = entry.path();
    if (log.extension() != ".log" || entry.file_size(ignored) == 0) continue;
    for (int number = kKeptLogs - 1; number >= 1; --number)
      fs::rename(fmt::format("{}.{}", log.native(), number), fmt::format("{}.{}", log.native(), number + 1), ignored);
    fs::rename(log, log.native() + ".1", ignored);
  }
}

}  // namespace amtslotse::cli
