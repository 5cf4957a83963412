// The gRPC shell of nlu.
#pragma once

#include "amtslotse/nlu/v1/nlu.grpc.pb.h"
#include "nlu/models/town_models.h"
#include "services/nlu/examples.h"
#include "services/nlu/trainer.h"
#include "services/rpc/call.h"

namespace amtslotse::nlu {

struct NluParts {
  TownModels& models;
  Trainer& trainer;
  const Examples& examples;
  std::string actor_key;
  rpc::Metrics& metrics;
};

class NluService final : public v1::Nlu::Service {
 public:
  explicit NluService(NluParts parts) : parts_(std::move(parts)) {}

  grpc::Status Understand(grpc::ServerContext* context, const v1::UnderstandRequest* request,
                          v1::UnderstandResponse* response) override;
  grpc::Status Mask(grpc::ServerContext* context, const v1::MaskRequest* request, v1::MaskResponse* response) override;
  grpc::Status Train(grpc::ServerContext* context, const v1::TrainRequest* request,
                     grpc::ServerWriter<v1::TrainResponse>* writer) override;
  grpc::Status ListModels(grpc::ServerContext* context, const v1::ListModelsRequest* request,
                          v1::ListModelsResponse* response) override;
  grpc::Status ActivateModel(grpc::ServerContext* context, const v1::ActivateModelRequest* request,
                             v1::ActivateModelResponse* response) override;

 private:
  absl::Status CheckStaff(const rpc::Caller& caller, const std::string& municipality_id) const;
  absl::StatusOr<TrainingOrder> OrderOf(const v1::TrainRequest& request) const;

  const NluParts parts_;
};

}  // namespace amtslotse::nlu
