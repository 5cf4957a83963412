#include "nlu/text/phrase_finder.h"

#include <algorithm>

namespace amtslotse::nlu {

PhraseFinder::PhraseFinder(std::span<const std::string_view> lists) {
  nodes_.emplace_back();
  for (std::size_t list = 0; list < lists.size(); ++list) {
    std::string_view rest = lists[list];
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      if (comma > 0) Insert(rest.substr(0, comma), list);
      rest.remove_prefix(std::min(rest.size(), comma + 1));
    }
  }
  Link();
}

std::size_t PhraseFinder::Letter(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<std::size_t>(c - 'a');
  if (c >= '0' && c <= '9') return 26 + static_cast<std::size_t>(c - '0');
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x80) return 38 + (byte - 0x80u);
  return c == ' ' ? 36 : 37;
}

void PhraseFinder::Insert(std::string_view phrase, std::size_t list) {
  std::size_t at = 0;
  for (const char c : phrase) {
    const std::size_t letter = Letter(c);
    if (nodes_[at].next[letter] == 0) {
      nodes_[at].next[letter] = static_cast<std::uint16_t>(nodes_.size());
      nodes_.emplace_back();
    }
    at = nodes_[at].next[letter];
  }
  nodes_[at].lists |= std::uint64_t{1} << list;
}

void PhraseFinder::Link() {
  std::vector<std::uint16_t> queue;
  for (const std::uint16_t child : nodes_[0].next) {
    if (child != 0) queue.push_back(child);
  }
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::uint16_t at = queue[i];
    const std::uint16_t fallback = nodes_[at].fallback;
    nodes_[at].lists |= nodes_[fallback].lists;
    for (std::size_t letter = 0; letter < kAlphabet; ++letter) {
      const std::uint16_t child = nodes_[at].next[letter];
      if (child == 0) {
        nodes_[at].next[letter] = nodes_[fallback].next[letter];
      } else {
        nodes_[child].fallback = nodes_[fallback].next[letter];
        queue.push_back(child);
      }
    }
  }
}

}  // namespace amtslotse::nlu
