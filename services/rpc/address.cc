#include "services/rpc/address.h"

#include <fmt/format.h>
#include <grpc/grpc.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "services/rpc/reachability.h"

namespace amtslotse::rpc {
namespace {

constexpr std::string_view kTls = "tls:";
// Milliseconds. A refused certificate is logged at every attempt.
constexpr int kLongestPause = 100;
constexpr int kLongestPauseTls = 1000;
constexpr int kAskForAddressesAgain = 2000;
// A process on another machine that answers no ping hangs, or nothing reaches it: the others are asked then.
constexpr int kPingEvery = 3000;
constexpr int kPingWithin = 4000;

std::string SocketPath(const std::string& address) { return address.starts_with("unix:") ? address.substr(5) : ""; }

bool SomeoneAnswers(const std::string& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd < 0) return false;
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::strncpy(name.sun_path, path.c_str(), sizeof(name.sun_path) - 1);
  const bool answers = ::connect(fd, reinterpret_cast<sockaddr*>(&name), sizeof(name)) == 0;
  ::close(fd);
  return answers;
}

}  // namespace

void NoticeConnectionsSoon() { ::setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "100", 0); }

void KeepGrpcRunning() { static const bool kept [[maybe_unused]] = (grpc_init(), true); }

// A fifth more is gRPC's own spread of its pauses; then it connects.
std::chrono::milliseconds FoundAgainWithin(bool tls) {
  return std::chrono::milliseconds((tls ? kLongestPauseTls : kLongestPause) * 6 / 5 + 200);
}

std::shared_ptr<grpc::Channel> Connect(const std::string& address) { return Connect(address, "", {}); }

std::shared_ptr<grpc::Channel> Connect(const std::string& address, std::string_view service, const TlsIdentity& own) {
  KeepGrpcRunning();
  const bool tls = address.starts_with(kTls);
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 2000);  // how long one attempt may take on a busy machine
  // A process that is there again is found before the other one of the two may go: an upgrade restarts one after the
  // other.
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, tls ? kLongestPauseTls : kLongestPause);
  arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, kAskForAddressesAgain);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);  // one retry policy, in call.h
  // A name that stands for several replicas: every one gets its share. One that is gone is noticed by its connection.
  if (SocketPath(address).empty()) {
    arguments.SetLoadBalancingPolicyName("round_robin");
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kPingEvery);
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPingWithin);
    arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  }
  if (!tls) return WatchedChannel(address, grpc::InsecureChannelCredentials(), arguments);
  arguments.SetString(GRPC_SSL_TARGET_NAME_OVERRIDE_ARG, CertificateName(service));
  return WatchedChannel(address.substr(kTls.size()), ChannelTls(own), arguments);
}

absl::Status PrepareSocket(const std::string& address) {
  const std::string path = SocketPath(address);
  if (path.empty()) return absl::OkStatus();
  if (path.size() >= sizeof(sockaddr_un::sun_path))
    return absl::InvalidArgumentError(
        fmt::format("{}: a socket's path has at most {} characters; choose a shorter --data", path,
                    sizeof(sockaddr_un::sun_path) - 1));
  if (SomeoneAnswers(path)) return absl::AlreadyExistsError(fmt::format("{}: another process answers here", path));
  ::unlink(path.c_str());
  return absl::OkStatus();
}

void ProtectSocket(const std::string& address) {
  if (const std::string path = SocketPath(address); !path.empty()) ::chmod(path.c_str(), 0600);
}

}  // namespace amtslotse::rpc
