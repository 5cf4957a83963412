// Scores of documents for one query. Internal to search/.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "knowledge/search/lookups.h"
#include "knowledge/search/synonyms.h"

namespace amtslotse::knowledge {

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
  using KnownWords = std::vector<std::shared_ptr<const KnownWord>>;
  // What words of the query may also mean.
  struct Meaning {
    const Synonyms::Expansion* expansion;
    KnownWords words;
    std::uint64_t bits = 0;  // of the words' name keys
  };

  Scorer(const Lookups& lookups, const Synonyms& synonyms, const std::vector<Word>& query);
  Scorer(const Scorer&) = delete;

  // The best documents of the kinds whose bit (1 << HitKind) is set, best first, at most `limit`.
  std::vector<ScoredDocument> Best(unsigned kinds, std::size_t limit) const;

  // Of a compound that names nothing here, the document's names have the end alone: "Bewohnerpark-Ausweis".
  bool HasOnlyAnEnd(const ScoredDocument& document) const;

  // The document's names have the beginning of a compound, the word of the query at `place`: "Hundemarke" and "Hund
  // anmelden".
  bool HasFirstPart(const ScoredDocument& document, std::size_t place) const;

  // In a name, itself or as part of a compound.
  bool HasInName(const ScoredDocument& document, const std::string& stem) const {
    return Has(document, TermField::kName, stem);
  }
  bool HasInText(const ScoredDocument& document, const std::string& stem) const {
    return Has(document, TermField::kBody, stem);
  }

  // The query, or what a word of it means, says one of the document's names from beginning to end.
  bool SaysWholeName(const ScoredDocument& document) const;

  // What a document that has every word of the query in its name would score.
  float Possible() const;

  HitKind KindOf(const ScoredDocument& document) const {
    return segments_[document.segment].document(document.document).kind;
  }
  std::uint32_t documents() const { return segments_.documents(); }
  std::uint32_t services() const { return segments_.services(); }
  const std::vector<Word>& query() const { return query_; }
  const KnownWords& words() const { return words_; }  // of the query
  const std::vector<Meaning>& meanings() const { return meanings_; }

 private:
  struct Cover {
    float name;    // share of the name that the phrase says
    float phrase;  // share of the phrase, by rarity, that the name says
  };
  bool Has(const ScoredDocument& document, TermField field, const std::string& stem) const;
  static Cover CoverOf(const KnownWords& phrase, std::span<const std::uint64_t> name);
  std::vector<float> Scores(std::uint32_t segment) const;
  void AddMeanings(std::uint32_t segment, std::vector<float>& scores) const;
  std::vector<ScoredDocument> Candidates(unsigned kinds, std::size_t count) const;
  void Refine(ScoredDocument& candidate) const;
  float FoundShare(const ScoredDocument& document) const;

  const SearchedSegments& segments_;
  const ScoringWeights& weights_;
  const std::vector<Word>& query_;
  KnownWords words_;
  std::vector<Synonyms::Expansion> expansions_;
  std::vector<Meaning> meanings_;
  std::uint64_t asked_bits_ = 0;  // of the names' keys that query and meanings have
};

}  // namespace amtslotse::knowledge
