#include "services/rpc/health.h"

namespace amtslotse::rpc {

namespace health = grpc::health::v1;

grpc::Status HealthService::Check(grpc::ServerContext*, const health::HealthCheckRequest*,
                                  health::HealthCheckResponse* response) {
  response->set_status(serving_ ? health::HealthCheckResponse::SERVING : health::HealthCheckResponse::NOT_SERVING);
  return grpc::Status::OK;
}

}  // namespace amtslotse::rpc
