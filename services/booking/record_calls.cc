// Names put right, people erased, appointments taken over from elsewhere, backups.
#include <filesystem>

#include "services/booking/booking_service.h"
#include "services/booking/convert.h"
#include "services/booking/mail_folder.h"

namespace amtslotse::booking {
namespace {

using staff::v1::ROLE_ADMINISTRATOR;
using staff::v1::ROLE_LEAD;
using staff::v1::ROLE_LOCATION_STAFF;

}  // namespace

grpc::Status BookingService::CorrectName(grpc::ServerContext* context, const v1::CorrectNameRequest* request,
                                         v1::CorrectNameResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/CorrectName", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = staff_.Check(caller, request->municipality_id(), {ROLE_LOCATION_STAFF, ROLE_LEAD});
    if (!actor.ok()) return actor.status();
    const MunicipalityId municipality{request->municipality_id()};
    const auto found = store_.Lookup(municipality, ByNumber{{request->appointment_id()}});
    if (!found.ok()) return found.status();
    const auto* appointment = std::get_if<Appointment>(&*found);
    if (appointment == nullptr) return absl::NotFoundError("appointment: there is none of this number");
    if (absl::Status may = MayAt(*actor, appointment->office); !may.ok()) return may;
    const auto outcome = store_.CorrectName({.municipality = municipality,
                                             .number = {request->appointment_id()},
                                             .name = request->name(),
                                             .reason = request->reason(),
                                             .actor = AuditName(*actor)});
    if (!outcome.ok()) return outcome.status();
    if (std::holds_alternative<DetailsMissing>(*outcome)) return absl::InvalidArgumentError("name: expected a name");
    const auto* corrected = std::get_if<Appointment>(&*outcome);
    if (corrected == nullptr) return absl::NotFoundError("appointment: there is none of this number");
    Encode(*corrected, response->mutable_appointment());
    return absl::OkStatus();
  });
}

grpc::Status BookingService::ErasePerson(grpc::ServerContext* context, const v1::ErasePersonRequest* request,
                                         v1::ErasePersonResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/ErasePerson", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = staff_.Check(caller, request->municipality_id(), {ROLE_ADMINISTRATOR});
    if (!actor.ok()) return actor.status();
    if (!actor->reauthenticated()) return absl::FailedPreconditionError("confirm who you are first");
    const auto erased = ErasePersonAndMails(store_,
                                            {.municipality = {request->municipality_id()},
                                             .email = request->contact().email(),
                                             .telephone = request->contact().telephone(),
                                             .reason = request->reason(),
                                             .actor = AuditName(*actor)},
                                            mail_folder_);
    if (!erased.ok()) return erased.status();
    response->set_erased(static_cast<std::uint32_t>(erased->appointments));
    response->set_cancelled(static_cast<std::uint32_t>(erased->cancelled));
    return absl::OkStatus();
  });
}

grpc::Status BookingService::ImportAppointments(grpc::ServerContext* context,
                                                const v1::ImportAppointmentsRequest* request,
                                                v1::ImportAppointmentsResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/ImportAppointments", [&](const rpc::Caller& caller) -> absl::Status {
    const auto actor = staff_.Check(caller, request->municipality_id(), {ROLE_LEAD});
    if (!actor.ok()) return actor.status();
    // A table may name any location of the town.
    if (!actor->office_ids().empty())
      return absl::PermissionDeniedError("taking appointments over is for who leads the whole town");
    const auto table = ParseImportTable(request->csv());
    if (!table.ok()) return table.status();
    const auto report = store_.Import({request->municipality_id()}, *table, request->preview(), AuditName(*actor));
    if (!report.ok()) return report.status();
    response->set_imported(static_cast<std::uint32_t>(report->imported));
    response->set_known(static_cast<std::uint32_t>(report->known));
    response->set_refused(static_cast<std::uint32_t>(report->refused));
    for (const std::string& remark : report->remarks) response->add_remarks(remark);
    return absl::OkStatus();
  });
}

grpc::Status BookingService::Backup(grpc::ServerContext* context, const v1::BackupRequest* request,
                                    v1::BackupResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/Backup", [&](const rpc::Caller&) -> absl::Status {
    if (!context->peer().starts_with("unix:")) return absl::PermissionDeniedError("over the unix socket only");
    const std::filesystem::path path(request->path());
    if (!path.is_absolute()) return absl::InvalidArgumentError("path: expected an absolute one");
    if (absl::Status copied = store_.BackUp(path.string()); !copied.ok()) return copied;
    std::error_code unknown;
    const auto bytes = std::filesystem::file_size(path, unknown);
    response->set_bytes(unknown ? 0 : bytes);
    return absl::OkStatus();
  });
}

grpc::Status BookingService::CreateChallenge(grpc::ServerContext* context, const v1::CreateChallengeRequest* request,
                                             v1::CreateChallengeResponse* response) {
  return rpc::Serve(*context, metrics_, "Booking/CreateChallenge", [&](const rpc::Caller&) -> absl::Status {
    if (request->action() != "hold") return absl::InvalidArgumentError("action: expected hold");
    const auto challenge = store_.NewChallenge({request->municipality_id()}, {request->location_id()});
    if (!challenge.ok()) return challenge.status();
    response->set_altcha_json(challenge->json);
    response->set_needed(challenge->needed);
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::booking
