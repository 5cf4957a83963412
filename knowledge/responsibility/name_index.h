// From the words of a name, in any spelling, to the areas that bear it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::responsibility {

using AreaIndex = std::uint32_t;
inline constexpr AreaIndex kNoArea = 0xFFFFFFFF;

// How a name belongs to its area; the smaller, the surer.
enum class NameKind : std::uint8_t {
  kOfficial,      // "Neustadt in Holstein"
  kShort,         // "Neustadt"
  kAlias,         // "Hannoversch Münden"
  kAbbreviation,  // "SH"; counts only beside another name
  kPlate,         // "OH" of vehicles' number plates; counts only as "Kreis OH"
  kPart,          // "Besenbek" of Raa-Besenbek, "Oldesloe" of Bad Oldesloe
};

struct NameEntry {
  AreaIndex area = kNoArea;
  NameKind kind = NameKind::kOfficial;
  std::uint8_t words = 0;
  bool common = false;  // also an ordinary word: Essen, Wald, Buch
};

// Names of one spelling: equal after folding (nlu::Fold) and without spaces, hyphens and points.
struct NameGroup {
  std::string_view text;  // folded, compact
  std::span<const NameEntry> entries;
};

// Build once, then immutable and safe to share. Views point into the index.
class NameIndex {
 public:
  NameIndex() = default;
  NameIndex(const NameIndex&) = delete;
  NameIndex& operator=(const NameIndex&) = delete;
  NameIndex(NameIndex&&) = default;
  NameIndex& operator=(NameIndex&&) = default;

  // `words`: folded words separated by single spaces.
  void Add(std::string_view words, AreaIndex area, NameKind kind, bool common);
  void Finish();

  // `compact`: folded, without spaces. Empty entries: no such name.
  NameGroup Find(std::string_view compact) const;
  // The groups nearest to a misspelt name, all at the same distance: one error from five letters on, two from eight on;
  // the first letter must be right. Errors: a letter missing, added, wrong, or two swapped. Never returns an exact
  // match.
  std::vector<NameGroup> FindSimilar(std::string_view compact) const;
  // The most words that a name has.
  int max_words() const { return max_words_; }
  std::size_t bytes() const;

 private:
  struct Group {
    std::uint32_t text_begin = 0;
    std::uint32_t text_size = 0;
    std::uint32_t entries_begin = 0;
    std::uint32_t entries_end = 0;
  };
  struct Pending {
    std::string compact;
    NameEntry entry;
  };
  struct Deletion {
    std::uint32_t hash;
    std::uint32_t group;
  };

  NameGroup At(std::uint32_t group) const;
  void IndexDeletions();

  std::vector<Pending> pending_;
  std::string texts_;
  std::vector<NameEntry> entries_;
  std::vector<Group> groups_;
  std::vector<std::uint32_t> table_;       // open addressing: group + 1, 0 empty
  std::vector<Deletion> deletions_;        // by hash
  std::vector<std::uint32_t> hash_begin_;  // by the hash's upper 16 bits
  int max_words_ = 1;
};

// Optimal string alignment distance, or `limit + 1` when larger. Bytes, not code points: folded German is ASCII.
int EditDistance(std::string_view a, std::string_view b, int limit);

}  // namespace amtslotse::responsibility
