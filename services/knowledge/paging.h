// Pages of the lists that staff see.
#pragma once

#include <absl/status/statusor.h>

#include <charconv>
#include <cstdint>
#include <string>

namespace amtslotse::knowledge {

// Page tokens are offsets: lists here are short enough to be read whole.
inline std::size_t OffsetOf(const std::string& token) {
  std::size_t offset = 0;
  std::from_chars(token.data(), token.data() + token.size(), offset);
  return offset;
}

inline absl::StatusOr<std::size_t> PageSize(std::uint32_t asked) {
  if (asked > 500) return absl::InvalidArgumentError("page_size: at most 500");
  return asked == 0 ? 100 : asked;
}

}  // namespace amtslotse::knowledge
