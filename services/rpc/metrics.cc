#include "services/rpc/metrics.h"

#include <fmt/format.h>
#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "services/rpc/log.h"

namespace amtslotse::rpc {

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      calls_(&prometheus::BuildCounter()
                  .Name("amtslotse_rpc_calls_total")
                  .Help("RPCs by direction, method and status code")
                  .Register(*registry_)),
      seconds_(
          &prometheus::BuildHistogram().Name("amtslotse_rpc_seconds").Help("Duration of RPCs").Register(*registry_)) {}

// Its HTTP server looks only every two seconds whether it is to stop: it ends with the process, and so does what it
// serves, which it may be reading now. (Kept where a search for leaks finds it.)
Metrics::~Metrics() {
  using Served = std::pair<std::unique_ptr<prometheus::Exposer>, std::shared_ptr<prometheus::Registry>>;
  static auto& ends_with_the_process = *new std::vector<Served>;
  if (exposer_ != nullptr) ends_with_the_process.emplace_back(std::move(exposer_), std::move(registry_));
}

absl::Status Metrics::Serve(const std::string& listen) {
  if (listen.empty()) return absl::OkStatus();
  try {
    exposer_ = std::make_unique<prometheus::Exposer>(listen, 1);
  } catch (const std::exception& error) {
    return absl::UnavailableError(fmt::format("metrics cannot listen on {}: {}", listen, error.what()));
  }
  exposer_->RegisterCollectable(registry_);
  return absl::OkStatus();
}

Metrics::Call Metrics::Find(const CallKey& key) {
  static const prometheus::Histogram::BucketBoundaries kBuckets{.0001, .00025, .0005, .001, .0025, .005, .01,
                                                                .025,  .05,    .1,    .25,  .5,    1,    5};
  {
    const std::shared_lock lock(mutex_);
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
  }
  const auto& [direction, method, code] = key;
  const Call call{&calls_->Add({{"direction", direction}, {"method", method}, {"code", code}}),
                  &seconds_->Add({{"direction", direction}, {"method", method}}, kBuckets)};
  const std::unique_lock lock(mutex_);
  return known_.emplace(key, call).first->second;
}

void Metrics::CountCall(const char* direction, const char* method, const char* code,
                        std::chrono::steady_clock::duration took) {
  const Call call = Find({direction, method, code});
  call.count->Increment();
  call.seconds->Observe(std::chrono::duration<double>(took).count());
  // What others asked of us is told, too, with the request it belongs to: never what was asked or answered.
  if (direction != std::string_view("out"))
    LogDebug("served",
             {{"method", method}, {"code", code}, {"ms", std::chrono::duration<double, std::milli>(took).count()}});
}

std::function<bool()> Metrics::Counted(const char* store, std::function<bool()> look) {
  return [this, store, look = std::move(look)] {
    const auto begin = std::chrono::steady_clock::now();
    const bool answers = look();
    CountCall("out", store, answers ? "OK" : "UNAVAILABLE", std::chrono::steady_clock::now() - begin);
    return answers;
  };
}

std::string Metrics::Text() const { return prometheus::TextSerializer().Serialize(registry_->Collect()); }

}  // namespace amtslotse::rpc
