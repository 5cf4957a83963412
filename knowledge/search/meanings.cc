#include "knowledge/search/meanings.h"

#include <algorithm>

namespace amtslotse::knowledge {
namespace {

using Expansions = std::vector<Synonyms::Expansion>;

bool IsThere(const Expansions& expansions, const std::vector<Word>& words) {
  return std::any_of(expansions.begin(), expansions.end(),
                     [&words](const Synonyms::Expansion& known) { return *known.words == words; });
}

// "Gewerbeanmeldung" also means what "Gewerbe Anmeldung" does.
void AddCompounds(const std::vector<Word>& query, const std::vector<std::shared_ptr<const KnownWord>>& words,
                  const Synonyms& synonyms, float weight, Expansions& expansions) {
  std::vector<Word> apart;
  std::vector<int> source;
  std::vector<bool> whole;  // its parts were looked up with the query
  std::vector<bool> end;    // the last of several parts
  for (std::size_t i = 0; i < query.size(); ++i) {
    if (words[i]->parts.empty()) {
      apart.push_back(query[i]);
    } else {
      for (const std::string& part : words[i]->parts) apart.push_back({part, part});
    }
    source.resize(apart.size(), static_cast<int>(i));
    whole.resize(apart.size(), words[i]->parts.empty());
    end.resize(apart.size(), false);
    end.back() = words[i]->parts.size() > 1;
  }
  if (apart.size() == query.size()) return;
  for (Synonyms::Expansion& found : synonyms.Expand(apart, whole)) {
    if (IsThere(expansions, *found.words)) continue;
    found.weight *= weight;
    const auto part = static_cast<std::size_t>(found.source);
    found.of_end = end[part];
    found.of_begin = !whole[part] && !end[part] && found.terms == 1;
    found.source = source[static_cast<std::size_t>(found.source)];
    expansions.push_back(found);
  }
}

void AddNear(const std::string& stem, const Synonyms& synonyms, float weight, int source, Expansions& expansions) {
  for (const std::vector<Word>* words : synonyms.Near(stem)) {
    const bool known = std::any_of(expansions.begin(), expansions.end(), [&](const Synonyms::Expansion& other) {
      return other.source == source && other.words == words;
    });
    if (!known) expansions.push_back({.words = words, .weight = weight, .source = source, .near = true});
  }
}

// Whether names have the words that mean something. A phrase with a word that no name has ("Kennzeichen weg") is more
// than a word that names something itself.
bool IsInNames(const Synonyms::Expansion& expansion, const std::vector<std::shared_ptr<const KnownWord>>& words) {
  const auto begin = static_cast<std::size_t>(expansion.source);
  const std::size_t end = std::min(words.size(), begin + static_cast<std::size_t>(expansion.terms));
  for (std::size_t i = begin; i < end; ++i) {
    if (!words[i]->in_names) return false;
  }
  return true;
}

}  // namespace

std::vector<Synonyms::Expansion> MeaningsOf(const std::vector<Word>& query,
                                            const std::vector<std::shared_ptr<const KnownWord>>& words,
                                            const Synonyms& synonyms, const ScoringWeights& weights) {
  constexpr float kFewWords = 3;  // a long question says itself what it is about
  Expansions expansions = synonyms.Expand(query);
  AddCompounds(query, words, synonyms, weights.apart, expansions);
  const float share = std::min(1.0f, kFewWords / static_cast<float>(std::max<std::size_t>(1, query.size())));
  for (std::size_t i = 0; i < query.size(); ++i) {
    AddNear(query[i].stem, synonyms, weights.near * share, static_cast<int>(i), expansions);
    for (const std::string& part : words[i]->parts)
      AddNear(part, synonyms, weights.near_part, static_cast<int>(i), expansions);
  }
  for (Synonyms::Expansion& expansion : expansions) {
    if (!IsInNames(expansion, words)) continue;
    expansion.weight *= weights.of_name * (query.size() > 1 ? weights.of_one_name : 1);
  }
  std::stable_sort(expansions.begin(), expansions.end(),
                   [](const Synonyms::Expansion& a, const Synonyms::Expansion& b) { return a.source < b.source; });
  return expansions;
}

}  // namespace amtslotse::knowledge
