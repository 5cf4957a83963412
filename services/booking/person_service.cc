#include "services/booking/person_service.h"

#include "booking/person_kept.h"
#include "services/booking/mail_folder.h"

namespace amtslotse::booking {
namespace {

// For an administrator who has just shown once more who they are.
template <class Request>
absl::StatusOr<ErasePersonRequest> PersonFrom(const Request& request, const StaffAccess& staff,
                                              const rpc::Caller& caller) {
  const auto actor = staff.Check(caller, request.municipality_id(), {staff::v1::ROLE_ADMINISTRATOR});
  if (!actor.ok()) return actor.status();
  if (!actor->reauthenticated()) return absl::FailedPreconditionError("confirm who you are first");
  if (request.email().empty() && request.telephone().empty())
    return absl::InvalidArgumentError("email: expected an e-mail address or a telephone number");
  return ErasePersonRequest{.municipality = {request.municipality_id()},
                            .email = request.email(),
                            .telephone = request.telephone(),
                            .reason = request.reason(),
                            .actor = AuditName(*actor)};
}

}  // namespace

grpc::Status PersonService::ExportPerson(grpc::ServerContext* context, const v1::ExportPersonRequest* request,
                                         v1::ExportPersonResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Persons/ExportPerson", [&](const rpc::Caller& caller) -> absl::Status {
    const auto who = PersonFrom(*request, staff_, caller);
    if (!who.ok()) return who.status();
    auto kept = KeptOfPerson(parts_.store, *who);
    if (!kept.ok()) return kept.status();
    response->set_kept_json(*std::move(kept));
    return absl::OkStatus();
  });
}

grpc::Status PersonService::ForgetPerson(grpc::ServerContext* context, const v1::ForgetPersonRequest* request,
                                         v1::ForgetPersonResponse* response) {
  return rpc::Serve(*context, parts_.metrics, "Persons/ForgetPerson", [&](const rpc::Caller& caller) -> absl::Status {
    const auto who = PersonFrom(*request, staff_, caller);
    if (!who.ok()) return who.status();
    // Noted first: when the power fails in between, a restored backup still does not bring them back.
    const ErasedPerson noted{who->municipality.value, who->email, who->telephone, who->reason};
    if (auto status = parts_.erasures.Add(noted, parts_.clock.Now()); !status.ok()) return status;
    const auto erased = ErasePersonAndMails(parts_.store, *who, parts_.mail_folder);
    if (!erased.ok()) return erased.status();
    response->set_erased(static_cast<std::uint32_t>(erased->appointments));
    response->set_cancelled(static_cast<std::uint32_t>(erased->cancelled));
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::booking
