#include "services/cli/supervisor/probe.h"

#include <grpcpp/client_context.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <memory>

#include "services/rpc/address.h"

namespace amtslotse::cli {
namespace {

constexpr int kMilliseconds = 500;

int ConnectUnix(const std::string& path) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (path.size() >= sizeof(name.sun_path)) return -1;
  std::strncpy(name.sun_path, path.c_str(), sizeof(name.sun_path) - 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd >= 0 && ::connect(fd, reinterpret_cast<sockaddr*>(&name), sizeof(name)) == 0) return fd;
  if (fd >= 0) ::close(fd);
  return -1;
}

// "rechner:8080", "[::1]:8080"
int ConnectTcp(const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) return -1;
  std::string host = address.substr(0, colon);
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), address.c_str() + colon + 1, &wanted, &found) != 0) return -1;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> names(found, &::freeaddrinfo);
  for (const addrinfo* name = names.get(); name != nullptr; name = name->ai_next) {
    const int fd = ::socket(name->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && ::connect(fd, name->ai_addr, name->ai_addrlen) == 0) return fd;
    if (fd >= 0) ::close(fd);
  }
  return -1;
}

int ConnectTo(const std::string& address) {
  return address.starts_with("unix:") ? ConnectUnix(address.substr(5)) : ConnectTcp(address);
}

}  // namespace

Probe::Probe(const Process& process) : kind_(process.probe), address_(process.address) {}

Health Probe::Ask() {
  switch (kind_) {
    case Process::Probe::kGrpcHealth: return AskGrpc();
    case Process::Probe::kRedisPing: return AskText("PING\r\n", "+PONG");
    case Process::Probe::kHttp: return AskText("GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n", "HTTP/1.1 200");
  }
  return Health::kUnreachable;
}

Health Probe::AskGrpc() {
  if (!SomeoneListens(address_)) return Health::kUnreachable;  // spares the channel its backoff
  if (stub_ == nullptr) stub_ = grpc::health::v1::Health::NewStub(rpc::Connect(address_));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(kMilliseconds));
  context.set_wait_for_ready(true);
  grpc::health::v1::HealthCheckResponse response;
  if (!stub_->Check(&context, {}, &response).ok()) return Health::kUnreachable;
  return response.status() == grpc::health::v1::HealthCheckResponse::SERVING ? Health::kServing : Health::kNotServing;
}

Health Probe::AskText(const std::string& question, const std::string& start_of_good_answer) {
  const int fd = ConnectTo(address_);
  if (fd < 0) return Health::kUnreachable;
  const timeval limit{0, kMilliseconds * 1000};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  std::string answer(64, '\0');
  ssize_t size = -1;
  if (::send(fd, question.data(), question.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(question.size()))
    size = ::recv(fd, answer.data(), answer.size(), 0);
  ::close(fd);
  if (size <= 0) return Health::kUnreachable;
  answer.resize(static_cast<std::size_t>(size));
  return answer.starts_with(start_of_good_answer) ? Health::kServing : Health::kNotServing;
}

bool SomeoneListens(const std::string& address) {
  const int fd = ConnectTo(address);
  if (fd >= 0) ::close(fd);
  return fd >= 0;
}

}  // namespace amtslotse::cli
