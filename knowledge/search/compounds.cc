#include "knowledge/search/compounds.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kShortestPart = 4;
constexpr std::size_t kLongestWord = 60;
constexpr std::array<std::string_view, 7> kLinks = {"", "s", "es", "n", "en", "er", "e"};

std::string StartKey(char first, std::size_t length) { return std::string(1, first) + static_cast<char>(length); }

bool IsLetters(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c < '0' || c > '9'; });
}

std::uint32_t LettersOf(std::string_view word) {
  std::uint32_t letters = 0;
  for (const char c : word) letters |= 1u << (static_cast<unsigned char>(c) & 31u);
  return letters;
}

}  // namespace

void Vocabulary::AddPart(const std::string& folded, const std::string& stem) {
  if (folded.size() < kShortestPart || !IsLetters(folded)) return;
  parts_.emplace(folded, stem);
  if (stem.size() >= kShortestPart) parts_.emplace(stem, stem);
  stems_.insert(stem);
}

void Vocabulary::AddWord(const std::string& folded, std::uint32_t count) {
  if (folded.size() < kShortestPart || folded.size() > kLongestWord || !IsLetters(folded)) return;
  std::uint32_t& known = words_[folded];
  if (known == 0) by_start_[StartKey(folded[0], folded.size())].push_back({folded, LettersOf(folded)});
  known += count;
}

const std::string* Vocabulary::PartStem(std::string_view folded) const {
  const auto found = parts_.find(folded);
  return found == parts_.end() ? nullptr : &found->second;
}

// Longest first part first; the rest must be known or split in turn.
bool Vocabulary::SplitFrom(std::string_view rest, int depth, std::vector<std::string>& parts) const {
  if (depth > 3) return false;
  for (std::size_t length = rest.size() - kShortestPart; length >= kShortestPart; --length) {
    const std::string_view first = rest.substr(0, length);
    const std::string_view second = rest.substr(length);
    const std::string* stem = nullptr;
    for (const std::string_view link : kLinks) {
      if (!first.ends_with(link) || first.size() - link.size() < kShortestPart) continue;
      stem = PartStem(first.substr(0, first.size() - link.size()));
      if (stem) break;
    }
    if (!stem) continue;
    parts.push_back(*stem);
    if (const std::string* last = PartStem(second)) {
      parts.push_back(*last);
      return true;
    }
    if (second.size() >= 2 * kShortestPart && SplitFrom(second, depth + 1, parts)) return true;
    parts.pop_back();
  }
  return false;
}

std::vector<std::string> Vocabulary::Split(const std::string& folded) const {
  std::vector<std::string> parts;
  if (folded.size() < 2 * kShortestPart || folded.size() > kLongestWord) return parts;
  SplitFrom(folded, 0, parts);
  return parts;
}

std::string Vocabulary::Correct(const std::string& folded) const {
  if (folded.size() < kShortestPart || folded.size() > kLongestWord || words_.contains(folded)) return {};
  const int limit = folded.size() < 8 ? 1 : 2;
  const std::uint32_t letters = LettersOf(folded);
  std::string best;
  int best_distance = limit + 1;
  std::uint32_t best_count = 0;
  // Misspelling rarely begins at the first letter, except by swapping it with the second.
  for (const char first : {folded[0], folded[1]}) {
    const std::size_t shortest = folded.size() - static_cast<std::size_t>(limit);
    for (std::size_t length = shortest; length <= folded.size() + static_cast<std::size_t>(limit); ++length) {
      const auto group = by_start_.find(StartKey(first, length));
      if (group == by_start_.end()) continue;
      for (const auto& [word, its_letters] : group->second) {
        if (std::popcount(letters ^ its_letters) > 2 * limit) continue;  // an edit changes two letters at most
        const int distance = EditDistance(folded, word, std::min(limit, best_distance));
        if (distance > limit) continue;
        const std::uint32_t count = words_.at(word);
        if (distance < best_distance || (distance == best_distance && count > best_count)) {
          best = word;
          best_distance = distance;
          best_count = count;
        }
      }
    }
    if (folded[1] == folded[0]) break;
  }
  return best;
}

int EditDistance(std::string_view a, std::string_view b, int limit) {
  if (a.size() > kLongestWord || b.size() > kLongestWord + 4) return limit + 1;
  std::array<int, kLongestWord + 8> before_last{}, last{}, row{};
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    int smallest = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      smallest = std::min(smallest, row[j]);
    }
    if (smallest > limit) return limit + 1;
    before_last = last;
    last = row;
  }
  return last[b.size()];
}

}  // namespace amtslotse::knowledge
