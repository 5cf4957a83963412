// The staff's questions about one person's appointments, passed on to booking: what web gathers about a person comes
// from dialogue and messengers too, and it holds a channel to dialogue for such calls already.
#pragma once

#include <grpcpp/channel.h>

#include <memory>

#include "amtslotse/booking/v1/person.grpc.pb.h"
#include "services/rpc/metrics.h"

namespace amtslotse::dialogue {

// Thread-safe. As booking promises them, with the caller's actor and deadline; booking decides who may.
class PersonPassage final : public booking::v1::Persons::Service {
 public:
  PersonPassage(const std::shared_ptr<grpc::Channel>& booking, rpc::Metrics& metrics)
      : booking_(booking::v1::Persons::NewStub(booking)), metrics_(metrics) {}

  grpc::Status ExportPerson(grpc::ServerContext*, const booking::v1::ExportPersonRequest*,
                            booking::v1::ExportPersonResponse*) override;
  grpc::Status ForgetPerson(grpc::ServerContext*, const booking::v1::ForgetPersonRequest*,
                            booking::v1::ForgetPersonResponse*) override;

 private:
  const std::unique_ptr<booking::v1::Persons::StubInterface> booking_;
  rpc::Metrics& metrics_;
};

}  // namespace amtslotse::dialogue
