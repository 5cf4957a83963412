#include "services/rpc/server.h"

#include <absl/synchronization/mutex.h>
#include <fmt/format.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <pthread.h>

#include <cerrno>
#include <csignal>
#include <ctime>

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

}  // namespace

ServerSettings ReadServerSettings(SettingsReader& reader) {
  ServerSettings settings;
  settings.listen = reader.Required("LISTEN");
  settings.metrics_listen = reader.Text("METRICS_LISTEN", "");
  settings.log_level = reader.Text("LOG_LEVEL", "info");
  settings.drain = reader.Seconds("DRAIN_SECONDS", 5, 0, 600);
  return settings;
}

void PrepareProcess() {
  const sigset_t set = StopSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is an error of that write, as on a full disk
  // Debian builds Abseil with its search for deadlocks on: a tenth of the time of every call of gRPC.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

Server::Server(std::chrono::seconds drain, std::string listen) : drain_(drain), listen_(std::move(listen)) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerSettings& settings, const std::vector<grpc::Service*>& services) {
  if (auto status = PrepareSocket(settings.listen); !status.ok()) return status;
  static const bool reflection [[maybe_unused]] = (grpc::reflection::InitProtoReflectionServerBuilderPlugin(), true);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(settings.listen, grpc::InsecureServerCredentials());
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.SetMaxSendMessageSize(kMaxMessageBytes);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MIN_POLLERS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MAX_POLLERS, 16);
  for (grpc::Service* service : services) builder.RegisterService(service);
  std::unique_ptr<Server> server(new Server(settings.drain, settings.listen));
  builder.RegisterService(&server->health_);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) return absl::UnavailableError(fmt::format("cannot listen on {}", settings.listen));
  ProtectSocket(settings.listen);
  LogInfo("listening", {{"address", settings.listen}});
  return server;
}

Server::~Server() {
  if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now() + drain_);
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
  on_stop();
  server_->Shutdown(std::chrono::system_clock::now() + drain_);
  server_.reset();
  LogInfo("stopped");
}

}  // namespace amtslotse::rpc
