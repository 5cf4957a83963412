// grpc.health.v1.Health as a synchronous service. The one that comes with gRPC
// uses its callback interface, whose threads poll beside the server's own: with
// them one small call woke three threads more.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "grpc/health/v1/health.grpc.pb.h"
#include "services/rpc/calls_at_work.h"

namespace amtslotse::rpc {

// Thread-safe. What Check says depends on the service that is asked for:
//   kAlive (liveness.h)  SERVING unless all its calls hang: whether a restart
//   would help a name given to Tell whether the process is ready, and so is
//   what it sees there anything else, ""    whether it is ready: its store
//   answers, and its calls do not hang
// Who is ready may be degraded: it goes on without another process and says so
// (web's /health/ready names which). Watch is not served, as the protocol
// allows; clients then take the process for healthy while it is connected.
class HealthService final : public grpc::health::v1::Health::Service {
 public:
  // Borrows `calls`, the process's own.
  explicit HealthService(const CallsAtWork& calls) : calls_(calls) {}

  // Starts as not serving.
  void Set(bool serving) { serving_ = serving; }
  // Who asks for `service` is told what `look` says of it: of a service that
  // only this process reaches.
  void Tell(const std::string& service, std::function<bool()> look);

  grpc::Status Check(grpc::ServerContext* context, const grpc::health::v1::HealthCheckRequest* request,
                     grpc::health::v1::HealthCheckResponse* response) override;

 private:
  const CallsAtWork& calls_;
  std::atomic<bool> serving_ = false;
  std::mutex mutex_;
  std::map<std::string, std::function<bool()>> behind_;
};

}  // namespace amtslotse::rpc
