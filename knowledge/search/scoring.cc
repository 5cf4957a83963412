#include "knowledge/search/scoring.h"

#include <algorithm>
#include <cmath>

#include "nlu/text/ngrams.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kRefined = 40;

}  // namespace

Scorer::Scorer(const std::vector<std::shared_ptr<const Segment>>& segments, const Synonyms& synonyms,
               std::vector<Word> query, const ScoringWeights& weights)
    : segments_(segments), weights_(weights), query_(std::move(query)), expansions_(synonyms.Expand(query_)) {
  for (const auto& segment : segments_) documents_ += static_cast<float>(segment->size());
  terms_ = TermsOf(query_);
  for (const Synonyms::Expansion& expansion : expansions_)
    expansion_terms_.push_back(TermsOf(*expansion.words));
  for (const Word& word : query_) {
    query_rarity_.push_back(std::max(Rarity(TermKey(TermField::kName, word.stem)), 0.1f));
  }
}

// The inverse document frequency of BM25, over all segments.
float Scorer::Rarity(std::uint64_t key) const {
  float with = 0;
  for (const auto& segment : segments_) with += static_cast<float>(segment->postings(key).size());
  return std::log(1 + (documents_ - with + 0.5f) / (with + 0.5f));
}

std::vector<std::string> Scorer::PartsOf(const std::string& word) const {
  for (const auto& segment : segments_) {
    std::vector<std::string> parts = segment->vocabulary().Split(word);
    if (!parts.empty()) return parts;
  }
  return {};
}

std::vector<Scorer::Term> Scorer::TermsOf(const std::vector<Word>& words) const {
  std::vector<Term> terms;
  const auto add = [&](TermField field, std::string_view text, float weight) {
    const std::uint64_t key = TermKey(field, text);
    terms.push_back({key, weight * Rarity(key)});
  };
  for (const Word& word : words) {
    add(TermField::kName, word.stem, weights_.name);
    add(TermField::kBody, word.stem, weights_.body);
    for (const std::string& part : PartsOf(word.text)) {
      add(TermField::kName, part, weights_.name * weights_.query_part);
      add(TermField::kBody, part, weights_.body * weights_.query_part);
    }
    nlu::ForEachCharacterNgram(word.text, kGramLength, kGramLength, [&](std::string_view gram) {
      add(TermField::kNameGram, gram, weights_.name_gram);
      add(TermField::kGram, gram, weights_.gram);
    });
  }
  return terms;
}

void Scorer::Accumulate(const std::vector<Term>& terms, const Segment& segment,
                        std::vector<float>& scores) const {
  for (const Term& term : terms) {
    for (const Posting& posting : segment.postings(term.key))
      scores[posting.document()] += term.weight * posting.impact();
  }
}

// The words' own score, and beside it that of the best meaning.
std::vector<float> Scorer::Scores(const Segment& segment) const {
  std::vector<float> scores(segment.size(), 0.0f);
  Accumulate(terms_, segment, scores);
  if (expansions_.empty()) return scores;
  std::vector<float> best(segment.size(), 0.0f);
  std::vector<float> one(segment.size());
  for (std::size_t i = 0; i < expansions_.size(); ++i) {
    std::fill(one.begin(), one.end(), 0.0f);
    Accumulate(expansion_terms_[i], segment, one);
    const float weight = expansions_[i].weight;
    for (std::size_t d = 0; d < one.size(); ++d) best[d] = std::max(best[d], weight * one[d]);
  }
  for (std::size_t d = 0; d < best.size(); ++d) scores[d] += weights_.synonym * best[d];
  return scores;
}

std::vector<ScoredDocument> Scorer::Candidates(unsigned kinds, std::size_t count) const {
  const auto better = [](const ScoredDocument& a, const ScoredDocument& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.segment != b.segment ? a.segment > b.segment : a.document < b.document;
  };
  std::vector<ScoredDocument> heap;  // the worst of the best on top
  for (std::uint32_t s = 0; s < segments_.size(); ++s) {
    const Segment& segment = *segments_[s];
    const std::vector<float> scores = Scores(segment);
    for (std::uint32_t d = 0; d < scores.size(); ++d) {
      if (scores[d] <= 0) continue;
      const float most = scores[d] * (1 + weights_.prior);
      if (heap.size() == count && most <= heap.front().score) continue;
      const SegmentDocument document = segment.document(d);
      if (!(kinds & (1u << static_cast<unsigned>(document.kind)))) continue;
      ScoredDocument candidate{s, d, scores[d] * (1 + weights_.prior * document.prior)};
      if (heap.size() == count) {
        if (!better(candidate, heap.front())) continue;
        std::pop_heap(heap.begin(), heap.end(), better);
        heap.back() = candidate;
      } else {
        heap.push_back(candidate);
      }
      std::push_heap(heap.begin(), heap.end(), better);
    }
  }
  return heap;
}

bool Scorer::Has(const ScoredDocument& document, std::uint64_t key) const {
  const std::span<const Posting> postings = segments_[document.segment]->postings(key);
  const auto place = std::lower_bound(
      postings.begin(), postings.end(), document.document,
      [](const Posting& posting, std::uint32_t number) { return posting.document() < number; });
  return place != postings.end() && place->document() == document.document;
}

bool Scorer::InName(const ScoredDocument& document, const std::string& stem) const {
  return Has(document, TermKey(TermField::kName, stem));
}

bool Scorer::InBody(const ScoredDocument& document, const std::string& stem) const {
  return Has(document, TermKey(TermField::kBody, stem));
}

// How well the query and each of the document's names cover each other; the best name counts.
void Scorer::Refine(ScoredDocument& candidate) const {
  const std::span<const std::uint64_t> names = segments_[candidate.segment]->names(candidate.document);
  std::vector<std::uint64_t> asked;
  for (const Word& word : query_) asked.push_back(TermKey(TermField::kName, word.stem));
  float best = -1;
  for (std::size_t begin = 0; begin < names.size();) {
    const auto end = static_cast<std::size_t>(
        std::find(names.begin() + static_cast<std::ptrdiff_t>(begin), names.end(), 0) - names.begin());
    const std::span<const std::uint64_t> name = names.subspan(begin, end - begin);
    begin = end + 1;
    if (name.empty()) continue;
    float said = 0, total = 0;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      total += query_rarity_[i];
      if (std::find(name.begin(), name.end(), asked[i]) != name.end()) said += query_rarity_[i];
    }
    const auto covered = static_cast<float>(std::count_if(name.begin(), name.end(), [&](std::uint64_t key) {
      return std::find(asked.begin(), asked.end(), key) != asked.end();
    }));
    const float name_share = covered / static_cast<float>(name.size());
    const float query_share = total > 0 ? said / total : 0;
    const float worth = weights_.name_share * name_share +
                        weights_.exact_name * name_share * name_share * query_share * query_share;
    if (worth <= best) continue;
    best = worth;
    candidate.name_share = name_share;
    candidate.query_share = query_share;
  }
  if (best > 0) candidate.score *= 1 + best;
}

std::vector<ScoredDocument> Scorer::Best(unsigned kinds, std::size_t limit) const {
  std::vector<ScoredDocument> best = Candidates(kinds, std::max(limit, kRefined));
  for (ScoredDocument& candidate : best) Refine(candidate);
  std::sort(best.begin(), best.end(), [](const ScoredDocument& a, const ScoredDocument& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.segment != b.segment ? a.segment > b.segment : a.document < b.document;
  });
  if (best.size() > limit) best.resize(limit);
  for (ScoredDocument& document : best) {
    float found = 0, total = 0;
    for (std::size_t i = 0; i < query_.size(); ++i) {
      total += query_rarity_[i];
      if (InName(document, query_[i].stem) || InBody(document, query_[i].stem)) found += query_rarity_[i];
    }
    document.found = total > 0 ? found / total : 0;
  }
  return best;
}

float Scorer::Possible() const {
  float sum = 0;
  for (const Term& term : terms_) sum += term.weight;
  return sum;
}

}  // namespace amtslotse::knowledge
