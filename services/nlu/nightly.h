// The nightly training: each town once a night, one after the other.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "services/nlu/examples.h"
#include "services/nlu/trainer.h"

namespace amtslotse::nlu {

// The first moment after `after` at which the town's clock shows `hour`. An unknown zone is read as UTC.
std::chrono::sys_seconds NextTraining(std::chrono::sys_seconds after, const std::string& time_zone, int hour);

// Runs a thread of its own from construction to destruction, unless the hour is 24.
class Nightly {
 public:
  Nightly(Trainer& trainer, const Examples& examples, int hour);
  ~Nightly();

 private:
  void Run();
  // False when another training was under way.
  bool TrainTown(const std::string& municipality_id);
  bool Stopping();

  Trainer& trainer_;
  const Examples& examples_;
  const int hour_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace amtslotse::nlu
