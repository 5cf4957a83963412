// One immutable piece of the search index: an inverted index over documents, as a flat file that is mapped
// into memory.
//
// Why not a library: the ranking lives on character 4-grams, whose posting lists are long. Measured with the
// same terms and 10 000 services, Xapian took 4.7 ms a query, these flat lists 0.1 ms
// (docs/decisions/0004-search-engine.md). A segment holds impacts – the part of BM25 that depends on the
// document – and document counts; the weight of a term over all segments is made at query time, so that
// segments can be combined.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/search.h"
#include "knowledge/search/analysis.h"
#include "knowledge/search/compounds.h"

namespace amtslotse::knowledge {

struct SearchDocument {
  HitKind kind = HitKind::kService;
  std::string id;
  std::string title;
  std::vector<std::string> names;  // the title and every other way to call it; question variants
  std::string body;                // plain text
  float prior = 0;                 // 0…1, how likely such a document is meant at all
};

// A document number and its impact for one term.
class Posting {
 public:
  static constexpr std::uint32_t kMostDocuments = 1u << 20;
  static constexpr float kImpactScale = 800.0f;  // impacts reach 5.1

  Posting(std::uint32_t document, float impact);
  std::uint32_t document() const { return packed_ >> 12; }
  float impact() const { return static_cast<float>(packed_ & 0xfffu) / kImpactScale; }

 private:
  std::uint32_t packed_;
};

struct SegmentDocument {
  HitKind kind;
  float prior;
  std::string_view id;
  std::string_view title;
};

// Thread-safe: nothing changes after opening.
class Segment {
 public:
  // DATA_LOSS when the file is not what BuildSegment wrote for this release (checked by a checksum over
  // everything).
  static absl::StatusOr<std::shared_ptr<const Segment>> Open(const std::string& path);
  static absl::StatusOr<std::shared_ptr<const Segment>> FromBytes(std::string bytes);
  ~Segment();

  std::uint32_t size() const { return document_count_; }
  SegmentDocument document(std::uint32_t number) const;
  // The stems of each of a document's names, as term keys; names are separated by 0.
  std::span<const std::uint64_t> names(std::uint32_t number) const;
  // Sorted by document; empty for an unknown term. Its length is the term's document count.
  std::span<const Posting> postings(std::uint64_t term) const;
  const Vocabulary& vocabulary() const { return vocabulary_; }

 private:
  Segment() = default;
  absl::Status Attach(std::string_view bytes);
  bool PlacesAreInside() const;
  absl::Status ReadVocabulary(std::string_view text);

  struct TermSlot {
    std::uint64_t key;
    std::uint32_t first;
    std::uint32_t count;  // 0: free
  };
  struct DocumentSlot {
    std::uint32_t text_begin;  // id, title
    std::uint32_t id_size;
    std::uint32_t title_size;
    std::uint32_t name_begin;
    std::uint32_t name_end;
    float prior;
    std::uint32_t kind;
  };
  friend class SegmentWriter;

  std::string owned_;
  void* mapped_ = nullptr;
  std::size_t mapped_size_ = 0;
  std::uint32_t document_count_ = 0;
  std::span<const TermSlot> terms_;
  std::span<const Posting> postings_;
  std::span<const DocumentSlot> documents_;
  std::span<const std::uint64_t> names_;
  std::string_view texts_;
  Vocabulary vocabulary_;
};

// The bytes of a segment. `known` are further words that may be parts of compounds (synonyms; for a segment
// of entries the catalogue's vocabulary). At most Posting::kMostDocuments documents.
std::string BuildSegment(const std::vector<SearchDocument>& documents, const Vocabulary* known);

}  // namespace amtslotse::knowledge
