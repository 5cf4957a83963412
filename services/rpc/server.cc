#include "services/rpc/server.h"

#include <absl/synchronization/mutex.h>
#include <fmt/format.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <malloc.h>
#include <pthread.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <thread>

#include "keys/process_memory.h"
#include "services/rpc/address.h"
#include "services/rpc/log.h"

namespace amtslotse::rpc {
namespace {

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

// Another replica that just started may not have been found by every caller
// yet: nobody would be left for them. On one machine there is one of each.
std::chrono::milliseconds NoticeFor(const ServerSettings& settings) {
  if (!settings.listen_tls.empty()) return FoundAgainWithin(true);
  return settings.listen.starts_with("unix:") ? std::chrono::milliseconds(0) : FoundAgainWithin(false);
}

}  // namespace

ServerSettings ReadServerSettings(SettingsReader& reader, const SettingForm& listen) {
  ServerSettings settings;
  settings.listen = reader.Required("LISTEN", listen);
  settings.listen_tls = reader.Text("LISTEN_TLS", "", HostPort());
  settings.tls = {.service = reader.prefix(),
                  .directory = settings.listen_tls.empty() ? reader.Text("TLS_DIR", "") : reader.Required("TLS_DIR")};
  std::transform(settings.tls.service.begin(), settings.tls.service.end(), settings.tls.service.begin(),
                 [](char c) { return static_cast<char>(c - 'A' + 'a'); });
  if (!settings.tls.directory.empty()) {
    if (const auto status = CheckIdentity(settings.tls); !status.ok())
      reader.Refuse("TLS_DIR", std::string(status.message().data(), status.message().size()));
  }
  settings.metrics_listen = reader.Text("METRICS_LISTEN", "", HostPort());
  settings.log_level = reader.Text("LOG_LEVEL", "info", OneOf({"trace", "debug", "info", "warning", "error", "off"}));
  settings.drain = reader.Seconds("DRAIN_SECONDS", 5, 0, 600);
  return settings;
}

void PrepareProcess() {
  keys::KeepMemoryPrivate();
  const sigset_t set = StopSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is an error of that
                                  // write, as on a full disk
  // Debian builds Abseil with its search for deadlocks on: a tenth of the time
  // of every call of gRPC.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  // Eight heaps for each processor is glibc's own number; each keeps what its
  // threads once needed.
  ::mallopt(M_ARENA_MAX, static_cast<int>(std::max(2U, std::thread::hardware_concurrency())));
  NoticeConnectionsSoon();
  LogRefusedConnections();
}

Server::Server(const ServerSettings& settings)
    : drain_(settings.drain), notice_(NoticeFor(settings)), calls_(settings.overdue) {}

absl::Status Server::Listen(const std::string& address, std::shared_ptr<grpc::ServerCredentials> credentials,
                            const std::vector<grpc::Service*>& services) {
  KeepGrpcRunning();
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, std::move(credentials));
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.SetMaxSendMessageSize(kMaxMessageBytes);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MIN_POLLERS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MAX_POLLERS, 16);
  // Callers on other machines ask every few seconds whether it is there (address.cc).
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 1000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  for (grpc::Service* service : services) builder.RegisterService(service);
  builder.RegisterService(&health_);
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> watchers;
  watchers.push_back(WatchCalls(calls_));
  builder.experimental().SetInterceptorCreators(std::move(watchers));
  auto server = builder.BuildAndStart();
  if (server == nullptr) return absl::UnavailableError(fmt::format("cannot listen on {}", address));
  servers_.push_back(std::move(server));
  LogInfo("listening", {{"address", address}});
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerSettings& settings,
                                                      const std::vector<grpc::Service*>& services) {
  if (!settings.tls.directory.empty()) {
    if (auto status = CheckIdentity(settings.tls); !status.ok()) return status;
  }
  if (auto status = PrepareSocket(settings.listen); !status.ok()) return status;
  static const bool reflection [[maybe_unused]] = (grpc::reflection::InitProtoReflectionServerBuilderPlugin(), true);
  std::unique_ptr<Server> server(new Server(settings));
  if (auto status = server->Listen(settings.listen, grpc::InsecureServerCredentials(), services); !status.ok())
    return status;
  ProtectSocket(settings.listen);
  if (settings.listen_tls.empty()) return server;
  if (auto status = server->Listen(settings.listen_tls, ServerTls(settings.tls), services); !status.ok()) return status;
  return server;
}

Server::~Server() { Shutdown(); }

void Server::Shutdown() {
  const auto end = std::chrono::system_clock::now() + drain_;
  for (const auto& server : servers_) server->Shutdown(end);
  servers_.clear();
}

void Server::SetServing(bool serving) {
  if (serving == serving_) return;
  serving_ = serving;
  health_.Set(serving);
  LogInfo("health", {{"serving", serving}});
}

void Server::RunUntilStopped(const std::function<bool()>& check, const std::function<void()>& on_stop) {
  const sigset_t set = StopSignals();
  for (;;) {
    SetServing(check());
    const timespec second{1, 0};
    const int signal = sigtimedwait(&set, nullptr, &second);
    if (signal > 0) {
      LogInfo("stopping", {{"signal", signal}});
      break;
    }
    if (errno != EAGAIN && errno != EINTR) break;
  }
  SetServing(false);
  std::this_thread::sleep_for(notice_);
  on_stop();
  Shutdown();
  LogInfo("stopped");
}

}  // namespace amtslotse::rpc
