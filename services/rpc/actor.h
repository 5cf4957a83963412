// The signed actor: who of the staff calls, made by the staff service, checked by each service that acts.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <string>
#include <string_view>

#include "amtslotse/staff/v1/staff.pb.h"

namespace amtslotse::rpc {

// Serialised actor + keyed BLAKE2b, base64url. `key` is the installation's actor key (>= 32 bytes).
std::string SignActor(const staff::v1::Actor& actor, std::string_view key);

// UNAUTHENTICATED when empty, forged or expired; PERMISSION_DENIED when of another municipality or without any of the
// roles (an administrator has all). Good six minutes longer: whoever signed it may have another time.
absl::StatusOr<staff::v1::Actor> CheckActor(std::string_view signed_actor, std::string_view key,
                                            std::string_view municipality_id,
                                            std::initializer_list<staff::v1::Role> roles,
                                            std::chrono::system_clock::time_point now);

}  // namespace amtslotse::rpc
