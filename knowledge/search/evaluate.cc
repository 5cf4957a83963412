#include "knowledge/search/evaluate.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "knowledge/import/fields.h"
#include "nlu/text/tokens.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kRanked = 100;

bool IsRight(const TestQuery& query, const std::string& id) {
  return std::find(query.ids.begin(), query.ids.end(), id) != query.ids.end();
}

}  // namespace

absl::StatusOr<std::vector<TestQuery>> ParseTestQueries(std::string_view text) {
  std::vector<TestQuery> queries;
  int number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const std::size_t tab = line.find('\t');
    TestQuery query;
    if (tab != std::string_view::npos)
      query = {std::string(line.substr(0, tab)), SplitTrimmed(line.substr(tab + 1), ',')};
    if (query.ids.empty()) return absl::InvalidArgumentError(fmt::format("line {}: expected phrase TAB ids", number));
    queries.push_back(std::move(query));
  }
  return queries;
}

Quality MeasureQuality(const std::vector<TestQuery>& queries, const Ranking& ranking) {
  Quality quality;
  for (const TestQuery& query : queries) {
    const std::vector<std::string> ids = ranking(query.phrase);
    const auto right = std::find_if(ids.begin(), ids.end(), [&](const std::string& id) { return IsRight(query, id); });
    const auto rank = static_cast<std::size_t>(right - ids.begin());
    ++quality.queries;
    if (right == ids.end()) continue;
    if (rank == 0) ++quality.recall_at_1;
    if (rank < 5) ++quality.recall_at_5;
    if (rank < kRanked) quality.mrr += 1.0 / static_cast<double>(rank + 1);
  }
  const double count = std::max(1, quality.queries);
  quality.recall_at_1 /= count;
  quality.recall_at_5 /= count;
  quality.mrr /= count;
  return quality;
}

Ranking WordBm25(const std::vector<SearchDocument>& documents) {
  auto database = std::make_shared<Xapian::WritableDatabase>("", Xapian::DB_BACKEND_INMEMORY);
  for (const SearchDocument& document : documents) {
    Xapian::Document indexed;
    std::string text;
    for (const std::string& name : document.names) text += name + " ";
    for (const std::string& word : nlu::FoldedWords(text + document.body)) {
      if (word.size() < 60) indexed.add_term(word);
    }
    indexed.set_data(document.id);
    database->add_document(indexed);
  }
  return [database](const std::string& phrase) {
    const std::vector<std::string> words = nlu::FoldedWords(phrase);
    Xapian::Enquire enquire(*database);
    enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75, 0));
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, words.begin(), words.end()));
    const Xapian::MSet found = enquire.get_mset(0, kRanked);
    std::vector<std::string> ids;
    for (auto hit = found.begin(); hit != found.end(); ++hit) ids.push_back(hit.get_document().get_data());
    return ids;
  };
}

std::vector<TestQuery> NotLiteral(const std::vector<TestQuery>& queries, const std::vector<SearchDocument>& documents) {
  std::unordered_map<std::string, std::unordered_set<std::string>> words_of;
  for (const SearchDocument& document : documents) {
    auto& words = words_of[document.id];
    std::string text;
    for (const std::string& name : document.names) text += name + " ";
    for (std::string& word : nlu::FoldedWords(text + document.body)) words.insert(std::move(word));
  }
  std::vector<TestQuery> others;
  for (const TestQuery& query : queries) {
    const std::vector<std::string> asked = nlu::FoldedWords(query.phrase);
    const bool literal = std::any_of(query.ids.begin(), query.ids.end(), [&](const std::string& id) {
      const auto words = words_of.find(id);
      return words != words_of.end() && std::all_of(asked.begin(), asked.end(), [&](const std::string& word) {
               return words->second.contains(word);
             });
    });
    if (!literal) others.push_back(query);
  }
  return others;
}

std::vector<CalibrationBin> MeasureCalibration(const std::vector<TestQuery>& queries, const Search& search,
                                               const SearchOptions& options) {
  std::vector<CalibrationBin> bins(10);
  for (const TestQuery& query : queries) {
    const SearchResult result = search.Find(query.phrase, options);
    if (result.hits.empty()) continue;
    const auto tenth = static_cast<std::size_t>(std::clamp(result.hits[0].confidence * 10, 0.0, 9.0));
    ++bins[tenth].hits;
    if (IsRight(query, result.hits[0].id)) ++bins[tenth].right;
  }
  return bins;
}

}  // namespace amtslotse::knowledge
