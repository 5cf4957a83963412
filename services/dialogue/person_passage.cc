#include "services/dialogue/person_passage.h"

#include "services/dialogue/training_passage.h"
#include "services/rpc/call.h"

namespace amtslotse::dialogue {

grpc::Status PersonPassage::ExportPerson(grpc::ServerContext* context, const booking::v1::ExportPersonRequest* request,
                                         booking::v1::ExportPersonResponse* response) {
  return rpc::Serve(*context, metrics_, "Persons/ExportPerson", [&](const rpc::Caller&) {
    return rpc::FromGrpc(booking_->ExportPerson(Onwards(*context).get(), *request, response));
  });
}

grpc::Status PersonPassage::ForgetPerson(grpc::ServerContext* context, const booking::v1::ForgetPersonRequest* request,
                                         booking::v1::ForgetPersonResponse* response) {
  return rpc::Serve(*context, metrics_, "Persons/ForgetPerson", [&](const rpc::Caller&) {
    return rpc::FromGrpc(booking_->ForgetPerson(Onwards(*context).get(), *request, response));
  });
}

}  // namespace amtslotse::dialogue
