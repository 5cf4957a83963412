// Addresses: "unix:/path/to.sock", "tls:host:port" between machines, or "host:port" in a network that encrypts.
#pragma once

#include <absl/status/status.h>
#include <grpcpp/channel.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "services/rpc/tls.h"

namespace amtslotse::rpc {

// Largest message in either direction.
inline constexpr int kMaxMessageBytes = 8 * 1024 * 1024;

// Call before anything of gRPC: a connection that comes about while no call is under way is then noticed within a tenth
// of a second (gRPC looks for itself every 5 s, and gives a connection up before that).
void NoticeConnectionsSoon();

// From now on gRPC ends with the process. By itself it ends with its last object, and may then wait 10 s for a poller that
// some write had to have.
void KeepGrpcRunning();

// A lazy channel; connects in the background and again after failures. A host name with several addresses: calls go to
// each in turn.
std::shared_ptr<grpc::Channel> Connect(const std::string& address);
// The same; over TLS the other side must have the certificate of `service`, and sees the one of `own`.
std::shared_ptr<grpc::Channel> Connect(const std::string& address, std::string_view service, const TlsIdentity& own);

// How long after its start every caller of a process has found it.
std::chrono::milliseconds FoundAgainWithin(bool tls);

// Removes a socket file that a dead process left behind. ALREADY_EXISTS when someone still answers there.
absl::Status PrepareSocket(const std::string& address);
// After the start: 0600, so that only the owner's processes connect.
void ProtectSocket(const std::string& address);

}  // namespace amtslotse::rpc
