#include "services/dialogue/person_passage.h"

#include "services/dialogue/training_passage.h"

namespace amtslotse::dialogue {

grpc::Status PersonPassage::ExportPerson(grpc::ServerContext* context, const booking::v1::ExportPersonRequest* request,
                                         booking::v1::ExportPersonResponse* response) {
  return booking_->ExportPerson(Onwards(*context).get(), *request, response);
}

grpc::Status PersonPassage::ForgetPerson(grpc::ServerContext* context, const booking::v1::ForgetPersonRequest* request,
                                         booking::v1::ForgetPersonResponse* response) {
  return booking_->ForgetPerson(Onwards(*context).get(), *request, response);
}

}  // namespace amtslotse::dialogue
