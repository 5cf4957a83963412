// Who of the staff calls, and where they may act.
#pragma once

#include <absl/status/statusor.h>

#include <initializer_list>
#include <string>

#include "amtslotse/staff/v1/staff.pb.h"
#include "booking/ids.h"
#include "services/rpc/call.h"

namespace amtslotse::booking {

// Who may: the counters' staff and their lead, the lead alone.
inline constexpr auto kDesk = {staff::v1::ROLE_LOCATION_STAFF, staff::v1::ROLE_LEAD};
inline constexpr auto kLead = {staff::v1::ROLE_LEAD};

class StaffAccess {
 public:
  explicit StaffAccess(std::string actor_key) : actor_key_(std::move(actor_key)) {}

  // UNAUTHENTICATED without a valid signed actor; PERMISSION_DENIED for another municipality or without one of the
  // roles (an administrator has all).
  absl::StatusOr<staff::v1::Actor> Check(const rpc::Caller& caller, const std::string& municipality_id,
                                         std::initializer_list<staff::v1::Role> roles) const;

 private:
  std::string actor_key_;
};

// PERMISSION_DENIED when the actor belongs to other offices only.
absl::Status MayAt(const staff::v1::Actor& actor, const OfficeId& office);
// For the audit.
Actor AuditName(const staff::v1::Actor& actor);

}  // namespace amtslotse::booking
