// Addresses: "unix:/path/to.sock" or "host:port".
#pragma once

#include <absl/status/status.h>
#include <grpcpp/channel.h>

#include <memory>
#include <string>

namespace amtslotse::rpc {

// Largest message in either direction.
inline constexpr int kMaxMessageBytes = 8 * 1024 * 1024;

// A lazy channel; connects in the background and again after failures. A host name with several addresses: calls go to
// each in turn.
std::shared_ptr<grpc::Channel> Connect(const std::string& address);

// Removes a socket file that a dead process left behind. ALREADY_EXISTS when someone still answers there.
absl::Status PrepareSocket(const std::string& address);
// After the start: 0600, so that only the owner's processes connect.
void ProtectSocket(const std::string& address);

}  // namespace amtslotse::rpc
