#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "booking/ids.h"
#include "keys/key_ring.h"
#include "keys/randomness.h"

namespace amtslotse::booking {

using keys::Base64Url;
using keys::EqualInConstantTime;
using keys::FromBase64Url;
using keys::KeyRing;
using keys::NewToken;
using keys::Randomness;
using keys::SeededRandomness;
using keys::SystemRandomness;

AppointmentNumber NewNumber(Randomness& random);

// Eight characters of an alphabet of 27 without look-alikes (no 0 O 1 I L B S Z G), written "KT4H-92XR"; 38 bits. Works
// only together with the surname and under a rate limit.
std::string NewCancellationCode(Randomness& random);

// As typed or dictated ("kt4h 92xr", "K T 4 H - 9 2 X R") → as stored; nothing when it cannot be a code.
std::optional<std::string> ParseCancellationCode(std::string_view text);
// "482 199 371" or "482199371" → the number.
std::optional<AppointmentNumber> ParseNumber(std::string_view text);

// Six digits to type back from an e-mail or text message.
std::string NewConfirmationCode(Randomness& random);

}  // namespace amtslotse::booking
