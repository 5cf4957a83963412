// A hash table that is asked by parts of texts without copying them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace amtslotse::knowledge {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

template <typename Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

}  // namespace amtslotse::knowledge
