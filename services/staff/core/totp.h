// One-time codes of authenticator apps: TOTP (RFC 6238) over HOTP (RFC 4226), SHA-1, 30 s, 6 digits, which is
// what every app understands.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keys/randomness.h"

namespace amtslotse::staff {

// 160 bits, as RFC 4226 recommends.
std::string NewTotpSecret(keys::Randomness& random);

// The code of one counter, zero-padded.
std::string HotpCode(std::string_view secret, std::uint64_t counter, int digits = 6);

std::int64_t TotpStep(std::chrono::sys_seconds now);

// The step `code` belongs to: the present one, the one before or the one after, and newer than `last_used`.
// Nothing when it is none of these. Takes the same time whichever it is. Spaces in `code` are ignored.
std::optional<std::int64_t> MatchTotp(std::string_view secret, std::string_view code, std::chrono::sys_seconds now,
                                      std::int64_t last_used);

// What an authenticator app reads from a QR code.
std::string OtpauthUrl(std::string_view issuer, std::string_view account, std::string_view secret);

// RFC 4648 without padding.
std::string Base32(std::string_view bytes);

// Ten codes for the day the telephone is lost, "ABCD-EFGH-JK" each: 50 bits, once.
std::vector<std::string> NewRecoveryCodes(keys::Randomness& random);
// As typed → as compared; nothing when it cannot be one.
std::optional<std::string> ParseRecoveryCode(std::string_view text);

}  // namespace amtslotse::staff
