#include "keys/randomness.h"

#include <sodium.h>

#include <array>
#include <cstdlib>

namespace amtslotse::keys {

std::uint64_t Randomness::Below(std::uint64_t bound) {
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  for (;;) {
    std::array<unsigned char, 8> bytes;
    Fill(bytes.data(), bytes.size());
    std::uint64_t value = 0;
    for (const unsigned char byte : bytes) value = value << 8 | byte;
    if (value < limit) return value % bound;
  }
}

SystemRandomness::SystemRandomness() {
  if (sodium_init() < 0) std::abort();
}

void SystemRandomness::Fill(unsigned char* bytes, std::size_t count) { randombytes_buf(bytes, count); }

void SeededRandomness::Fill(unsigned char* bytes, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t z = state_.fetch_add(0x9e3779b97f4a7c15) + 0x9e3779b97f4a7c15;  // SplitMix64
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    bytes[i] = static_cast<unsigned char>((z ^ z >> 31) >> 24);
  }
}

std::string Base64Url(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();  // the terminating zero
  return text;
}

std::optional<std::string> FromBase64Url(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), nullptr,
                        &length, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0) {
    return std::nullopt;
  }
  bytes.resize(length);
  return bytes;
}

std::string NewToken(Randomness& random) {
  std::string bytes(24, '\0');
  random.Fill(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size());
  return Base64Url(bytes);
}

}  // namespace amtslotse::keys
