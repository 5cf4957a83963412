// grpc.health.v1.Health as a synchronous service. The one that comes with gRPC uses its callback interface, whose
// threads poll beside the server's own: with them one small call woke three threads more.
#pragma once

#include <atomic>

#include "grpc/health/v1/health.grpc.pb.h"

namespace amtslotse::rpc {

// Thread-safe. One state for the whole process, whatever service is asked for. Watch is not served, as the protocol
// allows; clients then take the process for healthy while it is connected.
class HealthService final : public grpc::health::v1::Health::Service {
 public:
  // Starts as not serving.
  void Set(bool serving) { serving_ = serving; }

  grpc::Status Check(grpc::ServerContext* context, const grpc::health::v1::HealthCheckRequest* request,
                     grpc::health::v1::HealthCheckResponse* response) override;

 private:
  std::atomic<bool> serving_ = false;
};

}  // namespace amtslotse::rpc
