#include "services/booking/outbox_gauge.h"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include "booking/waiting_count.h"

namespace amtslotse::booking {

OutboxGauge::OutboxGauge(Store& store, rpc::Metrics& metrics) : store_(store), wishes_(metrics, "waiting_list") {
  auto& family = prometheus::BuildGauge()
                     .Name("amtslotse_queue_messages")
                     .Help("Messages to citizens that are not sent, by state")
                     .Register(metrics.registry());
  const auto of = [&](const char* state) { return &family.Add({{"queue", "outbox"}, {"state", state}}); };
  waiting_ = of("waiting");
  late_ = of("late");
  failed_ = of("failed");
  Refresh();
}

void OutboxGauge::Refresh() {
  const auto backlog = store_.Backlog();
  if (!backlog.ok()) return;  // the store's own alert tells of it
  waiting_->Set(backlog->waiting);
  late_->Set(backlog->late);
  failed_->Set(backlog->failed);
  if (const auto wishes = CountWaitingWishes(store_); wishes.ok()) wishes_.Set(*wishes);
}

}  // namespace amtslotse::booking
