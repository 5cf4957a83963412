#include "knowledge/search/scoring.h"

#include <algorithm>
#include <cmath>

#include "nlu/text/ngrams.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kRefined = 40;
// In a large town, a gram that every eighth document has tells little, and its list is long.
constexpr float kTellingGram = 2.0f;
constexpr float kLargeTown = 2000;  // documents

}  // namespace

Scorer::Scorer(const std::vector<std::shared_ptr<const Segment>>& segments, const Synonyms& synonyms,
               std::vector<Word> query, const ScoringWeights& weights)
    : segments_(segments), weights_(weights), query_(std::move(query)), expansions_(synonyms.Expand(query_)) {
  for (const auto& segment : segments_) documents_ += static_cast<float>(segment->size());
  terms_ = TermsOf(query_);
  for (const Synonyms::Expansion& expansion : expansions_)
    expansion_terms_.push_back(TermsOf(*expansion.words));
  asked_ = PhraseOf(query_);
  for (const Synonyms::Expansion& expansion : expansions_) meant_.push_back(PhraseOf(*expansion.words));
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
    const float rarity = Rarity(key);
    const bool gram = field == TermField::kNameGram || field == TermField::kGram;
    if (gram && rarity < kTellingGram && documents_ > kLargeTown) return;
    terms.push_back({key, weight * rarity});
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

namespace {

// Scores of which few are not 0; cleared by what was touched.
struct SparseScores {
  std::vector<float> of;
  std::vector<std::uint32_t> touched;

  void Resize(std::size_t size) { of.assign(size, 0.0f), touched.clear(); }
  void Touch(std::uint32_t document) {
    if (of[document] == 0) touched.push_back(document);
  }
  void Clear() {
    for (const std::uint32_t document : touched) of[document] = 0;
    touched.clear();
  }
};

}  // namespace

// The words' own score, and beside it, for each word with meanings, that of its best meaning.
std::vector<float> Scorer::Scores(const Segment& segment) const {
  std::vector<float> scores(segment.size(), 0.0f);
  Accumulate(terms_, segment, scores);
  if (expansions_.empty()) return scores;
  SparseScores best, one;
  best.Resize(segment.size());
  one.Resize(segment.size());
  for (std::size_t i = 0; i < expansions_.size(); ++i) {
    for (const Term& term : expansion_terms_[i]) {
      for (const Posting& posting : segment.postings(term.key)) {
        one.Touch(posting.document());
        one.of[posting.document()] += term.weight * posting.impact();
      }
    }
    for (const std::uint32_t d : one.touched) {
      best.Touch(d);
      best.of[d] = std::max(best.of[d], expansions_[i].weight * one.of[d]);
    }
    one.Clear();
    if (i + 1 < expansions_.size() && expansions_[i + 1].source == expansions_[i].source) continue;
    for (const std::uint32_t d : best.touched) scores[d] += weights_.synonym * best.of[d];
    best.Clear();
  }
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

// Rare words count more.
float Scorer::FoundShare(const ScoredDocument& document) const {
  float found = 0, total = 0;
  for (std::size_t i = 0; i < query_.size(); ++i) {
    total += asked_.rarity[i];
    if (InName(document, query_[i].stem) || InBody(document, query_[i].stem)) found += asked_.rarity[i];
  }
  return total > 0 ? found / total : 0;
}

// Walks the stems of each of a document's names.
template <typename Visit>
static void ForEachName(std::span<const std::uint64_t> names, const Visit& visit) {
  for (std::size_t begin = 0; begin < names.size();) {
    const auto end = static_cast<std::size_t>(
        std::find(names.begin() + static_cast<std::ptrdiff_t>(begin), names.end(), 0) - names.begin());
    if (end > begin) visit(names.subspan(begin, end - begin));
    begin = end + 1;
  }
}

Scorer::Phrase Scorer::PhraseOf(const std::vector<Word>& words) const {
  Phrase phrase;
  for (const Word& word : words) {
    phrase.stems.push_back(TermKey(TermField::kName, word.stem));
    phrase.rarity.push_back(std::max(Rarity(phrase.stems.back()), 0.1f));
  }
  return phrase;
}

Scorer::Cover Scorer::CoverOf(const Phrase& phrase, std::span<const std::uint64_t> name) {
  float said = 0, total = 0;
  for (std::size_t i = 0; i < phrase.stems.size(); ++i) {
    total += phrase.rarity[i];
    if (std::find(name.begin(), name.end(), phrase.stems[i]) != name.end()) said += phrase.rarity[i];
  }
  const auto covered = std::count_if(name.begin(), name.end(), [&](std::uint64_t key) {
    return std::find(phrase.stems.begin(), phrase.stems.end(), key) != phrase.stems.end();
  });
  return {static_cast<float>(covered) / static_cast<float>(name.size()), total > 0 ? said / total : 0};
}

// How well the query, or what it may mean, and each of the document's names cover each other; the best counts.
void Scorer::Refine(ScoredDocument& candidate) const {
  float best = -1, best_meaning = 0;
  ForEachName(segments_[candidate.segment]->names(candidate.document), [&](std::span<const std::uint64_t> name) {
    const Cover cover = CoverOf(asked_, name);
    const float exact = cover.name * cover.name * cover.phrase * cover.phrase;
    const float worth = weights_.name_share * cover.name + weights_.exact_name * exact;
    if (worth > best) {
      best = worth;
      candidate.name_share = cover.name;
      candidate.query_share = cover.phrase;
    }
    for (std::size_t i = 0; i < meant_.size(); ++i) {
      const Cover meaning = CoverOf(meant_[i], name);
      const float all = meaning.phrase * meaning.phrase;
      best_meaning = std::max(best_meaning, expansions_[i].weight * (weights_.meaning_share * meaning.name * all +
                                                                     weights_.meaning_all * all));
    }
  });
  candidate.found = FoundShare(candidate);
  candidate.score *= (1 + std::max({best, 0.0f}) + best_meaning) * (1 + weights_.found * candidate.found);
}

std::vector<ScoredDocument> Scorer::Best(unsigned kinds, std::size_t limit) const {
  std::vector<ScoredDocument> best = Candidates(kinds, std::max(limit, kRefined));
  for (ScoredDocument& candidate : best) Refine(candidate);
  std::sort(best.begin(), best.end(), [](const ScoredDocument& a, const ScoredDocument& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.segment != b.segment ? a.segment > b.segment : a.document < b.document;
  });
  if (best.size() > limit) best.resize(limit);
  return best;
}

float Scorer::Possible() const {
  float sum = 0;
  for (const Term& term : terms_) sum += term.weight;
  return sum;
}

}  // namespace amtslotse::knowledge
