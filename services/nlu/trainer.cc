#include "services/nlu/trainer.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "nlu/act.h"
#include "nlu/masking.h"
#include "services/nlu/child_process.h"
#include "services/nlu/training_lock.h"
#include "services/rpc/log.h"

namespace amtslotse::nlu {
namespace {

namespace fs = std::filesystem;

absl::Status EndOf(const ChildEnd& end) {
  if (end.stopped) return absl::CancelledError("the training was given up");
  if (end.code == kOutOfMemory) return absl::ResourceExhaustedError("the training needed more memory than it may have");
  if (end.signal != 0) return absl::UnavailableError("the training ended with signal " + std::to_string(end.signal));
  if (end.code != 0) return absl::UnavailableError("the training failed; the reason stands in the log");
  return absl::OkStatus();
}

// What staff wrote is kept without personal data, each text once.
absl::StatusOr<std::vector<LabelledText>> Prepared(const std::vector<LabelledText>& examples, std::int64_t now_unix) {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(now_unix)));
  MaskOptions options;
  options.this_year = std::chrono::year_month_day(today).year();
  std::map<std::string, std::string> act_of;  // the last word counts
  for (const LabelledText& each : examples) {
    if (!each.label.empty() && !ActFromId(each.label))
      return absl::InvalidArgumentError("no act is called \"" + each.label + "\"");
    if (!each.text.empty()) act_of[MaskPersonalData(each.text, options)] = each.label;
  }
  std::vector<LabelledText> prepared;
  for (const auto& [text, act] : act_of) prepared.push_back({act, text});
  return prepared;
}

}  // namespace

bool Trainer::HasTrainedSince(const std::string& municipality_id, std::int64_t unix) const {
  const std::vector<StoredModel> models = models_.List(municipality_id);
  return std::any_of(models.begin(), models.end(),
                     [&](const StoredModel& model) { return !model.shipped && model.manifest.trained_unix >= unix; });
}

absl::StatusOr<Trained> Trainer::Train(const TrainingOrder& order,
                                       const std::function<bool(const std::string&, double)>& report) {
  if (!settings_.enabled)
    return absl::UnimplementedError("this installation keeps no models of its own: it trains none");
  const std::unique_lock lock(running_, std::try_to_lock);
  if (!lock.owns_lock()) return absl::AbortedError("a training is under way");
  if (const auto last = last_.find(order.municipality_id);
      last != last_.end() && !order.idempotency_key.empty() && last->second.idempotency_key == order.idempotency_key)
    return last->second.result;
  const auto alone = TrainingLock::Take(models_.data_directory());
  if (!alone.ok()) return alone.status();
  absl::StatusOr<Trained> trained = TrainNow(order, report);
  if (trained.ok()) last_[order.municipality_id] = {order.idempotency_key, *trained};
  return trained;
}

absl::StatusOr<Trained> Trainer::TrainNow(const TrainingOrder& order,
                                          const std::function<bool(const std::string&, double)>& report) {
  absl::StatusOr<std::vector<LabelledText>> examples = Prepared(order.examples, order.now_unix);
  if (!examples.ok()) return examples.status();
  absl::StatusOr<std::string> directory = models_.CandidateDirectory(order.municipality_id);
  if (!directory.ok()) return directory.status();
  const TrainingJob job{settings_.texts_directory,   *directory,     models_.ActiveDirectory(order.municipality_id),
                        models_.shipped_directory(), order.now_unix, *std::move(examples)};
  const std::string job_path = *directory + ".job";
  if (auto status = WriteJob(job_path, job); !status.ok()) return status;
  std::string step = "Anfangen";
  double fraction = 0;
  const auto hear = [&](const std::string& line) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_object()) {
      step = json.value("step", "");
      fraction = json.value("fraction", 0.0);
    }
    return report(step, fraction);
  };
  ChildEnd end;
  absl::Status status =
      RunChild(settings_.program, {"train", job_path, std::to_string(settings_.memory_mb)}, hear, end);
  std::error_code ignored;
  fs::remove(job_path, ignored);
  if (status.ok()) status = EndOf(end);
  if (!status.ok()) {
    fs::remove_all(*directory, ignored);
    fs::remove_all(*directory + ".part", ignored);
    return status;
  }
  absl::StatusOr<Comparison> comparison = ReadReport(*directory);
  if (!comparison.ok()) return comparison.status();
  absl::StatusOr<StoredModel> model = models_.Adopt(order.municipality_id, *directory);
  if (!model.ok()) return model.status();
  if (model->replaced_damaged)
    rpc::LogError("model_damaged",
                  {{"municipality", order.municipality_id}, {"model", model->manifest.version}, {"done", "replaced"}});
  Trained trained{*std::move(model), *std::move(comparison), false};
  if (order.activate && trained.comparison.verdict == Verdict::kNotWorse) {
    absl::StatusOr<StoredModel> active = models_.Activate(order.municipality_id, trained.candidate.manifest.version);
    if (!active.ok()) return active.status();
    trained.candidate = *std::move(active);
    trained.activated = true;
  }
  return trained;
}

}  // namespace amtslotse::nlu
