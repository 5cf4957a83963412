#include "gateways/threema/box.h"

#include <sodium.h>

#include <algorithm>
#include <vector>

namespace amtslotse::gateways::threema {
namespace {

constexpr std::size_t kLeastPadded = 32;

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

int Digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Nothing when an escape is broken.
std::optional<std::string> Decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      if (i + 2 >= text.size() || Digit(text[i + 1]) < 0 || Digit(text[i + 2]) < 0) return std::nullopt;
      decoded += static_cast<char>(Digit(text[i + 1]) * 16 + Digit(text[i + 2]));
      i += 2;
    }
  }
  return decoded;
}

}  // namespace

std::optional<std::string> FromHex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    if (Digit(hex[i]) < 0 || Digit(hex[i + 1]) < 0) return std::nullopt;
    bytes += static_cast<char>(Digit(hex[i]) * 16 + Digit(hex[i + 1]));
  }
  return bytes;
}

std::string ToHex(std::string_view bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), Bytes(bytes), bytes.size());
  hex.pop_back();
  return hex;
}

std::string Pad(const Plain& message, std::uint8_t random) {
  const std::size_t unpadded = 1 + message.body.size();
  const std::size_t least = unpadded < kLeastPadded ? kLeastPadded - unpadded : 1;
  const std::size_t length = std::clamp<std::size_t>(random, least, 255);
  std::string padded(1, static_cast<char>(message.type));
  padded += message.body;
  padded.append(length, static_cast<char>(length));
  return padded;
}

std::optional<Plain> Unpad(std::string_view padded) {
  if (padded.empty()) return std::nullopt;
  const auto length = static_cast<unsigned char>(padded.back());
  if (length == 0 || length >= padded.size()) return std::nullopt;
  padded.remove_suffix(length);
  return Plain{static_cast<std::uint8_t>(padded.front()), std::string(padded.substr(1))};
}

std::optional<Plain> OpenBox(std::string_view box, std::string_view nonce, std::string_view of, std::string_view key) {
  if (box.size() < crypto_box_MACBYTES || nonce.size() != kNonceBytes || of.size() != kKeyBytes ||
      key.size() != kKeyBytes)
    return std::nullopt;
  std::string padded(box.size() - crypto_box_MACBYTES, '\0');
  if (crypto_box_open_easy(Bytes(padded), Bytes(box), box.size(), Bytes(nonce), Bytes(of), Bytes(key)) != 0)
    return std::nullopt;
  return Unpad(padded);
}

std::string SealBox(const Plain& message, std::string_view nonce, std::string_view to, std::string_view key) {
  const std::string padded = Pad(message, static_cast<std::uint8_t>(randombytes_uniform(256)));
  std::string box(padded.size() + crypto_box_MACBYTES, '\0');
  if (nonce.size() != kNonceBytes || to.size() != kKeyBytes || key.size() != kKeyBytes ||
      crypto_box_easy(Bytes(box), Bytes(padded), padded.size(), Bytes(nonce), Bytes(to), Bytes(key)) != 0)
    return {};
  return box;
}

bool IsAuthentic(const std::map<std::string, std::string>& form, std::string_view secret) {
  std::string covered;
  for (const char* name : {"from", "to", "messageId", "date", "nonce", "box"}) {
    const auto field = form.find(name);
    if (field == form.end() || field->second.empty()) return false;
    covered += field->second;
  }
  const auto given = form.find("mac");
  const auto mac = given == form.end() ? std::nullopt : FromHex(given->second);
  if (!mac || mac->size() != crypto_auth_hmacsha256_BYTES) return false;
  // The secret has any length: the state takes one, the plain call only 32 bytes.
  crypto_auth_hmacsha256_state state;
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> expected{};
  crypto_auth_hmacsha256_init(&state, Bytes(secret), secret.size());
  crypto_auth_hmacsha256_update(&state, Bytes(covered), covered.size());
  crypto_auth_hmacsha256_final(&state, expected.data());
  return sodium_memcmp(expected.data(), mac->data(), expected.size()) == 0;
}

std::optional<std::map<std::string, std::string>> ParseForm(std::string_view body) {
  std::map<std::string, std::string> form;
  while (!body.empty()) {
    const std::string_view pair = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(body.size(), pair.size() + 1));
    const auto equals = pair.find('=');
    const auto name = Decoded(pair.substr(0, equals));
    const auto value = Decoded(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
    if (!name || !value || !form.try_emplace(*name, *value).second) return std::nullopt;
  }
  return form;
}

}  // namespace amtslotse::gateways::threema
