#include "services/nlu/training_job.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <new>
#include <nlohmann/json.hpp>

#include "keys/process_memory.h"
#include "nlu/model_directory.h"
#include "nlu/models/comparison.h"
#include "nlu/training/train.h"
#include "nlu/understander.h"

namespace amtslotse::nlu {
namespace {

using nlohmann::json;

constexpr int kNice = 15;

absl::Status BecomeModest([[maybe_unused]] long memory_mb) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::setpriority(PRIO_PROCESS, 0, kNice);
#ifndef AMTSLOTSE_SANITIZED  // sanitizers keep terabytes of addresses
  const rlim_t bytes = static_cast<rlim_t>(memory_mb) * 1024 * 1024;
  const rlimit limit{bytes, bytes};
  if (::setrlimit(RLIMIT_AS, &limit) != 0) return absl::InternalError("cannot bound the memory");
#endif
  keys::KeepMemoryPrivate();
  return absl::OkStatus();
}

void PrintStep(std::string_view step, double fraction) {
  std::printf("%s\n", json{{"step", step}, {"fraction", fraction}}.dump().c_str());
  std::fflush(stdout);
}

// Examples without an act, of which only is known that they are in scope, name a matter where the shipped model takes
// them for out of scope; the others teach nothing new and are left out. Always by the shipped model, so that one night
// does not undo what the night before has taught.
absl::Status GiveActs(const std::string& shipped_directory, std::vector<LabelledText>& examples) {
  const auto shipped = Understander::Load(shipped_directory);
  if (!shipped.ok()) return shipped.status();
  std::erase_if(examples, [&](LabelledText& example) {
    if (!example.label.empty()) return false;
    example.label = ActId(Act::kOverview);
    return (*shipped)->Understand(example.text, {}).segments.front().guesses.front().act != Act::kOutOfScope;
  });
  return absl::OkStatus();
}

absl::Status CompareAndReport(const TrainingJob& job) {
  const absl::StatusOr<TestSet> tests = ReadTestSet(job.texts_directory);
  if (!tests.ok()) return tests.status();
  auto active = Understander::Load(job.active_directory);
  if (!active.ok()) {
    PrintStep("Das aktive Modell ist beschädigt: mit dem mitgelieferten vergleichen", 0.9);
    active = Understander::Load(job.shipped_directory);
  }
  if (!active.ok()) return active.status();
  const auto candidate = Understander::Load(job.output_directory);
  if (!candidate.ok()) return candidate.status();
  Comparison comparison = Compare(**active, **candidate, *tests, job.examples);
  if (comparison.verdict == Verdict::kNotWorse && job.shipped_directory != job.active_directory) {
    const auto shipped = Understander::Load(job.shipped_directory);
    if (!shipped.ok()) return shipped.status();
    if (Compare(**shipped, **candidate, *tests, {}).verdict == Verdict::kWorse) comparison.verdict = Verdict::kWorse;
  }
  return WriteReport(job.output_directory, comparison);
}

absl::Status RunJob(const std::string& job_path) {
  absl::StatusOr<TrainingJob> job = ReadJob(job_path);
  if (!job.ok()) return job.status();
  if (auto status = GiveActs(job->shipped_directory, job->examples); !status.ok()) return status;
  TrainRequest request;
  request.data_directory = job->texts_directory;
  request.output_directory = job->output_directory;
  request.examples = job->examples;
  request.trained_unix = job->now_unix;
  request.progress = [](std::string_view step, double fraction) { PrintStep(step, 0.9 * fraction); };
  if (const auto manifest = Train(request); !manifest.ok()) return manifest.status();
  PrintStep("Antworten vergleichen", 0.9);
  return CompareAndReport(*job);
}

}  // namespace

absl::Status WriteJob(const std::string& path, const TrainingJob& job) {
  json examples = json::array();
  for (const LabelledText& each : job.examples) examples.push_back({each.label, each.text});
  const json all = {{"texts", job.texts_directory},     {"output", job.output_directory},
                    {"active", job.active_directory},   {"now", job.now_unix},
                    {"shipped", job.shipped_directory}, {"examples", examples}};
  return WriteModelFile(path, all.dump(-1, ' ', false, json::error_handler_t::replace));
}

absl::StatusOr<TrainingJob> ReadJob(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadModelFile(path);
  if (!text.ok()) return text.status();
  try {
    const json all = json::parse(*text);
    TrainingJob job{all.at("texts"), all.at("output"), all.at("active"), all.at("shipped"), all.at("now"), {}};
    for (const auto& each : all.at("examples")) job.examples.push_back({each.at(0), each.at(1)});
    return job;
  } catch (const json::exception& error) {
    return absl::InvalidArgumentError(path + ": " + error.what());
  }
}

int RunTrainingProcess(const std::string& job_path, long memory_mb) {
  try {
    absl::Status status = BecomeModest(memory_mb);
    if (status.ok()) status = RunJob(job_path);
    if (status.ok()) return 0;
    std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  } catch (const std::bad_alloc&) {
    return kOutOfMemory;
  }
  return 1;
}

}  // namespace amtslotse::nlu
