// A gRPC server the way every process here runs one: health that tells the
// truth, reflection, graceful drain.
#pragma once

#include <absl/status/status.h>
#include <grpcpp/server.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/rpc/calls_at_work.h"
#include "services/rpc/health.h"
#include "services/rpc/settings.h"
#include "services/rpc/tls.h"

namespace amtslotse::rpc {

// Keys <PREFIX>_LISTEN, _LISTEN_TLS, _TLS_DIR, _METRICS_LISTEN, _LOG_LEVEL,
// _DRAIN_SECONDS; what each process has.
struct ServerSettings {
  std::string listen;          // unix:/path or host:port
  std::string listen_tls;      // host:port for other machines, empty: none
  TlsIdentity tls;             // this process's certificate
  std::string metrics_listen;  // host:port, empty: off
  std::string log_level;
  std::chrono::seconds drain{5};
  std::chrono::milliseconds overdue = CallsAtWork::kOverdue;  // no setting: only tests are less patient
};
// `listen`: what _LISTEN must be. A certificate that cannot be right is named
// already here.
ServerSettings ReadServerSettings(SettingsReader& reader, const SettingForm& listen = Listening());

// Call first in main, before any thread starts: SIGTERM and SIGINT then wait
// for RunUntilStopped, and the memory is kept private (keys/process_memory.h).
void PrepareProcess();

class Server {
 public:
  // Services are borrowed and live longer than the server.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerSettings& settings,
                                                       const std::vector<grpc::Service*>& services);
  ~Server();

  // Told to grpc.health.v1.Health/Check. Starts as not serving.
  void SetServing(bool serving);
  // Also told there, to who asks for `service`: what `look` says of it
  // (HealthService::Tell).
  void TellHealthOf(const std::string& service, std::function<bool()> look) { health_.Tell(service, std::move(look)); }

  // Blocks until SIGTERM or SIGINT, calling `check` about once a second (true:
  // healthy) and telling health. Then goes on serving until every caller has
  // found the other replicas, calls `on_stop` (which ends streams that would
  // wait on) and lets running calls end within the drain time.
  void RunUntilStopped(
      const std::function<bool()>& check = [] { return true; }, const std::function<void()>& on_stop = [] {});

 private:
  explicit Server(const ServerSettings& settings);
  absl::Status Listen(const std::string& address, std::shared_ptr<grpc::ServerCredentials> credentials,
                      const std::vector<grpc::Service*>& services);
  void Shutdown();
  std::chrono::seconds drain_;
  std::chrono::milliseconds notice_;  // from the signal until no call is taken any more
  CallsAtWork calls_;                 // these before the server, which borrows them
  HealthService health_{calls_};
  std::vector<std::unique_ptr<grpc::Server>> servers_;  // the local one, then the one for other machines
  bool serving_ = false;
};

}  // namespace amtslotse::rpc
