// What words are in the index, looked up once and kept: citizens use the same ones. Internal to search/.
#pragma once

#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

#include "knowledge/search/segment.h"
#include "knowledge/search/text_map.h"

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
  float apart = 0.7f;        // meanings of a compound taken apart
  float near = 0.5f;         // words of the same field
  float near_part = 0.35f;   // of the field of a compound's part
  float of_name = 0.7f;      // meanings of a word that names something itself
  float of_one_name = 0.5f;  // and that is not the only word
};

// The segments that are searched as one. Immutable; safe to share between threads.
class SearchedSegments {
 public:
  explicit SearchedSegments(std::vector<std::shared_ptr<const Segment>> segments);

  std::size_t count() const { return segments_.size(); }
  const Segment& operator[](std::size_t number) const { return *segments_[number]; }
  std::uint32_t documents() const { return documents_; }
  std::uint32_t services() const { return services_; }
  // The inverse document frequency of BM25 of a term that so many documents have.
  float Rarity(std::size_t with) const { return rarity_[with]; }

 private:
  std::vector<std::shared_ptr<const Segment>> segments_;
  std::uint32_t documents_ = 0;
  std::uint32_t services_ = 0;
  std::vector<float> rarity_;
};

// The documents of one segment that have a term, and what it weighs.
struct WeightedList {
  std::span<const Posting> postings;  // not empty
  float weight;                       // with the inverse document frequency
  std::uint16_t segment;
  TermField field;
  bool of_word;  // not only of a part or a gram
};

// What a word gives a document, from all its lists.
struct Share {
  std::uint32_t document;
  float score;
};

struct KnownWord {
  std::vector<WeightedList> lists;  // those of the word itself first; in small towns only those
  // By segment, in the order of the documents; empty in large towns, where the lists are added up for each query.
  std::vector<std::vector<Share>> shares;
  float possible = 0;              // the weights of all its terms, also of those that no document has
  std::vector<std::string> parts;  // stems, when it is a compound of known words
  std::uint64_t name_key = 0;
  float rarity = 0;  // in names; at least 0.1
  bool in_names = false;
};

// Thread-safe. Keeps the segments.
class Lookups {
 public:
  explicit Lookups(std::vector<std::shared_ptr<const Segment>> segments, const ScoringWeights& weights = {});

  const SearchedSegments& segments() const { return segments_; }
  const ScoringWeights& weights() const { return weights_; }
  std::shared_ptr<const KnownWord> Of(const Word& word) const;
  std::vector<std::shared_ptr<const KnownWord>> Of(const std::vector<Word>& words) const;
  // The word that was probably meant; empty when it is known, or a compound of known words.
  std::string Corrected(const Word& word) const;

 private:
  std::shared_ptr<const KnownWord> LookUp(const Word& word) const;
  void Add(TermField field, std::string_view text, float weight, bool of_word, KnownWord& known) const;
  void AddUp(KnownWord& known) const;
  std::string Correct(const Word& word) const;

  SearchedSegments segments_;
  ScoringWeights weights_;
  mutable std::shared_mutex lock_;
  mutable TextMap<std::shared_ptr<const KnownWord>> kept_;
  mutable std::size_t kept_shares_ = 0;
  mutable TextMap<std::string> corrected_;
};

// Whether a document has the word, itself or as part of a compound, in this field.
bool Has(const KnownWord& word, std::uint32_t segment, std::uint32_t document, TermField field);

}  // namespace amtslotse::knowledge
