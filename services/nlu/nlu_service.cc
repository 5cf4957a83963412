#include "services/nlu/nlu_service.h"

#include "services/nlu/encode.h"

namespace amtslotse::nlu {

grpc::Status NluService::Understand(grpc::ServerContext* context, const v1::UnderstandRequest* request, v1::UnderstandResponse* response) {
  return rpc::Serve(*context, metrics_, "Nlu/Understand", [&](const rpc::Caller&) {
    *response = Encode(understander_.Understand(request->text(), Decode(*request)));
    response->set_model_version(understander_.version());
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::nlu
