// grpc.health.v1.Health as a synchronous service. The one that comes with gRPC uses its callback interface, whose
// threads poll beside the server's own: with them one small call woke three threads more.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "grpc/health/v1/health.grpc.pb.h"

namespace amtslotse::rpc {

// Thread-safe. One state for the whole process, whatever service is asked for, but for those behind it that Tell names.
// Watch is not served, as the protocol allows; clients then take the process for healthy while it is connected.
class HealthService final : public grpc::health::v1::Health::Service {
 public:
  // Starts as not serving.
  void Set(bool serving) { serving_ = serving; }
  // Who asks for `service` is told what `look` says of it: of a service that only this process reaches.
  void Tell(const std::string& service, std::function<bool()> look);

  grpc::Status Check(grpc::ServerContext* context, const grpc::health::v1::HealthCheckRequest* request,
                     grpc::health::v1::HealthCheckResponse* response) override;

 private:
  std::atomic<bool> serving_ = false;
  std::mutex mutex_;
  std::map<std::string, std::function<bool()>> behind_;
};

}  // namespace amtslotse::rpc
