#include "services/cli/supervisor/signals.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

namespace amtslotse::cli {

absl::StatusOr<Signals> Signals::Block() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&set, signal);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  const int fd = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (fd < 0) return absl::InternalError(fmt::format("signalfd: {}", std::strerror(errno)));
  return Signals(fd);
}

Signals::Signals(Signals&& other) noexcept : fd_(std::exchange(other.fd_, -1)), stop_requests_(other.stop_requests_) {}

Signals::~Signals() {
  if (fd_ >= 0) ::close(fd_);
}

void Signals::Wait(std::chrono::milliseconds longest) {
  pollfd descriptor{.fd = fd_, .events = POLLIN, .revents = 0};
  if (::poll(&descriptor, 1, static_cast<int>(longest.count())) <= 0) return;
  signalfd_siginfo info{};
  while (::read(fd_, &info, sizeof(info)) == sizeof(info))
    if (info.ssi_signo != SIGCHLD) ++stop_requests_;
}

}  // namespace amtslotse::cli
