// The one translation between faults of the libraries (absl::Status) and the wire (grpc::Status).
#pragma once

#include <absl/status/status.h>
#include <grpcpp/support/status.h>

namespace amtslotse::rpc {

grpc::Status ToGrpc(const absl::Status& status);
absl::Status FromGrpc(const grpc::Status& status);
// "OK", "NOT_FOUND" …: for logs and metrics.
const char* CodeName(grpc::StatusCode code);
// INTERNAL, UNKNOWN, DATA_LOSS: what no caller can mend, so that the operator must read of it.
bool IsOurFault(grpc::StatusCode code);

}  // namespace amtslotse::rpc
