// The same terms in three engines: our segments, Xapian and SQLite FTS5.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "knowledge/search/segment.h"

namespace amtslotse::bench {

class Engine {
 public:
  virtual ~Engine() = default;
  // Ids, best first.
  virtual std::vector<std::string> Find(const std::string& query, int limit) = 0;
  virtual double MegabytesOnDisk() const = 0;
};

// Each document as stems and 4-grams of its names and of its body, weighted the same everywhere by BM25. Ours ranks on
// top of that and has the civic synonyms only when `synonyms` says so. Files go into `folder`.
std::unique_ptr<Engine> OwnEngine(const std::vector<knowledge::SearchDocument>& documents, const std::string& folder,
                                  bool synonyms);
std::unique_ptr<Engine> XapianEngine(const std::vector<knowledge::SearchDocument>& documents,
                                     const std::string& folder);
std::unique_ptr<Engine> Fts5Engine(const std::vector<knowledge::SearchDocument>& documents, const std::string& folder);

}  // namespace amtslotse::bench
