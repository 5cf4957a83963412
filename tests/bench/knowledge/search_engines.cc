// Our index beside Xapian and SQLite FTS5, on the same terms: docs/decisions/0004-search-engine.md.
//   search_engines CATALOGUE… [--queries Q.tsv]
// Each catalogue is imported into memory; two made-up ones of 1 000 and 10 000 services are measured too. With queries
// (phrase TAB ids), quality is told for the given catalogues.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "knowledge/import/import.h"
#include "knowledge/search/catalogue_index.h"
#include "knowledge/search/evaluate.h"
#include "tests/bench/knowledge/engines.h"
#include "tests/bench/knowledge/large_town.h"
#include "tests/bench/report.h"

namespace amtslotse::bench {
namespace {

namespace fs = std::filesystem;
namespace kn = knowledge;
using Clock = std::chrono::steady_clock;

std::vector<kn::SearchDocument> DocumentsOf(const std::vector<std::string>& files) {
  const auto database = *kn::OpenSqliteInMemory();
  kn::CatalogueStore store(*database);
  kn::Municipality town;
  town.id.value = "town";
  town.name = "Stadt";
  kn::ImportRequest request;
  request.municipality = town.id;
  for (const std::string& file : files) request.files.push_back({file, ""});
  if (!kn::PrepareTables(*database).ok() || !store.SaveMunicipality(town).ok()) return {};
  if (const auto report = kn::ImportCatalogue(*database, request); !report.ok()) {
    fmt::print(stderr, "{}\n", std::string(report.status().message()));
    return {};
  }
  auto documents = *kn::CatalogueDocuments(**store.Active(town.id));
  std::erase_if(documents, [](const kn::SearchDocument& document) { return document.kind != kn::HitKind::kService; });
  return documents;
}

struct Candidate {
  const char* name;
  std::unique_ptr<Engine> (*make)(const std::vector<kn::SearchDocument>&, const std::string&);
};

void Measure(const std::string& title, const std::vector<kn::SearchDocument>& documents,
             const std::vector<std::string>& phrases, const std::vector<kn::TestQuery>& queries,
             const fs::path& folder) {
  const Candidate candidates[] = {
      {"own, with synonyms", [](const auto& d, const std::string& f) { return OwnEngine(d, f, true); }},
      {"own, without synonyms", [](const auto& d, const std::string& f) { return OwnEngine(d, f, false); }},
      {"Xapian", &XapianEngine},
      {"SQLite FTS5", &Fts5Engine}};
  fmt::print("{}: {} services\n", title, documents.size());
  for (const Candidate& candidate : candidates) {
    const fs::path place = folder / title / candidate.name;
    fs::create_directories(place);
    const auto begin = Clock::now();
    const auto engine = candidate.make(documents, place.string());
    const double built = std::chrono::duration<double>(Clock::now() - begin).count();
    std::vector<double> times;
    for (const std::string& phrase : phrases) {
      const auto asked = Clock::now();
      engine->Find(phrase, 10);
      times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - asked).count());
    }
    fmt::print("  {:<22} built {:6.2f} s, {:6.1f} MB, p50 {:8.0f} µs, p99 {:8.0f} µs", candidate.name, built,
               engine->MegabytesOnDisk(), Median(times), Quantile(times, 0.99));
    if (!queries.empty()) {
      const auto quality =
          kn::MeasureQuality(queries, [&](const std::string& phrase) { return engine->Find(phrase, 100); });
      fmt::print(", R@1 {:.3f}, R@5 {:.3f}, MRR {:.3f}", quality.recall_at_1, quality.recall_at_5, quality.mrr);
    }
    fmt::print("\n");
  }
}

int Run(const std::vector<std::string>& arguments, const fs::path& folder) {
  std::vector<std::string> files;
  std::vector<kn::TestQuery> queries;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] != "--queries") {
      files.push_back(arguments[i]);
    } else if (++i < arguments.size()) {
      std::ifstream file(arguments[i]);
      auto read = kn::ParseTestQueries(std::string(std::istreambuf_iterator<char>(file), {}));
      if (!read.ok()) return 1;
      queries = *std::move(read);
    }
  }
  if (!files.empty()) {
    std::vector<std::string> phrases;
    for (const kn::TestQuery& query : queries) phrases.push_back(query.phrase);
    Measure("given", DocumentsOf(files), phrases, queries, folder);
  }
  for (const int services : {1000, 10'000}) {
    const fs::path file = folder / fmt::format("{}.xml", services);
    std::ofstream(file) << LargeCatalogue(services);
    Measure(fmt::format("made up {}", services), DocumentsOf({file.string()}), LargeTownQueries(500), {}, folder);
  }
  return 0;
}

}  // namespace
}  // namespace amtslotse::bench

int main(int argc, char** argv) {
  std::string pattern = (std::filesystem::temp_directory_path() / "search-engines-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(pattern.data());
  const int code = amtslotse::bench::Run(std::vector<std::string>(argv + 1, argv + argc), folder);
  std::filesystem::remove_all(folder);
  return code;
}
