#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "booking/ids.h"

namespace amtslotse::booking {

// Where unpredictable bytes come from. Fill may be called from any thread.
class Randomness {
 public:
  virtual ~Randomness() = default;
  virtual void Fill(unsigned char* bytes, std::size_t count) = 0;

  // Uniform in [0, bound), bound > 0.
  std::uint64_t Below(std::uint64_t bound);
};

// The operating system's generator through libsodium.
class SystemRandomness final : public Randomness {
 public:
  SystemRandomness();
  void Fill(unsigned char* bytes, std::size_t count) override;
};

// Repeats itself for the same seed; for tests only.
class SeededRandomness final : public Randomness {
 public:
  explicit SeededRandomness(std::uint64_t seed) : state_(seed) {}
  void Fill(unsigned char* bytes, std::size_t count) override;

 private:
  std::atomic<std::uint64_t> state_;
};

// 24 random bytes in base64url (32 characters).
std::string NewToken(Randomness& random);

AppointmentNumber NewNumber(Randomness& random);

// Eight characters of an alphabet of 27 without look-alikes (no 0 O 1 I L B S Z G), written "KT4H-92XR"; 38 bits. Works only
// together with the surname and under a rate limit.
std::string NewCancellationCode(Randomness& random);

// As typed or dictated ("kt4h 92xr", "K T 4 H - 9 2 X R") → as stored; nothing when it cannot be a code.
std::optional<std::string> ParseCancellationCode(std::string_view text);
// "482 199 371" or "482199371" → the number.
std::optional<AppointmentNumber> ParseNumber(std::string_view text);

// Six digits to type back from an e-mail or text message.
std::string NewConfirmationCode(Randomness& random);

std::string Base64Url(std::string_view bytes);
std::optional<std::string> FromBase64Url(std::string_view text);

}  // namespace amtslotse::booking
