#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::nlu {

// All character n-grams of "<word>" with `min` to `max` code points, the angle brackets counting
// as characters that mark the word's ends. `word` should be folded. Thread-safe.
std::vector<std::string> CharacterNgrams(std::string_view word, int min, int max);

// Calls `visit(std::string_view)` for each of them without allocating per n-gram.
template <typename Visitor>
void ForEachCharacterNgram(std::string_view word, int min, int max, Visitor&& visit);

// 32-bit FNV-1a; stable across machines and versions, so it may be stored. The hash of "ab" is that of "b" with the
// hash of "a" for a seed.
constexpr std::uint32_t StableHash(std::string_view bytes, std::uint32_t seed = 2166136261u) {
  std::uint32_t hash = seed;
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 16777619u;
  }
  return hash;
}

// ---------------------------------------------------------------------------------------------

template <typename Visitor>
void ForEachCharacterNgram(std::string_view word, int min, int max, Visitor&& visit) {
  std::string framed;
  framed.reserve(word.size() + 2);
  framed.push_back('<');
  framed.append(word);
  framed.push_back('>');
  auto next = [&framed](std::size_t at) {
    do ++at;
    while (at < framed.size() && (static_cast<unsigned char>(framed[at]) & 0xC0u) == 0x80u);
    return at;
  };
  for (std::size_t begin = 0; begin < framed.size(); begin = next(begin)) {
    std::size_t end = begin;
    for (int length = 1; length <= max && end < framed.size(); ++length) {
      end = next(end);
      if (length >= min) visit(std::string_view(framed).substr(begin, end - begin));
    }
  }
}

}  // namespace amtslotse::nlu
