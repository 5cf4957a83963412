#include "services/rpc/text.h"

#include <sodium.h>

#include <array>

namespace amtslotse::rpc {
namespace {

std::string Hex(const unsigned char* bytes, std::size_t size) {
  std::string text(size * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, size);
  text.pop_back();
  return text;
}

}  // namespace

std::string RandomId() {
  std::array<unsigned char, 16> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  return Hex(bytes.data(), bytes.size());
}

std::string KeyedHash(std::string_view key, std::string_view text) {
  std::array<unsigned char, crypto_generichash_BYTES> hash;
  std::array<unsigned char, crypto_generichash_BYTES> short_key;  // any length of key becomes 32 bytes
  crypto_generichash(short_key.data(), short_key.size(), reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                     nullptr, 0);
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     short_key.data(), short_key.size());
  return Hex(hash.data(), hash.size());
}

}  // namespace amtslotse::rpc
