// Threema's end-to-end messages: NaCl boxes around a type byte, a body and random padding.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace amtslotse::gateways::threema {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kNonceBytes = 24;

enum Type : std::uint8_t {
  kText = 0x01,
  kLocation = 0x10,
  kFile = 0x17,
  kGroupText = 0x41,
  kDeliveryReceipt = 0x80,
  kTyping = 0x90
};

struct Plain {
  std::uint8_t type = 0;
  std::string body;
};

std::optional<std::string> FromHex(std::string_view hex);
std::string ToHex(std::string_view bytes);

// The padding is 1 to 255 bytes of its own length, so that the whole has 32 bytes or more. `random` chooses its length.
std::string Pad(const Plain& message, std::uint8_t random);
// Nothing when the padding is zero, longer than the message, or leaves no type.
std::optional<Plain> Unpad(std::string_view padded);

// `key` is ours, private; `of` the other's, public; both raw. Nothing when the box was made by others or changed.
std::optional<Plain> OpenBox(std::string_view box, std::string_view nonce, std::string_view of, std::string_view key);
std::string SealBox(const Plain& message, std::string_view nonce, std::string_view to, std::string_view key);

// A callback's MAC over what the documentation names, in its order; the nickname is not covered.
bool IsAuthentic(const std::map<std::string, std::string>& form, std::string_view secret);

// application/x-www-form-urlencoded; nothing when a name stands twice.
std::optional<std::map<std::string, std::string>> ParseForm(std::string_view body);

}  // namespace amtslotse::gateways::threema
