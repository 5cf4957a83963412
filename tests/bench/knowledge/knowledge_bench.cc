// A town with 10 000 services and 5 000 entries: import, index, search, memory; and how search grows from 1 000.
//   knowledge_bench [URL SUPERVISOR_PID]   (`./amtslotse bench` passes them; they are not needed)
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "knowledge/import/import.h"
#include "knowledge/load.h"
#include "knowledge/municipality_file.h"
#include "knowledge/town.h"
#include "tests/bench/citizens.h"
#include "tests/bench/knowledge/large_town.h"
#include "tests/bench/report.h"

namespace amtslotse::bench {
namespace {

namespace fs = std::filesystem;
namespace kn = knowledge;
using Clock = std::chrono::steady_clock;

constexpr int kQueries = 2000;
const kn::MunicipalityId kTown{"gross"};

double SecondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

double ProcessorSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double ResidentMb() {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1024;
  }
  return 0;
}

// A store in a folder, opened as the service opens it.
struct Store {
  explicit Store(const fs::path& folder)
      : database(*kn::OpenSqlite((folder / "knowledge.db").string())),
        catalogues(*database),
        entries(*database),
        inbox(*database),
        towns(*database, catalogues, entries, inbox, *kn::Synonyms::Parse(kn::ShippedSynonymsText()),
              {(folder / "search").string(), true}) {}
  std::unique_ptr<kn::Database> database;
  kn::CatalogueStore catalogues;
  kn::EntryStore entries;
  kn::Inbox inbox;
  kn::Towns towns;
};

// Seconds of the import.
double Fill(const fs::path& folder, int services, int entries) {
  Store store(folder);
  if (!kn::PrepareTables(*store.database).ok()) return 0;
  kn::Municipality town;
  town.id = kTown;
  town.name = "Großstadt";
  if (!store.catalogues.SaveMunicipality(town).ok()) return 0;
  std::ofstream(folder / "catalogue.xml") << LargeCatalogue(services);
  kn::ImportRequest request;
  request.municipality = kTown;
  request.files = {{(folder / "catalogue.xml").string(), ""}};
  const auto begin = Clock::now();
  const auto report = kn::ImportCatalogue(*store.database, request);
  const double took = SecondsSince(begin);
  if (!report.ok()) fmt::print(stderr, "{}\n", std::string(report.status().message()));
  if (!store.entries.Load(kTown, LargeFaq(entries), {"bench", {}, ""}).ok()) return 0;
  return took;
}

// What a process of its own finds: seconds until the first answer, p50 and p99 in µs, the mean of the processor's,
// resident MB, the processor's p99.
int Serve(const fs::path& folder) {
  const auto begin = Clock::now();
  Store store(folder);
  const auto town = store.towns.Get(kTown);
  if (!town.ok()) return 1;
  const double opened = SecondsSince(begin);
  std::vector<double> times, processor_times;
  double sum = 0;
  for (const std::string& query : LargeTownQueries(kQueries)) {
    const auto asked = Clock::now();
    const double processor = ProcessorSeconds();
    (*town)->search->Find(query);
    processor_times.push_back(1e6 * (ProcessorSeconds() - processor));
    times.push_back(1e6 * SecondsSince(asked));
    sum += processor_times.back();
  }
  fmt::print("{} {} {} {} {} {}\n", opened, Median(times), Quantile(times, 0.99), sum / kQueries, ResidentMb(),
             Quantile(processor_times, 0.99));
  return 0;
}

// Processor time in µs of a question to the demo town, as the dialogue asks it, without the call around it.
double AskDemoTown(const fs::path& folder) {
  constexpr std::size_t kQuestions = 3000;
  Store store(folder);
  const fs::path demo = fs::path(AMTSLOTSE_DATA) / "demo/erlenfurt";
  if (!kn::PrepareTables(*store.database).ok()) return 0;
  const auto town = kn::LoadMunicipality((demo / "municipality.json").string());
  if (!town.ok() || !store.catalogues.SaveMunicipality(*town).ok()) return 0;
  kn::LoadRequest request;
  request.municipality = town->id;
  for (const char* file : {"catalogue.xzufi.xml", "faq.csv", "abfuhr.csv"})
    request.files.push_back({(demo / file).string(), "", ""});
  if (!kn::LoadFiles(*store.database, store.catalogues, store.entries, request).ok()) return 0;
  const auto opened = store.towns.Get(town->id);
  if (!opened.ok()) return 0;
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  double from = 0;
  for (std::size_t i = 0; i < kQuestions + kQuestions / 10; ++i) {
    if (i == kQuestions / 10) from = ProcessorSeconds();
    if (!kn::Ask(**opened, {TopicOf(i), Question(i), {"overview"}, {}, "de", now}).ok()) return 0;
  }
  return 1e6 * (ProcessorSeconds() - from) / kQuestions;
}

struct Served {
  double opened = 0, p50 = 0, p99 = 0, mean = 0, resident = 0, processor_p99 = 0;
};

Served ServeApart(const fs::path& folder) {
  Served served;
  const std::string self = fs::read_symlink("/proc/self/exe").native();
  const std::string command = fmt::format("'{}' --serve '{}'", self, folder.native());
  if (FILE* pipe = popen(command.c_str(), "r")) {
    const int read = std::fscanf(pipe, "%lf %lf %lf %lf %lf %lf", &served.opened, &served.p50, &served.p99,
                                 &served.mean, &served.resident, &served.processor_p99);
    if (read != 6) served = {};
    pclose(pipe);
  }
  return served;
}

// For a profiler: only the questions, again and again.
int PrintAsk(const fs::path& folder) {
  fmt::print("{:.1f} µs\n", AskDemoTown(folder));
  return 0;
}

int Run(const fs::path& folder) {
  fs::create_directories(folder / "demo");
  const double asked = AskDemoTown(folder / "demo");
  if (asked == 0) return 1;
  Print({.name = "ask_demo_town_processor", .value = asked, .unit = "µs", .to = {}, .goal = 150});
  fs::create_directories(folder / "small");
  fs::create_directories(folder / "large");
  Fill(folder / "small", 1000, 500);
  const double import_seconds = Fill(folder / "large", 10'000, 5000);
  const Served small = ServeApart(folder / "small");
  const Served first = ServeApart(folder / "large");  // builds the index
  const Served again = ServeApart(folder / "large");  // finds it
  if (import_seconds == 0 || small.p99 == 0 || again.p99 == 0) return 1;
  Print({.name = "import_10000_services", .value = import_seconds, .unit = "s", .to = {}, .goal = 60});
  Print({.name = "search_index_built_10000_services_5000_entries",
         .value = first.opened,
         .unit = "s",
         .to = {},
         .goal = 15});
  Print({.name = "search_index_reused_at_start",
         .value = again.opened,
         .unit = "s",
         .ratio = again.opened / first.opened,
         .to = "building it",
         .goal = 1});
  Print({.name = "search_p50_10000_services", .value = again.p50, .unit = "µs", .to = {}});
  Print({.name = "search_p99_10000_services", .value = again.p99, .unit = "µs", .to = {}, .goal = 5000});
  Print({.name = "search_p99_processor_10000_services", .value = again.processor_p99, .unit = "µs", .to = {}});
  Print({.name = "search_resident_10000_services", .value = again.resident, .unit = "MB", .to = {}, .goal = 150});
  Print({.name = "search_mean_10000_services",
         .value = again.mean,
         .unit = "µs",
         .ratio = again.mean / small.mean,
         .to = "1 000 services",
         .goal = 10});
  return 0;
}

}  // namespace
}  // namespace amtslotse::bench

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--ask") return amtslotse::bench::PrintAsk(argv[2]);
  if (argc == 3 && std::string_view(argv[1]) == "--serve") return amtslotse::bench::Serve(argv[2]);
  std::string pattern = (std::filesystem::temp_directory_path() / "knowledge-bench-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(pattern.data());
  const int code = amtslotse::bench::Run(folder);
  std::filesystem::remove_all(folder);
  return code;
}
