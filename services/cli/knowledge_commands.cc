// search, search evaluate
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "knowledge/import/csv.h"
#include "knowledge/search/catalogue_index.h"
#include "knowledge/search/evaluate.h"
#include "knowledge/status_text.h"
#include "knowledge/town.h"
#include "services/cli/arguments.h"
#include "services/cli/commands.h"
#include "services/cli/knowledge_store.h"

namespace amtslotse::cli {
namespace {

using nlohmann::ordered_json;
namespace kn = knowledge;

struct SearchCommand {
  std::string query;
  std::string municipality;
  int limit = 10;
  bool json = false;
};

struct EvaluateCommand {
  std::string queries;
  std::string faq;
  std::string municipality;
};

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) return absl::NotFoundError(path + ": lässt sich nicht lesen");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The knowledge database beside the process that writes it.
class Reader {
 public:
  static absl::StatusOr<std::unique_ptr<Reader>> Open(const Installation& installation) {
    const auto folder = installation.Store("knowledge");
    auto database = OpenKnowledge(installation);
    if (absl::IsNotFound(database.status())) {
      return absl::NotFoundError("Es ist noch kein Katalog da. Mit `amtslotse import DATEI` einen übernehmen.");
    }
    if (!database.ok()) return database.status();
    return std::unique_ptr<Reader>(new Reader(*std::move(database), (folder / "search").string()));
  }

  absl::StatusOr<std::vector<kn::Municipality>> Municipalities() const { return catalogues_.Municipalities(); }
  absl::StatusOr<std::shared_ptr<const kn::Town>> Town(const std::string& id) {
    auto town = towns_.Get({id});
    if (absl::IsNotFound(town.status())) return NoSuchTown(id, *database_);
    return town;
  }

 private:
  Reader(std::unique_ptr<kn::Database> database, std::string index)
      : database_(std::move(database)),
        catalogues_(*database_),
        entries_(*database_),
        inbox_(*database_),
        towns_(*database_, catalogues_, entries_, inbox_, *kn::Synonyms::Parse(kn::ShippedSynonymsText()),
               {std::move(index), /*write=*/false}) {}

  std::unique_ptr<kn::Database> database_;
  kn::CatalogueStore catalogues_;
  kn::EntryStore entries_;
  kn::Inbox inbox_;
  kn::Towns towns_;
};

// The one that is named; otherwise the one that `knows` most, the one answering on localhost first.
absl::StatusOr<std::shared_ptr<const kn::Town>> ChooseTown(Reader& reader, const std::string& named,
                                                           const std::function<std::size_t(const kn::Town&)>& knows) {
  if (!named.empty()) return reader.Town(named);
  auto all = reader.Municipalities();
  if (!all.ok()) return all.status();
  if (all->empty()) return absl::NotFoundError("Es ist noch keine Kommune da.");
  std::stable_partition(all->begin(), all->end(), [](const kn::Municipality& town) {
    return std::find(town.hosts.begin(), town.hosts.end(), "localhost") != town.hosts.end();
  });
  std::shared_ptr<const kn::Town> best;
  std::size_t most = 0;
  for (const kn::Municipality& municipality : *all) {
    auto town = reader.Town(municipality.id.value);
    if (!town.ok()) return town.status();
    const std::size_t known = knows(**town);
    if (best && known <= most) continue;
    most = known;
    best = *std::move(town);
  }
  return best;
}

const char* KindName(kn::HitKind kind) {
  return kind == kn::HitKind::kService ? "service" : kind == kn::HitKind::kEntry ? "entry" : "office";
}

void PrintJson(const kn::Town& town, const kn::SearchResult& result) {
  ordered_json out = {{"municipality", town.municipality.id.value}, {"corrected_query", result.corrected_query}};
  out["hits"] = ordered_json::array();
  for (const kn::Hit& hit : result.hits) {
    out["hits"].push_back({{"kind", KindName(hit.kind)},
                           {"id", hit.id},
                           {"title", hit.title},
                           {"score", hit.score},
                           {"confidence", hit.confidence},
                           {"reason", hit.reason}});
  }
  fmt::print("{}\n", out.dump(2));
}

absl::StatusOr<int> RunSearch(const SearchCommand& command, const Installation& installation) {
  if (command.query.empty()) return WrongCall("Es fehlt: ANFRAGE (wonach gesucht wird).");
  const auto reader = Reader::Open(installation);
  if (!reader.ok()) return reader.status();
  const auto town = ChooseTown(**reader, command.municipality, [](const kn::Town&) { return std::size_t{0}; });
  if (!town.ok()) return town.status();
  kn::SearchOptions options;
  options.limit = command.limit;
  const kn::SearchResult result = (*town)->search->Find(command.query, options);
  if (command.json) {
    PrintJson(**town, result);
    return 0;
  }
  if (!result.corrected_query.empty()) fmt::print("Gesucht nach: {}\n", result.corrected_query);
  if (result.hits.empty()) fmt::print("Nichts gefunden.\n");
  for (std::size_t i = 0; i < result.hits.size(); ++i) {
    const kn::Hit& hit = result.hits[i];
    fmt::print("{:2}. {} [{} {}] {:.0f} % sicher\n    {}\n", i + 1, hit.title, KindName(hit.kind), hit.id,
               100 * hit.confidence, hit.reason);
  }
  return 0;
}

void Add(ordered_json& out, const std::string& prefix, const kn::Quality& quality) {
  out[prefix + "recall_at_1"] = quality.recall_at_1;
  out[prefix + "recall_at_5"] = quality.recall_at_5;
  out[prefix + "mrr"] = quality.mrr;
}

kn::Ranking RankingOf(const kn::Search& search, const kn::SearchOptions& options) {
  return [&search, options](const std::string& phrase) {
    std::vector<std::string> ids;
    for (kn::Hit& hit : search.Find(phrase, options).hits) ids.push_back(std::move(hit.id));
    return ids;
  };
}

// What the bot answers about; when it asks back instead, what it offers, best first.
kn::Ranking RankingOfBot(const kn::Town& town) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return [&town, now](const std::string& phrase) {
    std::vector<std::string> ids;
    const auto asked = kn::Ask(town, {phrase, phrase, {}, {}, "de", now});
    if (!asked.ok()) return ids;
    for (const kn::Answer& answer : asked->answers) {
      if (answer.entry) ids.push_back(answer.entry->value);
    }
    if (asked->service) ids.push_back(asked->service->id.value);
    for (const kn::Hit& hit : asked->candidates) ids.push_back(hit.id);
    return ids;
  };
}

// Microseconds of the middle and of the slowest hundredth, over distinct queries.
void AddTimes(ordered_json& out, const std::vector<kn::TestQuery>& queries, const kn::Search& search) {
  std::vector<double> times;
  for (const kn::TestQuery& query : queries) {
    const auto begin = std::chrono::steady_clock::now();
    search.Find(query.phrase);
    times.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count());
  }
  std::sort(times.begin(), times.end());
  out["p50_microseconds"] = times[times.size() / 2];
  out["p99_microseconds"] = times[times.size() * 99 / 100];
}

void AddCalibration(ordered_json& out, const std::vector<kn::TestQuery>& queries, const kn::Search& search,
                    const kn::SearchOptions& options) {
  out["calibration"] = ordered_json::array();
  const auto bins = kn::MeasureCalibration(queries, search, options);
  for (std::size_t i = 0; i < bins.size(); ++i) {
    out["calibration"].push_back(
        {{"confidence_from", static_cast<double>(i) / 10}, {"hits", bins[i].hits}, {"right", bins[i].right}});
  }
}

absl::StatusOr<int> EvaluateQueries(const EvaluateCommand& command, Reader& reader) {
  const auto text = ReadFile(command.queries);
  if (!text.ok()) return text.status();
  const auto queries = kn::ParseTestQueries(*text);
  if (!queries.ok()) return queries.status();
  if (queries->empty()) return absl::InvalidArgumentError(command.queries + ": keine Anfragen");
  std::set<std::string> ids;
  for (const kn::TestQuery& query : *queries) ids.insert(query.ids.begin(), query.ids.end());
  const auto town = ChooseTown(reader, command.municipality, [&ids](const kn::Town& candidate) {
    return static_cast<std::size_t>(std::count_if(
        ids.begin(), ids.end(), [&](const std::string& id) { return candidate.catalogue->FindHead({id}) != nullptr; }));
  });
  if (!town.ok()) return town.status();
  kn::SearchOptions options;
  options.limit = 100;
  options.offices = options.reasons = false;
  options.entries =
      std::any_of(ids.begin(), ids.end(), [&](const std::string& id) { return (*town)->FindEntry(id) != nullptr; });
  auto documents = kn::CatalogueDocuments(*(*town)->catalogue);
  if (!documents.ok()) return documents.status();
  std::erase_if(*documents, [](const kn::SearchDocument& document) { return document.kind != kn::HitKind::kService; });
  if (options.entries) {
    for (const kn::Entry& entry : (*town)->entries) documents->push_back(kn::EntryDocument(entry));
  }
  const kn::Ranking ours = RankingOf(*(*town)->search, options);
  const auto others = kn::NotLiteral(*queries, *documents);
  ordered_json out = {{"municipality", (*town)->municipality.id.value}, {"queries", queries->size()}};
  Add(out, "", kn::MeasureQuality(*queries, ours));
  Add(out, "bot_", kn::MeasureQuality(*queries, RankingOfBot(**town)));
  Add(out, "baseline_", kn::MeasureQuality(*queries, kn::WordBm25(*documents)));
  out["not_literal_queries"] = others.size();
  Add(out, "not_literal_", kn::MeasureQuality(others, ours));
  Add(out, "not_literal_baseline_", kn::MeasureQuality(others, kn::WordBm25(*documents)));
  AddTimes(out, *queries, *(*town)->search);
  AddCalibration(out, *queries, *(*town)->search, options);
  fmt::print("{}\n", out.dump(2));
  return 0;
}

// The answers of a table, without their questions, as a town that has nothing else.
struct AnswerTown {
  std::unique_ptr<kn::Database> nothing;  // the town's catalogue borrows it
  kn::Town town;
};

absl::StatusOr<AnswerTown> TownOfAnswers(const std::vector<kn::SearchDocument>& answers) {
  auto nothing = kn::OpenSqliteInMemory();
  if (!nothing.ok()) return nothing.status();
  AnswerTown made{*std::move(nothing), {}};
  if (const absl::Status status = kn::PrepareTables(*made.nothing); !status.ok()) return status;
  auto catalogue = kn::CatalogueStore(*made.nothing).Active({"faq"});
  if (!catalogue.ok()) return catalogue.status();
  kn::Town& town = made.town;
  town.municipality.id = {"faq"};
  town.catalogue = *std::move(catalogue);
  for (const kn::SearchDocument& answer : answers) {
    kn::Entry entry;
    entry.id = {answer.id};
    entry.state = kn::EntryState::kPublished;
    entry.answer = answer.body;
    town.entries.push_back(std::move(entry));
  }
  std::sort(town.entries.begin(), town.entries.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  town.synonyms = std::make_shared<kn::Synonyms>(*kn::Synonyms::Parse(kn::ShippedSynonymsText()));
  auto segment = kn::Segment::FromBytes(kn::BuildSegment(answers, nullptr));
  if (!segment.ok()) return segment.status();
  town.search = std::make_shared<const kn::Search>(std::vector<std::shared_ptr<const kn::Segment>>{*std::move(segment)},
                                                   town.synonyms);
  return made;
}

// Questions to their answers, with no question in the index.
absl::StatusOr<int> EvaluateFaq(const std::string& path) {
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  const auto table = kn::ParseCsv(*text);
  if (!table.ok()) return table.status();
  const auto question = table->Column("question"), answer = table->Column("answer");
  if (!question || !answer) return absl::InvalidArgumentError(path + ": die Spalten question und answer fehlen");
  std::vector<kn::SearchDocument> documents;
  std::vector<kn::TestQuery> queries;
  std::map<std::string, std::string> id_of;  // equal answers are one
  for (const auto& row : table->rows) {
    const auto [place, is_new] = id_of.emplace(row.cells[*answer], std::to_string(documents.size()));
    if (is_new) documents.push_back({kn::HitKind::kEntry, place->second, "", {}, row.cells[*answer], 1});
    queries.push_back({row.cells[*question], {place->second}});
  }
  const auto made = TownOfAnswers(documents);
  if (!made.ok()) return made.status();
  const kn::Town& town = made->town;
  kn::SearchOptions options;
  options.limit = 100;
  options.reasons = false;
  ordered_json out = {{"queries", queries.size()}};
  Add(out, "", kn::MeasureQuality(queries, RankingOf(*town.search, options)));
  Add(out, "bot_", kn::MeasureQuality(queries, RankingOfBot(town)));
  Add(out, "baseline_", kn::MeasureQuality(queries, kn::WordBm25(documents)));
  AddTimes(out, queries, *town.search);
  fmt::print("{}\n", out.dump(2));
  return 0;
}

absl::StatusOr<int> Evaluate(const EvaluateCommand& command, const Installation& installation) {
  if (!command.faq.empty()) return EvaluateFaq(command.faq);
  if (command.queries.empty()) return WrongCall("--queries DATEI oder --faq DATEI angeben.");
  const auto reader = Reader::Open(installation);
  if (!reader.ok()) return reader.status();
  return EvaluateQueries(command, **reader);
}

}  // namespace

absl::StatusOr<std::string> ServiceMeantBy(const std::string& words, const std::string& municipality,
                                           const Installation& installation) {
  constexpr double kSure = 0.5;
  const auto reader = Reader::Open(installation);
  if (!reader.ok()) return reader.status();
  const auto town = (*reader)->Town(municipality);
  if (!town.ok()) return town.status();
  for (const kn::Hit& hit : (*town)->search->Find(words, {}).hits) {
    if (hit.kind == kn::HitKind::kService) return hit.confidence >= kSure ? hit.id : std::string();
  }
  return std::string();
}

void AddKnowledgeCommands(Commands& commands) {
  auto search = std::make_shared<SearchCommand>();
  CLI::App* command =
      commands.Add("search", "Sucht wie der Chat, mit Punkten und Gründen",
                   [search](const Installation& installation) { return RunSearch(*search, installation); });
  command->add_option("ANFRAGE", search->query, "Wonach gesucht wird");
  command->add_option("--limit", search->limit, "Höchstens so viele Treffer")->check(CLI::Range(1, 200));
  command->add_flag("--json", search->json, "Als JSON ausgeben");
  command->add_option("--municipality", search->municipality, "Kennung der Kommune; sonst die auf localhost");

  auto evaluate = std::make_shared<EvaluateCommand>();
  CLI::App* measure = commands.Add(
      "evaluate", "Misst die Suche an Anfragen mit bekannten Antworten",
      [evaluate](const Installation& installation) { return Evaluate(*evaluate, installation); }, command);
  measure->add_option("--queries", evaluate->queries, "Zeilen: Anfrage, Tabulator, Kennungen mit Komma");
  measure->add_option("--faq", evaluate->faq,
                      "Tabelle mit den Spalten question und answer: die Antwort zur Frage finden");
  measure->add_option("--municipality", evaluate->municipality,
                      "Kennung der Kommune; sonst die, die die Kennungen kennt");
}

}  // namespace amtslotse::cli
