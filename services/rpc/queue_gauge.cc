#include "services/rpc/queue_gauge.h"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

namespace amtslotse::rpc {

QueueGauge::QueueGauge(Metrics& metrics, const char* queue)
    : gauge_(&prometheus::BuildGauge()
                  .Name("amtslotse_queue_waiting")
                  .Help("People, questions and messages that wait, by queue")
                  .Register(metrics.registry())
                  .Add({{"queue", queue}})) {}

void QueueGauge::Set(double waiting) { gauge_->Set(waiting); }

}  // namespace amtslotse::rpc
