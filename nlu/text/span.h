#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace amtslotse::nlu {

// A piece of the original text: UTF-8 byte offsets, `end` exclusive.
// Both ends always lie on the boundaries of code points.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  bool empty() const { return begin >= end; }
  std::size_t size() const { return empty() ? 0 : end - begin; }
  bool Overlaps(const Span& other) const { return begin < other.end && other.begin < end; }
  bool operator==(const Span&) const = default;
};

// The part of `text` that `span` names; empty when the span does not lie inside.
inline std::string_view Slice(std::string_view text, const Span& span) {
  if (span.empty() || span.end > text.size()) return {};
  return text.substr(span.begin, span.end - span.begin);
}

// How many characters a text has: code points, of UTF-8.
inline std::size_t CountCharacters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

}  // namespace amtslotse::nlu
