// How good search is on phrases with known answers, beside plain word BM25 on the same documents.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/search.h"
#include "knowledge/search/segment.h"

namespace amtslotse::knowledge {

struct TestQuery {
  std::string phrase;
  std::vector<std::string> ids;  // any of them is right
};

// Lines "phrase TAB id,id"; INVALID_ARGUMENT names the line.
absl::StatusOr<std::vector<TestQuery>> ParseTestQueries(std::string_view text);

struct Quality {
  int queries = 0;
  double recall_at_1 = 0;
  double recall_at_5 = 0;
  double mrr = 0;  // over the first 100
};

// Ids, best first, for a phrase.
using Ranking = std::function<std::vector<std::string>(const std::string& phrase)>;
Quality MeasureQuality(const std::vector<TestQuery>& queries, const Ranking& ranking);

// Plain word BM25 (Xapian, no stemming, lower case) over the documents' names and bodies.
Ranking WordBm25(const std::vector<SearchDocument>& documents);

// The queries whose words do not all stand literally in one of their documents.
std::vector<TestQuery> NotLiteral(const std::vector<TestQuery>& queries, const std::vector<SearchDocument>& documents);

// Of first hits with a confidence in each tenth: how many there were and how many were right.
struct CalibrationBin {
  int hits = 0;
  int right = 0;
};
std::vector<CalibrationBin> MeasureCalibration(const std::vector<TestQuery>& queries, const Search& search,
                                               const SearchOptions& options);

}  // namespace amtslotse::knowledge
