#include "services/booking/staff_access.h"

#include <algorithm>

#include "services/rpc/actor.h"

namespace amtslotse::booking {

absl::StatusOr<staff::v1::Actor> StaffAccess::Check(const rpc::Caller& caller, const std::string& municipality_id,
                                                    std::initializer_list<staff::v1::Role> roles) const {
  return rpc::CheckActor(caller.signed_actor, actor_key_, municipality_id, roles, std::chrono::system_clock::now());
}

absl::Status MayAt(const staff::v1::Actor& actor, const OfficeId& office) {
  if (actor.office_ids().empty()) return absl::OkStatus();
  const bool own =
      std::find(actor.office_ids().begin(), actor.office_ids().end(), office.value) != actor.office_ids().end();
  return own ? absl::OkStatus() : absl::PermissionDeniedError("the location belongs to another office");
}

Actor AuditName(const staff::v1::Actor& actor) { return {actor.account_id()}; }

}  // namespace amtslotse::booking
