#include "knowledge/search/scoring.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "knowledge/search/meanings.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kRefined = 40;

std::uint64_t BitOf(std::uint64_t key) { return std::uint64_t{1} << (key >> 58); }

std::uint64_t BitsOf(const Scorer::KnownWords& words) {
  std::uint64_t bits = 0;
  for (const auto& word : words) bits |= BitOf(word->name_key);
  return bits;
}

// What a word gives each document of a segment; of the word itself alone, or also of its parts and grams.
template <typename Visit>
void ForEachShare(const KnownWord& word, std::uint32_t segment, bool of_word, const Visit& visit) {
  if (!of_word && !word.shares.empty()) {
    for (const Share& share : word.shares[segment]) visit(share.document, share.score);
    return;
  }
  for (const WeightedList& list : word.lists) {
    if (of_word && !list.of_word) break;  // those of the word itself come first
    if (list.segment != segment) continue;
    for (const Posting& posting : list.postings) visit(posting.document(), list.weight * posting.impact());
  }
}

}  // namespace

Scorer::Scorer(const Lookups& lookups, const Synonyms& synonyms, const std::vector<Word>& query)
    : segments_(lookups.segments()),
      weights_(lookups.weights()),
      query_(query),
      words_(lookups.Of(query)),
      expansions_(MeaningsOf(query, words_, synonyms, weights_)) {
  meanings_.reserve(expansions_.size());
  asked_bits_ = BitsOf(words_);
  for (const Synonyms::Expansion& expansion : expansions_) {
    KnownWords words = lookups.Of(*expansion.words);
    const std::uint64_t bits = BitsOf(words);
    meanings_.push_back({&expansion, std::move(words), bits});
    asked_bits_ |= bits;
  }
}

namespace {

// Scores of which few are not 0; cleared by what was touched.
struct SparseScores {
  std::vector<float> of;
  std::vector<std::uint32_t> touched;

  explicit SparseScores(std::size_t size) : of(size, 0.0f) {}
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
std::vector<float> Scorer::Scores(std::uint32_t segment) const {
  std::vector<float> scores(segments_[segment].size(), 0.0f);
  for (const auto& word : words_)
    ForEachShare(*word, segment, false, [&scores](std::uint32_t document, float score) { scores[document] += score; });
  if (!meanings_.empty()) AddMeanings(segment, scores);
  return scores;
}

void Scorer::AddMeanings(std::uint32_t segment, std::vector<float>& scores) const {
  SparseScores best(scores.size()), one(scores.size());
  for (std::size_t i = 0; i < meanings_.size(); ++i) {
    for (const auto& word : meanings_[i].words) {
      ForEachShare(*word, segment, expansions_[i].near, [&one](std::uint32_t document, float score) {
        one.Touch(document);
        one.of[document] += score;
      });
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
}

std::vector<ScoredDocument> Scorer::Candidates(unsigned kinds, std::size_t count) const {
  const auto better = [](const ScoredDocument& a, const ScoredDocument& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.segment != b.segment ? a.segment > b.segment : a.document < b.document;
  };
  std::vector<ScoredDocument> heap;  // the worst of the best on top
  heap.reserve(count);
  for (std::uint32_t s = 0; s < segments_.count(); ++s) {
    const Segment& segment = segments_[s];
    const std::vector<float> scores = Scores(s);
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

// Rare words count more.
float Scorer::FoundShare(const ScoredDocument& document) const {
  float found = 0, total = 0;
  for (const auto& word : words_) {
    total += word->rarity;
    const bool has = knowledge::Has(*word, document.segment, document.document, TermField::kName) ||
                     knowledge::Has(*word, document.segment, document.document, TermField::kBody);
    if (has) found += word->rarity;
  }
  return total > 0 ? found / total : 0;
}

bool Scorer::Has(const ScoredDocument& document, TermField field, const std::string& stem) const {
  const std::span<const Posting> postings = segments_[document.segment].postings(TermKey(field, stem));
  return std::any_of(postings.begin(), postings.end(),
                     [&document](const Posting& posting) { return posting.document() == document.document; });
}

bool Scorer::HasOnlyAnEnd(const ScoredDocument& document) const {
  return std::any_of(words_.begin(), words_.end(), [&](const auto& word) {
    return !word->in_names && word->parts.size() > 1 && !HasInName(document, word->parts.front()) &&
           HasInName(document, word->parts.back());
  });
}

bool Scorer::HasFirstPart(const ScoredDocument& document, std::size_t place) const {
  // Whom it is for, not what: "Kindergeld" is no card for a child.
  static constexpr std::array<std::string_view, 9> kWhom = {"kind",  "famili", "jugend",  "senior", "burg",
                                                            "buerg", "schul",  "gemeind", "person"};
  const std::vector<std::string>& parts = words_[place]->parts;
  return parts.size() > 1 && HasInName(document, parts.front()) &&
         std::find(kWhom.begin(), kWhom.end(), parts.front()) == kWhom.end();
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

Scorer::Cover Scorer::CoverOf(const KnownWords& phrase, std::span<const std::uint64_t> name) {
  float said = 0, total = 0;
  for (const auto& word : phrase) {
    total += word->rarity;
    if (std::find(name.begin(), name.end(), word->name_key) != name.end()) said += word->rarity;
  }
  if (said <= 0) return {0, 0};
  const auto covered = std::count_if(name.begin(), name.end(), [&](std::uint64_t key) {
    return std::any_of(phrase.begin(), phrase.end(), [key](const auto& word) { return word->name_key == key; });
  });
  return {static_cast<float>(covered) / static_cast<float>(name.size()), said / total};
}

bool Scorer::SaysWholeName(const ScoredDocument& document) const {
  bool whole = false;
  ForEachName(segments_[document.segment].names(document.document), [&](std::span<const std::uint64_t> name) {
    const auto said = [&name](const KnownWords& words) { return CoverOf(words, name).name >= 1; };
    whole = whole || said(words_) || std::any_of(meanings_.begin(), meanings_.end(), [&](const Meaning& meaning) {
              const Synonyms::Expansion& from = *meaning.expansion;
              return !from.near && !from.of_end && !from.of_begin && said(meaning.words);
            });
  });
  return whole;
}

// How well the query, or what it may mean, and each of the document's names cover each other; the best counts.
void Scorer::Refine(ScoredDocument& candidate) const {
  float best = -1, best_meaning = 0;
  const auto visit = [&](std::span<const std::uint64_t> name) {
    std::uint64_t bits = 0;
    for (const std::uint64_t key : name) bits |= BitOf(key);
    if ((bits & asked_bits_) == 0) return;
    const Cover cover = CoverOf(words_, name);
    const float exact = cover.name * cover.name * cover.phrase * cover.phrase;
    const float worth = weights_.name_share * cover.name + weights_.exact_name * exact;
    if (worth > best) {
      best = worth;
      candidate.name_share = cover.name;
      candidate.query_share = cover.phrase;
    }
    for (const Meaning& meant : meanings_) {
      if ((bits & meant.bits) == 0) continue;
      const Cover meaning = CoverOf(meant.words, name);
      const float all = meaning.phrase * meaning.phrase;
      const float worth_of_meaning = weights_.meaning_share * meaning.name * all + weights_.meaning_all * all;
      best_meaning = std::max(best_meaning, meant.expansion->weight * worth_of_meaning);
    }
  };
  ForEachName(segments_[candidate.segment].names(candidate.document), visit);
  candidate.found = FoundShare(candidate);
  candidate.score *= (1 + std::max(best, 0.0f) + best_meaning) * (1 + weights_.found * candidate.found);
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
  for (const auto& word : words_) sum += word->possible;
  return sum;
}

}  // namespace amtslotse::knowledge
