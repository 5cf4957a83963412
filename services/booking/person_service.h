// What is kept of one person, told or erased, over gRPC: Booking's Persons service.
#pragma once

#include "amtslotse/booking/v1/person.grpc.pb.h"
#include "booking/erasure_list.h"
#include "booking/store.h"
#include "services/booking/staff_access.h"
#include "services/rpc/call.h"

namespace amtslotse::booking {

struct PersonParts {
  Store& store;
  ErasureList& erasures;
  const Clock& clock;
  rpc::Metrics& metrics;
  std::string actor_key;    // checks signed actors of the staff
  std::string mail_folder;  // empty: none
};

class PersonService final : public v1::Persons::Service {
 public:
  // What the parts refer to is borrowed.
  explicit PersonService(PersonParts parts) : parts_(std::move(parts)), staff_(parts_.actor_key) {}

  grpc::Status ExportPerson(grpc::ServerContext*, const v1::ExportPersonRequest*, v1::ExportPersonResponse*) override;
  grpc::Status ForgetPerson(grpc::ServerContext*, const v1::ForgetPersonRequest*, v1::ForgetPersonResponse*) override;

 private:
  PersonParts parts_;
  StaffAccess staff_;
};

}  // namespace amtslotse::booking
