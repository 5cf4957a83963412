// From a catalogue and its entries to index segments, kept as a file per catalogue version.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <vector>

#include "knowledge/entry.h"
#include "knowledge/search/segment.h"
#include "knowledge/search/synonyms.h"
#include "knowledge/store.h"

namespace amtslotse::knowledge {

// Services with their names, synonyms and texts, and public offices.
absl::StatusOr<std::vector<SearchDocument>> CatalogueDocuments(const Catalogue& catalogue);
SearchDocument ServiceDocument(const Service& service);
SearchDocument OfficeDocument(const Office& office);
SearchDocument EntryDocument(const Entry& entry);

// An utterance that staff assigned to a service or entry: found like one of its names.
struct LearntUtterance {
  HitKind kind = HitKind::kService;
  std::string id;
  std::string title;  // of the target
  std::string text;
};

// Where segments stay over restarts.
struct IndexFiles {
  std::string directory;  // empty: in memory only
  bool write = true;      // false: beside the process that owns them
};

// Reuses `<directory>/<municipality>-<version>.<digest of the synonyms' words>.seg` when it is whole, otherwise builds
// it and writes it (beside, then renamed). Older versions' files of the municipality are removed.
absl::StatusOr<std::shared_ptr<const Segment>> OpenCatalogueSegment(const IndexFiles& files, const Catalogue& catalogue,
                                                                    const Synonyms& synonyms);

// The published entries and learnt utterances; in memory, built anew with each change.
absl::StatusOr<std::shared_ptr<const Segment>> BuildEntrySegment(const std::vector<Entry>& entries,
                                                                 const std::vector<LearntUtterance>& utterances,
                                                                 const Segment* catalogue);

}  // namespace amtslotse::knowledge
