// How much waits somewhere, for the dashboard and its alerts.
#pragma once

#include "services/rpc/metrics.h"

namespace prometheus {
class Gauge;
}

namespace amtslotse::rpc {

// amtslotse_queue_waiting{queue="…"}. Thread-safe; the metrics live longer.
class QueueGauge {
 public:
  QueueGauge(Metrics& metrics, const char* queue);
  void Set(double waiting);

 private:
  prometheus::Gauge* gauge_;
};

}  // namespace amtslotse::rpc
