// The staff's calls about a town's language model, passed on to nlu: only dialogue reaches it.
#pragma once

#include <grpcpp/channel.h>

#include <memory>

#include "amtslotse/nlu/v1/nlu.grpc.pb.h"
#include "services/rpc/metrics.h"

namespace amtslotse::dialogue {

// For a call that is passed on: ends with the one it is made for, and is made for the same person.
std::unique_ptr<grpc::ClientContext> Onwards(const grpc::ServerContext& context);

// Thread-safe. Train, ListModels and ActivateModel as nlu promises them, with the caller's actor and deadline; nlu
// decides who may. The other RPCs are UNIMPLEMENTED.
class TrainingPassage final : public nlu::v1::Nlu::Service {
 public:
  TrainingPassage(const std::shared_ptr<grpc::Channel>& nlu, rpc::Metrics& metrics)
      : nlu_(nlu::v1::Nlu::NewStub(nlu)), metrics_(metrics) {}

  grpc::Status Train(grpc::ServerContext*, const nlu::v1::TrainRequest*,
                     grpc::ServerWriter<nlu::v1::TrainResponse>*) override;
  grpc::Status ListModels(grpc::ServerContext*, const nlu::v1::ListModelsRequest*,
                          nlu::v1::ListModelsResponse*) override;
  grpc::Status ActivateModel(grpc::ServerContext*, const nlu::v1::ActivateModelRequest*,
                             nlu::v1::ActivateModelResponse*) override;

 private:
  const std::unique_ptr<nlu::v1::Nlu::StubInterface> nlu_;
  rpc::Metrics& metrics_;
};

}  // namespace amtslotse::dialogue
