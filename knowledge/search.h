// One search over a municipality's services, entries and offices.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/catalogue.h"
#include "knowledge/entry.h"

namespace amtslotse::knowledge {

class Lookups;
class Segment;
class Synonyms;
struct Word;

enum class HitKind : std::uint8_t { kService, kEntry, kOffice };

struct Hit {
  HitKind kind = HitKind::kService;
  std::string id;  // of a service, entry or office, by kind
  std::string title;
  double score = 0;  // comparable within one result only
  // Calibrated: how often such a first hit was right on held-back phrases; less for later hits.
  double confidence = 0;
  // German, for staff: "Name: gewerbe, anmeldung · Synonym: gewerbeschein → gewerbeanmeldung"
  std::string reason;
  // Whether a word that means something leads to it; nothing: it only looks alike.
  enum class Grounds : std::uint8_t { kNone, kText, kName };
  Grounds grounds = Grounds::kName;
  bool whole_name = false;  // with `grounds`: the query, or what it means, says one of the names from beginning to end
};

struct SearchOptions {
  int limit = 10;
  bool services = true;
  bool entries = true;
  bool offices = true;
  bool reasons = true;   // false: a little faster
  bool grounds = false;  // true: says of each hit which it has
  bool spelling = true;  // false: words that are not found stay as they are
};

struct SearchResult {
  std::vector<Hit> hits;        // best first
  std::string corrected_query;  // set when spelling was corrected because results were poor
};

// A read-only view of index segments: the catalogue's and the entries'. Thread-safe; cheap to make and to
// share. Building and opening segments: search/catalogue_index.h.
class Search {
 public:
  Search(std::vector<std::shared_ptr<const Segment>> segments, std::shared_ptr<const Synonyms> synonyms);
  ~Search();

  // Question words are stripped. A query without words gives no hits. Queries beyond 500 bytes are cut.
  SearchResult Find(std::string_view query, const SearchOptions& options = {}) const;
  // The words that are looked for, and finding them: for callers that ask nearly the same twice.
  static std::vector<Word> WordsOf(std::string_view query);
  SearchResult FindWords(std::vector<Word> words, const SearchOptions& options) const;

  // False: no document has the word in a name, nor what it may mean, so nothing is surely found by it alone.
  bool MayName(std::string_view word) const;

 private:
  std::unique_ptr<const Lookups> lookups_;
  std::shared_ptr<const Synonyms> synonyms_;
};

}  // namespace amtslotse::knowledge
