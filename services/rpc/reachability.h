// Channels that notice when nobody answers at the other side.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <memory>
#include <string>

namespace amtslotse::rpc {

// A process that hangs costs the callers who notice it about five seconds, and
// the next ones nothing. A unary call that waits for three seconds has health
// asked beside it, every second. While health is answered the call is a slow
// one and waits on; when it is not answered twice, the call ends with
// DEADLINE_EXCEEDED, as it would have in the end: whether it was done is not
// known. Asynchronous calls have to take their status. After a call that ended
// so, health is asked before another one goes there. Whoever asks does so for
// all, at most every two seconds, and waits half a second at most; while it is
// not answered, calls end at once in the same way. Calls of health itself
// always go there.
std::shared_ptr<grpc::Channel> WatchedChannel(const std::string& target,
                                              const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                                              const grpc::ChannelArguments& arguments);

}  // namespace amtslotse::rpc
