// The signed actor: who of the staff calls, made by the staff service, checked by each service that acts.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "amtslotse/staff/v1/staff.pb.h"

namespace amtslotse::rpc {

// What signs actors. All processes of an installation have the same; they read them when they start.
struct SigningKey {
  std::int64_t from_unix = 0;  // signs from then on, until the next one does
  std::string_view secret;
};

// A signature made before the next key's time is accepted so much longer: nobody signs for longer.
inline constexpr std::chrono::minutes kFormerKeyHolds{30};

// As the file or the setting has them: one secret of 32 bytes or more, or lines, of which all but the first, which may
// be such a secret, are "from UNIX SECRET", in the order of their times. Views of `keys`. INVALID_ARGUMENT otherwise,
// without the text.
absl::StatusOr<std::vector<SigningKey>> ParseSigningKeys(std::string_view keys);

// Serialised actor + keyed BLAKE2b, base64url, with the key that signs `now`. `keys` as above.
std::string SignActor(const staff::v1::Actor& actor, std::string_view keys, std::chrono::system_clock::time_point now);

// By any key that signs or will, or did until half an hour ago: processes are restarted one after another.
// UNAUTHENTICATED when empty, forged or expired; PERMISSION_DENIED when of another municipality or without any of the
// roles (an administrator has all). Good six minutes longer: whoever signed it may have another time.
absl::StatusOr<staff::v1::Actor> CheckActor(std::string_view signed_actor, std::string_view keys,
                                            std::string_view municipality_id,
                                            std::initializer_list<staff::v1::Role> roles,
                                            std::chrono::system_clock::time_point now);

}  // namespace amtslotse::rpc
