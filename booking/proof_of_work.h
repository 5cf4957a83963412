#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "booking/clock.h"
#include "booking/codes.h"

// Proof of work in ALTCHA's protocol (altcha.org, "Proof-of-Work Captcha", algorithm SHA-256), self-hosted: the client
// looks for the number whose hash with the salt is the challenge. Nothing is kept until one is used.
namespace amtslotse::booking {

struct ProofOfWorkChallenge {
  std::string challenge;  // hex
  std::string salt;       // random, with its expiry and what it is for
  std::string signature;  // hex
  std::uint32_t max_number = 0;
};

// Good until `expires` for `purpose` only ("hold/<town>/<location>").
ProofOfWorkChallenge NewProofOfWork(const KeyRing& keys, Randomness& random, std::string_view purpose, Instant expires);
// As ALTCHA's clients read it.
std::string FormatProofOfWork(const ProofOfWorkChallenge& challenge);

struct SolvedProof {
  std::int64_t id = 0;  // the same for each use of one challenge
  Instant expires;
};
// Reads what a client sends back (base64 of JSON). Nothing for what is forged, wrong, expired or for another purpose.
// Whether it was used before is the store's to know.
std::optional<SolvedProof> CheckProofOfWork(const KeyRing& keys, std::string_view payload, std::string_view purpose,
                                            Instant now);

}  // namespace amtslotse::booking
