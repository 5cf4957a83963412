// Training in a child process, one at a time.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "nlu/models/town_models.h"
#include "services/nlu/training_job.h"

namespace amtslotse::nlu {

struct TrainerSettings {
  std::string program;          // amtslotse-nlu, started as the child
  std::string texts_directory;  // nlu/data
  long memory_mb = 1536;        // of the child, as address space
  bool enabled = true;          // false: nothing keeps what would be trained
};

struct Trained {
  StoredModel candidate;
  Comparison comparison;
  bool activated = false;
};

struct TrainingOrder {
  std::string municipality_id;
  std::string idempotency_key;         // may be empty
  std::vector<LabelledText> examples;  // as staff wrote them; masked here
  bool activate = false;               // when it is not worse
  std::int64_t now_unix = 0;
};

// Thread-safe.
class Trainer {
 public:
  Trainer(TownModels& models, TrainerSettings settings) : models_(models), settings_(std::move(settings)) {}

  // Blocks until the child has ended. `report` hears of each step; when it returns false, the child is ended and the
  // answer is Cancelled. Aborted while another training runs, also one of another process on the same folder;
  // Unimplemented where it is switched off, which no repetition helps.
  absl::StatusOr<Trained> Train(const TrainingOrder& order,
                                const std::function<bool(const std::string& step, double fraction)>& report);

  bool enabled() const { return settings_.enabled; }
  // Whether this town has a model of its own that is no older.
  bool HasTrainedSince(const std::string& municipality_id, std::int64_t unix) const;

 private:
  absl::StatusOr<Trained> TrainNow(const TrainingOrder& order,
                                   const std::function<bool(const std::string&, double)>& report);

  TownModels& models_;
  const TrainerSettings settings_;
  std::mutex running_;
  struct Done {
    std::string idempotency_key;
    Trained result;
  };
  std::map<std::string, Done> last_;  // by municipality; guarded by running_
};

}  // namespace amtslotse::nlu
