#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace amtslotse::keys {

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

std::string Base64Url(std::string_view bytes);
std::optional<std::string> FromBase64Url(std::string_view text);

}  // namespace amtslotse::keys
