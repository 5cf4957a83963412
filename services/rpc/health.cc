#include "services/rpc/health.h"

#include "services/rpc/liveness.h"

namespace amtslotse::rpc {

namespace health = grpc::health::v1;

void HealthService::Tell(const std::string& service, std::function<bool()> look) {
  const std::scoped_lock lock(mutex_);
  behind_[service] = std::move(look);
}

grpc::Status HealthService::Check(grpc::ServerContext*, const health::HealthCheckRequest* request,
                                  health::HealthCheckResponse* response) {
  const bool hangs = calls_.AllHang(std::chrono::system_clock::now());
  if (request->service() == kAlive) {
    response->set_status(hangs ? health::HealthCheckResponse::NOT_SERVING : health::HealthCheckResponse::SERVING);
    return grpc::Status::OK;
  }
  std::function<bool()> look;
  if (!request->service().empty()) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = behind_.find(request->service()); found != behind_.end()) look = found->second;
  }
  const bool serving = serving_ && !hangs && (!look || look());
  response->set_status(serving ? health::HealthCheckResponse::SERVING : health::HealthCheckResponse::NOT_SERVING);
  return grpc::Status::OK;
}

}  // namespace amtslotse::rpc
