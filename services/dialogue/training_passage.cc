#include "services/dialogue/training_passage.h"

#include "services/rpc/call.h"

namespace amtslotse::dialogue {

std::unique_ptr<grpc::ClientContext> Onwards(const grpc::ServerContext& context) {
  auto onwards = grpc::ClientContext::FromServerContext(context);
  for (const char* key : {rpc::kRequestIdKey, rpc::kActorKey}) {
    const auto found = context.client_metadata().find(key);
    if (found != context.client_metadata().end())
      onwards->AddMetadata(key, {found->second.data(), found->second.size()});
  }
  return onwards;
}

grpc::Status TrainingPassage::Train(grpc::ServerContext* context, const nlu::v1::TrainRequest* request,
                                    grpc::ServerWriter<nlu::v1::TrainResponse>* writer) {
  return rpc::Serve(*context, metrics_, "Nlu/Train", [&](const rpc::Caller&) {
    const auto onwards = Onwards(*context);
    const auto reader = nlu_->Train(onwards.get(), *request);
    nlu::v1::TrainResponse response;
    bool heard = true;
    while (heard && reader->Read(&response)) heard = writer->Write(response);
    if (!heard) onwards->TryCancel();
    return rpc::FromGrpc(reader->Finish());
  });
}

grpc::Status TrainingPassage::ListModels(grpc::ServerContext* context, const nlu::v1::ListModelsRequest* request,
                                         nlu::v1::ListModelsResponse* response) {
  return rpc::Serve(*context, metrics_, "Nlu/ListModels", [&](const rpc::Caller&) {
    return rpc::FromGrpc(nlu_->ListModels(Onwards(*context).get(), *request, response));
  });
}

grpc::Status TrainingPassage::ActivateModel(grpc::ServerContext* context, const nlu::v1::ActivateModelRequest* request,
                                            nlu::v1::ActivateModelResponse* response) {
  return rpc::Serve(*context, metrics_, "Nlu/ActivateModel", [&](const rpc::Caller&) {
    return rpc::FromGrpc(nlu_->ActivateModel(Onwards(*context).get(), *request, response));
  });
}

}  // namespace amtslotse::dialogue
