// What understanding a message costs, against bare fastText on the same texts in the same run; and what the model
// weighs.
//   nlu_bench [URL SUPERVISOR_PID]      needs no running product
// $AMTSLOTSE_BENCH_CALLS: over how many calls the memory is watched (else a million).
#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "nlu/training/evaluate.h"
#include "nlu/training/labelled_file.h"
#include "nlu/training/train.h"
#include "nlu/understander.h"
#include "tests/bench/report.h"

namespace amtslotse::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kSlices = 12;
constexpr double kSlice = 0.25;

// Of this thread's own work: a busy machine makes none of it longer.
double Seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double ResidentMb() {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1024;
  return 0;
}

double SizeMb(const std::string& directory) {
  double bytes = 0;
  for (const auto& entry : fs::directory_iterator(directory)) bytes += static_cast<double>(entry.file_size());
  return bytes / 1e6;
}

absl::StatusOr<nlu::FastTextModel> BareFastText(const std::vector<nlu::LabelledText>& texts) {
  const fs::path scratch = fs::temp_directory_path() / fmt::format("nlu-bench-{}", ::getpid());
  fs::create_directories(scratch);
  auto model = nlu::TrainBareFastText(texts, scratch.string());
  fs::remove_all(scratch);
  return model;
}

// Calls for one slice; returns calls per second and, when asked, each one's time in µs.
template <typename Call>
double RunSlice(const std::vector<nlu::LabelledText>& texts, std::vector<double>* times, Call&& call) {
  const double begin = Seconds();
  double now = begin;
  std::size_t calls = 0;
  while (now - begin < kSlice) {
    call(texts[calls++ % texts.size()].text);
    const double before = std::exchange(now, Seconds());
    if (times != nullptr) times->push_back((now - before) * 1e6);
  }
  return static_cast<double>(calls) / (now - begin);
}

void WatchMemory(const nlu::Understander& understander, const std::vector<nlu::LabelledText>& texts,
                 const nlu::Reference& reference) {
  const char* given = std::getenv("AMTSLOTSE_BENCH_CALLS");
  const long calls = given != nullptr ? std::atol(given) : 1'000'000;
  for (long i = 0; i < calls / 20; ++i)
    understander.Understand(texts[static_cast<std::size_t>(i) % texts.size()].text, reference);
  const double before = ResidentMb();
  for (long i = 0; i < calls; ++i)
    understander.Understand(texts[static_cast<std::size_t>(i) % texts.size()].text, reference);
  Print({.name = fmt::format("understand_growth_over_{}_calls", calls),
         .value = ResidentMb() - before,
         .unit = "MB",
         .goal = 1});
}

int Run() {
  const auto tests = nlu::ReadLabelledFile(std::string(AMTSLOTSE_NLU_TEXTS) + "/test/acts.tsv");
  const auto training = nlu::ReadTrainingTexts(AMTSLOTSE_NLU_TEXTS);
  if (!tests.ok() || !training.ok()) return 1;
  const auto bare = BareFastText(training->single);
  std::vector<double> loads;
  for (int i = 0; i < 5; ++i) {
    const double begin = Seconds();
    if (!nlu::Understander::Load(AMTSLOTSE_NLU_MODEL).ok()) return 1;
    loads.push_back((Seconds() - begin) * 1000);
  }
  const auto understander = nlu::Understander::Load(AMTSLOTSE_NLU_MODEL);
  if (!bare.ok() || !understander.ok()) return 1;
  nlu::Reference reference;
  reference.now = std::chrono::sys_seconds(std::chrono::seconds(1'790'000'000));
  reference.land = nlu::LandFromCode("SH");
  std::vector<double> bare_rates, rates, times;
  for (int slice = 0; slice < kSlices; ++slice) {
    bare_rates.push_back(RunSlice(*tests, nullptr, [&](const std::string& text) { bare->PredictBest(text); }));
    rates.push_back(
        RunSlice(*tests, &times, [&](const std::string& text) { (*understander)->Understand(text, reference); }));
  }
  const double bare_rate = Median(bare_rates);
  const double rate = Median(rates);
  Print({.name = "bare_fasttext_rate", .value = bare_rate, .unit = "1/s"});
  Print({.name = "understand_rate",
         .value = rate,
         .unit = "1/s",
         .ratio = rate / bare_rate,
         .to = "bare fastText",
         .goal = 0.15,
         .at_most = false});
  Print({.name = "understand_p50", .value = Quantile(times, 0.5), .unit = "µs"});
  Print({.name = "understand_p99", .value = Quantile(times, 0.99), .unit = "µs", .goal = 1000});
  Print({.name = "model_load", .value = Median(loads), .unit = "ms", .goal = 500});
  Print({.name = "model_files", .value = SizeMb(AMTSLOTSE_NLU_MODEL), .unit = "MB", .goal = 40});
  WatchMemory(**understander, *tests, reference);
  return 0;
}

}  // namespace
}  // namespace amtslotse::bench

int main() { return amtslotse::bench::Run(); }
