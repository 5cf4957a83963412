// Who may call what, where the caller is known by its certificate. On one machine the sockets' folders decide instead:
// a process sees those of the processes that it calls, and no other (packaging/units.sh).
#pragma once

#include <grpcpp/security/auth_metadata_processor.h>

#include <memory>
#include <string_view>

namespace amtslotse::rpc {

// `method` as in metrics, "Nlu/Understand"; `caller` a service or "operator".
bool MayCall(std::string_view caller, std::string_view method);

// For a server's credentials: calls end with PERMISSION_DENIED, naming both, when the connection's certificate is of a
// process that does not call this. Health is for everybody who has one.
std::shared_ptr<grpc::AuthMetadataProcessor> CallerCheck();

}  // namespace amtslotse::rpc
