// One search over a municipality's services, entries and offices.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/catalogue.h"
#include "knowledge/entry.h"

namespace amtslotse::knowledge {

enum class HitKind : std::uint8_t { kService, kEntry, kOffice };

struct Hit {
  HitKind kind = HitKind::kService;
  std::string id;  // of a service, entry or office, by kind
  std::string title;
  double score = 0;       // comparable within one result only
  double confidence = 0;  // calibrated: the share of such first hits that were right on held-back phrases
  std::string reason;     // German, for staff: what matched, e.g. "Name: anmeldung, gewerbe; Synonym: gewerbeschein"
};

struct SearchOptions {
  int limit = 10;
  bool services = true;
  bool entries = true;
  bool offices = true;
  std::string language = "de";
};

struct SearchResult {
  std::vector<Hit> hits;            // best first
  std::vector<std::string> corrected;  // "gewebe → gewerbe": spelling that was tried because results were poor
};

// A read-only index of one catalogue version plus the published entries. Thread-safe. Building and opening:
// search_index.h.
class Search {
 public:
  virtual ~Search() = default;
  // Question words are stripped. An empty or wordless query gives no hits. Queries beyond 1 000 bytes are cut.
  virtual absl::StatusOr<SearchResult> Find(std::string_view query, const SearchOptions& options = {}) const = 0;
};

}  // namespace amtslotse::knowledge
