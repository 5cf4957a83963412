#include "services/nlu/nightly.h"

#include <date/tz.h>

#include "services/rpc/log.h"

namespace amtslotse::nlu {
namespace {

using std::chrono::sys_seconds;

constexpr std::chrono::minutes kLook{1};

sys_seconds Now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

const date::time_zone* ZoneOf(const std::string& name) {
  try {
    return date::locate_zone(name.empty() ? "Europe/Berlin" : name);
  } catch (const std::exception&) {
    return date::locate_zone("UTC");
  }
}

}  // namespace

sys_seconds NextTraining(sys_seconds after, const std::string& time_zone, int hour) {
  const date::time_zone* zone = ZoneOf(time_zone);
  const auto today = date::floor<date::days>(zone->to_local(after));
  for (int day = 0;; ++day) {
    // An hour that a change of the clock skips begins with the change.
    const auto begin = zone->to_sys(today + date::days(day) + std::chrono::hours(hour), date::choose::earliest);
    if (begin > after) return std::chrono::floor<std::chrono::seconds>(begin);
  }
}

Nightly::Nightly(Trainer& trainer, const Examples& examples, int hour)
    : trainer_(trainer), examples_(examples), hour_(hour) {
  if (hour_ < 24) thread_ = std::thread([this] { Run(); });
}

Nightly::~Nightly() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Nightly::Stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Nightly::Run() {
  std::map<std::string, sys_seconds> due;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (stopped_.wait_for(lock, kLook, [this] { return stopping_; })) return;
    }
    const auto towns = examples_.Towns();
    if (!towns.ok()) continue;  // knowledge tells of its own faults
    for (const NamedTown& town : *towns) {
      const auto [found, is_new] = due.try_emplace(town.id, NextTraining(Now(), town.time_zone, hour_));
      if (is_new || Now() < found->second) continue;
      // Another process on the same folder may have been first, or be at it: then the next look tells.
      if (!trainer_.HasTrainedSince(town.id, found->second.time_since_epoch().count()) && !TrainTown(town.id)) continue;
      found->second = NextTraining(Now(), town.time_zone, hour_);
    }
  }
}

bool Nightly::TrainTown(const std::string& municipality_id) {
  const auto examples = examples_.Fetch(municipality_id);
  if (!examples.ok()) {
    rpc::LogWarning("nightly_examples_missing",
                    {{"municipality", municipality_id}, {"why", std::string(examples.status().message())}});
    return true;
  }
  const TrainingOrder order{municipality_id, "", *examples, true, Now().time_since_epoch().count()};
  const auto trained = trainer_.Train(order, [this](const std::string&, double) { return !Stopping(); });
  if (absl::IsAborted(trained.status())) return false;
  if (!trained.ok()) {
    rpc::LogWarning("nightly_training_failed",
                    {{"municipality", municipality_id}, {"why", std::string(trained.status().message())}});
    return true;
  }
  rpc::LogInfo("nightly_training", {{"municipality", municipality_id},
                                    {"model", trained->candidate.manifest.version},
                                    {"examples", trained->comparison.own_examples},
                                    {"lost", trained->comparison.lost},
                                    {"gained", trained->comparison.gained},
                                    {"activated", trained->activated}});
  return true;
}

}  // namespace amtslotse::nlu
