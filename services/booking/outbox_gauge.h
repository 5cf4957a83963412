// For the alerts that messages wait, or were given up.
#pragma once

#include "booking/store.h"
#include "services/rpc/queue_gauge.h"

namespace prometheus {
class Gauge;
}

namespace amtslotse::booking {

// amtslotse_queue_messages{queue="outbox", state="waiting" | "late" | "failed"}, see OutboxBacklog, and
// amtslotse_queue_waiting{queue="waiting_list"}. The metrics live longer.
class OutboxGauge {
 public:
  OutboxGauge(Store& store, rpc::Metrics& metrics);
  // Looks again.
  void Refresh();

 private:
  Store& store_;
  prometheus::Gauge* waiting_;
  prometheus::Gauge* late_;
  prometheus::Gauge* failed_;
  rpc::QueueGauge wishes_;
};

}  // namespace amtslotse::booking
