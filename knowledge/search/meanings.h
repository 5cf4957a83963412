// What the words of a query may also mean. Internal to search/.
#pragma once

#include <vector>

#include "knowledge/search/lookups.h"
#include "knowledge/search/synonyms.h"

namespace amtslotse::knowledge {

// Synonyms of words, of phrases and of compounds taken apart, and, weaker, the words of the same fields. A word that
// names something here itself needs its meanings less. `words` are the looked-up words of the query. In the order of
// their sources; they borrow from `synonyms`.
std::vector<Synonyms::Expansion> MeaningsOf(const std::vector<Word>& query,
                                            const std::vector<std::shared_ptr<const KnownWord>>& words,
                                            const Synonyms& synonyms, const ScoringWeights& weights);

}  // namespace amtslotse::knowledge
