#include "services/rpc/metrics.h"

#include <fmt/format.h>
#include <prometheus/exposer.h>
#include <prometheus/text_serializer.h>

namespace amtslotse::rpc {

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      calls_(&prometheus::BuildCounter().Name("amtslotse_rpc_calls_total").Help("RPCs by direction, method and status code").Register(*registry_)),
      seconds_(&prometheus::BuildHistogram().Name("amtslotse_rpc_seconds").Help("Duration of RPCs").Register(*registry_)) {}
Metrics::~Metrics() = default;

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

void Metrics::CountCall(const char* direction, const std::string& method, const std::string& code,
                        std::chrono::steady_clock::duration took) {
  static const prometheus::Histogram::BucketBoundaries kBuckets{.0001, .00025, .0005, .001, .0025, .005, .01,
                                                                .025,  .05,    .1,    .25,  .5,    1,    5};
  calls_->Add({{"direction", direction}, {"method", method}, {"code", code}}).Increment();
  seconds_->Add({{"direction", direction}, {"method", method}}, kBuckets)
      .Observe(std::chrono::duration<double>(took).count());
}

std::string Metrics::Text() const { return prometheus::TextSerializer().Serialize(registry_->Collect()); }

}  // namespace amtslotse::rpc
