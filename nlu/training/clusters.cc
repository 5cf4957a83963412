#include "nlu/training/clusters.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <unordered_map>

#include "nlu/text/ngrams.h"
#include "nlu/text/tokens.h"

namespace amtslotse::nlu {
namespace {

using Grams = std::vector<std::uint32_t>;  // sorted, each once

Grams GramsOf(std::string_view text) {
  std::string line;
  for (const std::string& word : FoldedWords(text)) {
    if (!line.empty()) line.push_back(' ');
    line += word;
  }
  Grams grams;
  ForEachCharacterNgram(line, 3, 3, [&grams](std::string_view gram) { grams.push_back(StableHash(gram)); });
  if (grams.empty()) grams.push_back(StableHash(line));
  std::sort(grams.begin(), grams.end());
  grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
  return grams;
}

double Jaccard(std::size_t shared, std::size_t a, std::size_t b) {
  return static_cast<double>(shared) / static_cast<double>(a + b - shared);
}

// Finds, among texts added before, those that share enough 3-grams.
class Neighbours {
 public:
  void Add(const Grams& grams) {
    const auto number = static_cast<std::uint32_t>(sizes_.size());
    for (const std::uint32_t gram : grams) postings_[gram].push_back(number);
    sizes_.push_back(grams.size());
    shared_.push_back(0);
  }

  void ForEachNearDuplicate(const Grams& grams, const std::function<void(std::size_t)>& visit) {
    std::vector<std::uint32_t> touched;
    for (const std::uint32_t gram : grams) {
      const auto found = postings_.find(gram);
      if (found == postings_.end()) continue;
      for (const std::uint32_t other : found->second) {
        if (shared_[other]++ == 0) touched.push_back(other);
      }
    }
    for (const std::uint32_t other : touched) {
      if (Jaccard(shared_[other], grams.size(), sizes_[other]) >= kNearDuplicate) visit(other);
      shared_[other] = 0;
    }
  }

 private:
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> postings_;
  std::vector<std::size_t> sizes_;
  std::vector<std::uint32_t> shared_;
};

std::size_t Root(std::vector<std::size_t>& parent, std::size_t at) {
  while (parent[at] != at) {
    parent[at] = parent[parent[at]];
    at = parent[at];
  }
  return at;
}

}  // namespace

double Likeness(std::string_view a, std::string_view b) {
  const Grams first = GramsOf(a);
  const Grams second = GramsOf(b);
  Grams shared;
  std::set_intersection(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(shared));
  return Jaccard(shared.size(), first.size(), second.size());
}

std::vector<std::size_t> NearDuplicateClusters(const std::vector<std::string>& texts) {
  std::vector<std::size_t> parent(texts.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  Neighbours neighbours;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Grams grams = GramsOf(texts[i]);
    neighbours.ForEachNearDuplicate(grams, [&](std::size_t other) {
      const std::size_t a = Root(parent, i);
      const std::size_t b = Root(parent, other);
      parent[std::max(a, b)] = std::min(a, b);
    });
    neighbours.Add(grams);
  }
  for (std::size_t i = 0; i < parent.size(); ++i) parent[i] = Root(parent, i);
  return parent;
}

std::vector<bool> HeldBack(const std::vector<std::string>& texts, double share, std::uint64_t seed) {
  const std::vector<std::size_t> clusters = NearDuplicateClusters(texts);
  std::vector<bool> held(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::uint32_t hash = StableHash(Fold(texts[clusters[i]]), static_cast<std::uint32_t>(seed * 2654435761u));
    held[i] = static_cast<double>((hash * 2654435769u) >> 8) < share * static_cast<double>(1u << 24);
  }
  return held;
}

std::vector<bool> Leaks(const std::vector<std::string>& tests, const std::vector<std::string>& training) {
  Neighbours neighbours;
  for (const std::string& text : training) neighbours.Add(GramsOf(text));
  std::vector<bool> leaks;
  for (const std::string& text : tests) {
    bool found = false;
    neighbours.ForEachNearDuplicate(GramsOf(text), [&found](std::size_t) { found = true; });
    leaks.push_back(found);
  }
  return leaks;
}

}  // namespace amtslotse::nlu
