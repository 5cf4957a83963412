// Names behind marks as RPCs.
#include "services/staff/core/name_look_ups.h"
#include "services/staff/staff_service.h"

namespace amtslotse::staff {
namespace {

void EncodeLookUp(const NameLookUp& look_up, const ActorName& by, v1::NameLookUp* out) {
  out->set_id(look_up.id);
  out->set_mark(look_up.mark);
  out->set_reason(look_up.reason);
  out->set_state(look_up.state);
  out->set_asked_unix(look_up.asked.time_since_epoch().count());
  out->set_decided_unix(look_up.decided.time_since_epoch().count());
  out->set_mine(look_up.asked_by == by.value);
  out->set_name(look_up.name);
}

}  // namespace

grpc::Status StaffService::RequestNameLookUp(grpc::ServerContext* context, const v1::RequestNameLookUpRequest* request,
                                             v1::RequestNameLookUpResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/RequestNameLookUp", [&](const rpc::Caller& caller) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    const auto by = Administrator(caller, *municipality, /*confirmed=*/true);
    if (!by.ok()) return by.status();
    const auto asked =
        NameLookUps(parts_).Ask(*municipality, request->mark(), request->reason(), request->idempotency_key(), *by);
    if (asked.ok()) EncodeLookUp(*asked, *by, response->mutable_look_up());
    return asked.status();
  });
}

grpc::Status StaffService::DecideNameLookUp(grpc::ServerContext* context, const v1::DecideNameLookUpRequest* request,
                                            v1::DecideNameLookUpResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/DecideNameLookUp", [&](const rpc::Caller& caller) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    const auto by = Administrator(caller, *municipality, /*confirmed=*/true);
    if (!by.ok()) return by.status();
    const auto decided = NameLookUps(parts_).Decide(*municipality, request->id(), request->agree(), *by);
    if (decided.ok()) EncodeLookUp(*decided, *by, response->mutable_look_up());
    return decided.status();
  });
}

grpc::Status StaffService::ListNameLookUps(grpc::ServerContext* context, const v1::ListNameLookUpsRequest* request,
                                           v1::ListNameLookUpsResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/ListNameLookUps", [&](const rpc::Caller& caller) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    const auto by = Administrator(caller, *municipality, /*confirmed=*/false);
    if (!by.ok()) return by.status();
    const auto found = NameLookUps(parts_).List(*municipality, *by);
    if (!found.ok()) return found.status();
    for (const NameLookUp& look_up : *found) EncodeLookUp(look_up, *by, response->add_look_ups());
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::staff
