// The gRPC shell of nlu.
#pragma once

#include "amtslotse/nlu/v1/nlu.grpc.pb.h"
#include "nlu/understander.h"
#include "services/rpc/call.h"

namespace amtslotse::nlu {

class NluService final : public v1::Nlu::Service {
 public:
  NluService(const Understander& understander, rpc::Metrics& metrics) : understander_(understander), metrics_(metrics) {}

  grpc::Status Understand(grpc::ServerContext* context, const v1::UnderstandRequest* request, v1::UnderstandResponse* response) override;

 private:
  const Understander& understander_;
  rpc::Metrics& metrics_;
};

}  // namespace amtslotse::nlu
