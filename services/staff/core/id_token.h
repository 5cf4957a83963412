// ID tokens of OpenID Connect Core 1.0: JSON Web Signatures (RFC 7515) with RS256 or ES256 (RFC 7518),
// nothing else.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace amtslotse::staff {

// A public key of a provider's JSON Web Key Set (RFC 7517).
struct VerificationKey {
  enum class Algorithm { kRs256, kEs256 };
  std::string id;  // may be empty
  Algorithm algorithm = Algorithm::kRs256;
  std::shared_ptr<evp_pkey_st> key;
};

// Keys of other kinds, for encryption or too weak (RSA below 2048 bits) are left out. DATA_LOSS when it is no
// key set.
absl::StatusOr<std::vector<VerificationKey>> ParseKeySet(std::string_view json);

// What the token must say, Core 1.0 section 3.1.3.7.
struct ExpectedToken {
  std::string issuer;
  std::string client_id;
  std::string nonce;
  // The person must have signed in at the provider no earlier.
  std::optional<std::chrono::sys_seconds> signed_in_after;
};

struct Identity {
  std::string issuer;
  std::string subject;
  std::string email;                        // lower case; empty unless the provider says it is verified
  std::chrono::sys_seconds signed_in_at{};  // 1970 when the provider does not tell
};

// UNAUTHENTICATED says what is wrong with it; NOT_FOUND when it names a key that is not in `keys`: fetch them
// anew.
absl::StatusOr<Identity> VerifyIdToken(std::string_view token, const std::vector<VerificationKey>& keys,
                                       const ExpectedToken& expected, std::chrono::sys_seconds now);

}  // namespace amtslotse::staff
