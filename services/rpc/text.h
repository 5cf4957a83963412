// Small things about strings at the edges of a process.
#pragma once

#include <absl/strings/string_view.h>

#include <string>
#include <string_view>

namespace amtslotse::rpc {

// 128 random bits as 32 hexadecimal digits.
std::string RandomId();
// SHA-256-sized keyed hash (BLAKE2b) as hexadecimal digits; for logs and keys that must not show what they stand for.
std::string KeyedHash(std::string_view key, std::string_view text);

// Debian's Abseil has its own string_view.
inline std::string ToString(absl::string_view text) { return {text.data(), text.size()}; }

}  // namespace amtslotse::rpc
