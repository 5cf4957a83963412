// What is asked of a store without RPCs, counted and told like a call out to it.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <chrono>

#include "services/rpc/call.h"
#include "services/rpc/metrics.h"
#include "services/rpc/status.h"

namespace amtslotse::rpc {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <class Value>
const absl::Status& StatusOf(const absl::StatusOr<Value>& value) {
  return value.status();
}

// What `ask` gives (a status, or a value or one). `method` has static storage, e.g. "Redis/read_session". Without
// metrics it is only asked.
template <class Ask>
auto Counted(Metrics* metrics, const char* method, Ask&& ask) {
  const auto begin = std::chrono::steady_clock::now();
  auto answer = ask();
  const absl::Status& status = StatusOf(answer);
  if (metrics != nullptr)
    metrics->CountCall("out", method, CodeName(static_cast<grpc::StatusCode>(status.code())),
                       std::chrono::steady_clock::now() - begin);
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) LogFailed(method, ToGrpc(status));
  return answer;
}

}  // namespace amtslotse::rpc
