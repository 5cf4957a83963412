// Scores of documents for one query. Internal to search/.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "knowledge/search/segment.h"
#include "knowledge/search/synonyms.h"

namespace amtslotse::knowledge {

// Found on Munich's catalogue and the demo towns' (docs/decisions/0004-search-engine.md).
struct ScoringWeights {
  float name = 1.1f;
  float body = 0.7f;
  float name_gram = 0.14f;
  float gram = 0.31f;
  float query_part = 0.23f;  // a compound's part in the query
  float synonym = 0.8f;      // the best meaning, beside the words themselves
  float prior = 1.15f;
  float found = 0.15f;       // the share of the query that a document has
  float name_share = 0.16f;  // how much of a document's name the query says
  float exact_name = 0.35f;  // the query says exactly one of its names
  float meaning_share = 0.3f;
  float meaning_all = 0.1f;
};

struct ScoredDocument {
  std::uint32_t segment = 0;
  std::uint32_t document = 0;
  float score = 0;
  float found = 0;        // 0…1: share of the query that the document has, as words, parts or by a synonym
  float name_share = 0;   // 0…1: share of its best name that the query says
  float query_share = 0;  // 0…1: share of the query that this name says
};

// One query against the segments. Borrows all it is given.
class Scorer {
 public:
  Scorer(const std::vector<std::shared_ptr<const Segment>>& segments, const Synonyms& synonyms,
         std::vector<Word> query, const ScoringWeights& weights = {});

  // The best documents of the kinds whose bit (1 << HitKind) is set, best first, at most `limit`.
  std::vector<ScoredDocument> Best(unsigned kinds, std::size_t limit) const;

  // What a document that has every word of the query in its name would score.
  float Possible() const;

  const std::vector<Word>& query() const { return query_; }
  const std::vector<Synonyms::Expansion>& expansions() const { return expansions_; }
  // Whether the document has the word: itself or as part of a compound. In its names, in its body.
  bool InName(const ScoredDocument& document, const std::string& stem) const;
  bool InBody(const ScoredDocument& document, const std::string& stem) const;

 private:
  struct Term {
    std::uint64_t key;
    float weight;  // with the inverse document frequency
  };
  // Words as the stems of names, with how rare each is.
  struct Phrase {
    std::vector<std::uint64_t> stems;
    std::vector<float> rarity;
  };
  struct Cover {
    float name;    // share of the name that the phrase says
    float phrase;  // share of the phrase, by rarity, that the name says
  };
  Phrase PhraseOf(const std::vector<Word>& words) const;
  static Cover CoverOf(const Phrase& phrase, std::span<const std::uint64_t> name);
  std::vector<Term> TermsOf(const std::vector<Word>& words) const;
  float Rarity(std::uint64_t key) const;
  void Accumulate(const std::vector<Term>& terms, const Segment& segment, std::vector<float>& scores) const;
  std::vector<float> Scores(const Segment& segment) const;
  std::vector<ScoredDocument> Candidates(unsigned kinds, std::size_t count) const;
  void Refine(ScoredDocument& candidate) const;
  float FoundShare(const ScoredDocument& document) const;
  bool Has(const ScoredDocument& document, std::uint64_t key) const;
  std::vector<std::string> PartsOf(const std::string& word) const;

  const std::vector<std::shared_ptr<const Segment>>& segments_;
  ScoringWeights weights_;
  std::vector<Word> query_;
  std::vector<Synonyms::Expansion> expansions_;
  float documents_ = 0;
  std::vector<Term> terms_;
  std::vector<std::vector<Term>> expansion_terms_;
  Phrase asked_;
  std::vector<Phrase> meant_;  // of the expansions
};

}  // namespace amtslotse::knowledge
