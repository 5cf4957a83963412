#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace amtslotse::nlu {

// Finds all phrases of several lists at once (Aho and Corasick's automaton). A phrase matches inside words unless a
// space bounds it. Immutable; thread-safe.
class PhraseFinder {
 public:
  static constexpr std::size_t kMostLists = 64;

  // Each list's phrases are separated by commas and folded; at most 65 535 letters in all.
  explicit PhraseFinder(std::span<const std::string_view> lists);

  // Calls `visit(list)` once for each list of which a phrase ends at a place, for all places.
  template <typename Visit>
  void ForEach(std::string_view text, Visit&& visit) const {
    std::size_t at = 0;
    for (const char c : text) {
      at = next_[at * letters_ + letter_of_[static_cast<unsigned char>(c)]];
      for (std::uint64_t found = lists_[at]; found != 0; found &= found - 1) {
        visit(static_cast<std::size_t>(std::countr_zero(found)));
      }
    }
  }

 private:
  using Node = std::uint16_t;

  void NumberLetters(std::span<const std::string_view> lists);
  Node AddNode();
  void Insert(std::string_view phrase, std::size_t list);
  void Link();

  std::array<std::uint8_t, 256> letter_of_{};  // bytes that stand in no phrase share 0
  std::size_t letters_ = 1;
  std::vector<Node> next_;            // by node, then letter; 0 is the beginning
  std::vector<std::uint64_t> lists_;  // by node: bit i for a phrase of list i
};

}  // namespace amtslotse::nlu
