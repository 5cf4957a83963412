#include "services/rpc/transactions.h"

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include "services/rpc/status.h"

namespace amtslotse::rpc {

Transactions::Transactions(Metrics& metrics, const StoreNames& names)
    : metrics_(metrics),
      names_(names),
      retries_(&prometheus::BuildCounter()
                    .Name("amtslotse_sql_retries_total")
                    .Help("Transactions begun again after a conflict")
                    .Register(metrics.registry())
                    .Add({{"store", names.store}})) {}

void Transactions::Note(const char* method, const absl::Status& outcome, int runs,
                        std::chrono::steady_clock::duration took) const {
  metrics_.CountCall("out", method, CodeName(static_cast<grpc::StatusCode>(outcome.code())), took);
  if (runs > 1) retries_->Increment(runs - 1);
}

}  // namespace amtslotse::rpc
