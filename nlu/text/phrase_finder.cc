#include "nlu/text/phrase_finder.h"

#include <algorithm>

namespace amtslotse::nlu {

PhraseFinder::PhraseFinder(std::span<const std::string_view> lists) {
  NumberLetters(lists);
  AddNode();
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

void PhraseFinder::NumberLetters(std::span<const std::string_view> lists) {
  for (const std::string_view list : lists) {
    for (const char c : list) {
      std::uint8_t& letter = letter_of_[static_cast<unsigned char>(c)];
      if (letter == 0 && c != ',') letter = static_cast<std::uint8_t>(letters_++);
    }
  }
}

PhraseFinder::Node PhraseFinder::AddNode() {
  const auto node = static_cast<Node>(lists_.size());
  next_.resize(next_.size() + letters_);
  lists_.push_back(0);
  return node;
}

void PhraseFinder::Insert(std::string_view phrase, std::size_t list) {
  std::size_t at = 0;
  for (const char c : phrase) {
    const std::size_t way = at * letters_ + letter_of_[static_cast<unsigned char>(c)];
    if (next_[way] == 0) {
      const Node node = AddNode();
      next_[way] = node;
    }
    at = next_[way];
  }
  lists_[at] |= std::uint64_t{1} << list;
}

// Where no phrase goes on, the longest one that could begin within what was read does.
void PhraseFinder::Link() {
  std::vector<Node> fallback(lists_.size());
  std::vector<Node> queue;
  for (std::size_t letter = 0; letter < letters_; ++letter) {
    if (next_[letter] != 0) queue.push_back(next_[letter]);
  }
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const Node at = queue[i];
    lists_[at] |= lists_[fallback[at]];
    for (std::size_t letter = 0; letter < letters_; ++letter) {
      Node& child = next_[at * letters_ + letter];
      const Node otherwise = next_[fallback[at] * letters_ + letter];
      if (child == 0) {
        child = otherwise;
      } else {
        fallback[child] = otherwise;
        queue.push_back(child);
      }
    }
  }
}

}  // namespace amtslotse::nlu
