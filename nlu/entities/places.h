#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "nlu/entities/taken.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {

// The names of German places, to find them in messages. Kept as hashes: 11 000 municipalities take
// some 60 KB. Immutable; thread-safe. An empty one finds nothing.
class PlaceNames {
 public:
  PlaceNames() = default;

  // `common_words` are folded words of everyday messages: a name among them ("Essen", "Hof") counts
  // only where a place is said ("Gemeinde Hof", "24201 Hof").
  PlaceNames(const std::vector<std::string>& names, const std::vector<std::string>& common_words);

  static absl::StatusOr<PlaceNames> Read(std::string_view bytes);
  std::string Write() const;

  // Adds each place that overlaps nothing found before.
  void Find(std::string_view text, std::span<const Token> tokens, Expecting expecting, Found& found) const;

 private:
  enum class Match { kNone, kCommonWord, kName };
  Match Lookup(std::uint32_t hash) const;
  void FillFilter();

  std::vector<std::uint32_t> names_;   // sorted
  std::vector<std::uint32_t> common_;  // sorted
  std::vector<bool> filter_;           // by a hash's lower bits: false where none of them is
};

}  // namespace amtslotse::nlu
