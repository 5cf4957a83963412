// Channels that notice when nobody answers at the other side.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <memory>
#include <string>

namespace amtslotse::rpc {

// A process that hangs costs the caller who notices it the time of that call, and the next ones nothing: after a call
// without an answer within its deadline, health is asked before another one goes there. Whoever asks does so for all,
// at most every two seconds, and waits half a second at most. While health is not answered either, calls end at once
// with DEADLINE_EXCEEDED, as they would have in the end. Calls of health itself always go there.
std::shared_ptr<grpc::Channel> WatchedChannel(const std::string& target,
                                              const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                                              const grpc::ChannelArguments& arguments);

}  // namespace amtslotse::rpc
