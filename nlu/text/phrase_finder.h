#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace amtslotse::nlu {

// Finds all phrases of several lists at once (Aho and Corasick's automaton). A phrase matches inside words unless a space
// bounds it. Immutable; thread-safe.
class PhraseFinder {
 public:
  static constexpr std::size_t kMostLists = 64;

  // Each list's phrases are separated by commas and folded.
  explicit PhraseFinder(std::span<const std::string_view> lists);

  // Calls `visit(list)` once for each place where a phrase of that list ends.
  template <typename Visit>
  void ForEach(std::string_view text, Visit&& visit) const {
    std::size_t at = 0;
    for (const char c : text) {
      at = nodes_[at].next[Letter(c)];
      std::uint64_t found = nodes_[at].lists;
      for (std::size_t list = 0; found != 0; ++list, found >>= 1u) {
        if ((found & 1u) != 0) visit(list);
      }
    }
  }

 private:
  static constexpr std::size_t kAlphabet = 38 + 128;  // a–z, 0–9, space, other ASCII, and each byte of other scripts

  struct Node {
    std::array<std::uint16_t, kAlphabet> next{};
    std::uint16_t fallback = 0;
    std::uint64_t lists = 0;
  };

  static std::size_t Letter(char c);
  void Insert(std::string_view phrase, std::size_t list);
  void Link();

  std::vector<Node> nodes_;
};

}  // namespace amtslotse::nlu
