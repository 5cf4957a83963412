#include "knowledge/responsibility/name_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <tuple>

namespace amtslotse::responsibility {
namespace {

constexpr std::size_t kOneErrorFrom = 5;
constexpr std::size_t kTwoErrorsFrom = 8;
constexpr std::size_t kLongestFuzzy = 40;
constexpr std::uint32_t kHashBuckets = 1u << 16u;

std::uint32_t Hash(std::string_view text, std::size_t without = std::string_view::npos) {
  std::uint32_t hash = 2166136261u;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == without) continue;
    hash = (hash ^ static_cast<unsigned char>(text[i])) * 16777619u;
  }
  return hash ^ (hash >> 15u);
}

// Calls `visit` with the hash of the text and of the text without each of its letters.
template <typename Visitor>
void ForEachDeletion(std::string_view text, Visitor&& visit) {
  visit(Hash(text));
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && text[i] == text[i - 1]) continue;  // the same text again
    visit(Hash(text, i));
  }
}

bool SameBeginning(char a, char b) {
  const auto sound = [](char c) { return c == 'c' ? 'k' : c == 'v' ? 'f' : c == 'z' ? 's' : c; };
  return sound(a) == sound(b);
}

}  // namespace

void NameIndex::Add(std::string_view words, AreaIndex area, NameKind kind, bool common) {
  Pending pending;
  pending.entry = {area, kind, 1, common};
  for (const char c : words) {
    if (c == ' ') {
      ++pending.entry.words;
    } else {
      pending.compact.push_back(c);
    }
  }
  if (pending.compact.empty()) return;
  max_words_ = std::max<int>(max_words_, pending.entry.words);
  pending_.push_back(std::move(pending));
}

void NameIndex::Finish() {
  std::sort(pending_.begin(), pending_.end(), [](const Pending& a, const Pending& b) {
    return std::tie(a.compact, a.entry.area, a.entry.kind) < std::tie(b.compact, b.entry.area, b.entry.kind);
  });
  for (const Pending& pending : pending_) {
    const std::string_view text(pending.compact);
    const bool same = !groups_.empty() && At(static_cast<std::uint32_t>(groups_.size() - 1)).text == text;
    if (!same) {
      const auto entries = static_cast<std::uint32_t>(entries_.size());
      groups_.push_back(
          {static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint32_t>(text.size()), entries, entries});
      texts_ += text;
    } else if (entries_.back().area == pending.entry.area) {
      continue;  // the surer kind came first
    }
    entries_.push_back(pending.entry);
    groups_.back().entries_end = static_cast<std::uint32_t>(entries_.size());
  }
  pending_.clear();
  pending_.shrink_to_fit();
  table_.assign(std::bit_ceil(groups_.size() * 2 + 2), 0);
  for (std::uint32_t group = 0; group < groups_.size(); ++group) {
    std::size_t slot = Hash(At(group).text) & (table_.size() - 1);
    while (table_[slot] != 0) slot = (slot + 1) & (table_.size() - 1);
    table_[slot] = group + 1;
  }
  IndexDeletions();
}

void NameIndex::IndexDeletions() {
  std::vector<std::uint32_t> counts(kHashBuckets + 1, 0);
  const auto each = [&](auto&& visit) {
    for (std::uint32_t group = 0; group < groups_.size(); ++group) {
      const std::string_view text = At(group).text;
      if (text.size() < kOneErrorFrom || text.size() > kLongestFuzzy) continue;
      ForEachDeletion(text, [&](std::uint32_t hash) { visit(hash, group); });
    }
  };
  std::size_t total = 0;
  each([&](std::uint32_t hash, std::uint32_t) {
    ++counts[(hash >> 16u) + 1];
    ++total;
  });
  for (std::size_t i = 1; i < counts.size(); ++i) counts[i] += counts[i - 1];
  hash_begin_ = counts;
  deletions_.resize(total);
  each([&](std::uint32_t hash, std::uint32_t group) { deletions_[counts[hash >> 16u]++] = {hash, group}; });
}

NameGroup NameIndex::At(std::uint32_t group) const {
  const Group& g = groups_[group];
  return {std::string_view(texts_).substr(g.text_begin, g.text_size),
          std::span(entries_).subspan(g.entries_begin, g.entries_end - g.entries_begin)};
}

NameGroup NameIndex::Find(std::string_view compact) const {
  if (table_.empty()) return {};
  for (std::size_t slot = Hash(compact) & (table_.size() - 1); table_[slot] != 0;
       slot = (slot + 1) & (table_.size() - 1)) {
    const NameGroup group = At(table_[slot] - 1);
    if (group.text == compact) return group;
  }
  return {};
}

std::vector<NameGroup> NameIndex::FindSimilar(std::string_view compact) const {
  std::vector<NameGroup> best;
  if (compact.size() < kOneErrorFrom || compact.size() > kLongestFuzzy || deletions_.empty()) return best;
  int limit = compact.size() >= kTwoErrorsFrom ? 2 : 1;
  ForEachDeletion(compact, [&](std::uint32_t hash) {
    const auto end = deletions_.begin() + hash_begin_[(hash >> 16u) + 1];
    for (auto at = deletions_.begin() + hash_begin_[hash >> 16u]; at != end; ++at) {
      if (at->hash != hash) continue;
      const NameGroup group = At(at->group);
      if (!SameBeginning(group.text.front(), compact.front())) continue;
      const int distance = EditDistance(compact, group.text, limit);
      if (distance == 0 || distance > limit) continue;
      if (distance < limit) best.clear();
      limit = distance;
      const bool known =
          std::any_of(best.begin(), best.end(), [&](const NameGroup& g) { return g.text.data() == group.text.data(); });
      if (!known) best.push_back(group);
    }
  });
  return best;
}

std::size_t NameIndex::bytes() const {
  return texts_.capacity() + entries_.capacity() * sizeof(NameEntry) + groups_.capacity() * sizeof(Group) +
         table_.capacity() * 4 + deletions_.capacity() * sizeof(Deletion) + hash_begin_.capacity() * 4;
}

int EditDistance(std::string_view a, std::string_view b, int limit) {
  constexpr std::size_t kMost = 64;
  if (a.size() < b.size()) std::swap(a, b);
  if (a.size() >= kMost || static_cast<int>(a.size() - b.size()) > limit) return limit + 1;
  std::array<std::array<int, kMost>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& now = rows[i % 3];
    const auto& before = rows[(i + 2) % 3];
    const auto& two_before = rows[(i + 1) % 3];
    now[0] = static_cast<int>(i);
    int smallest = now[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({before[j] + 1, now[j - 1] + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], two_before[j - 2] + 1);
      smallest = std::min(smallest, now[j]);
    }
    if (smallest > limit) return limit + 1;
  }
  return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

}  // namespace amtslotse::responsibility
