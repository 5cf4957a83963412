#include "services/rpc/call.h"

#include <atomic>

namespace amtslotse::rpc {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;

std::string FromMetadata(const grpc::ServerContext& context, const char* key) {
  const auto found = context.client_metadata().find(key);
  return found == context.client_metadata().end() ? std::string()
                                                  : std::string(found->second.data(), found->second.size());
}

}  // namespace

Caller CallerOf(const grpc::ServerContext& context) {
  Caller caller;
  caller.request_id = FromMetadata(context, kRequestIdKey);
  if (caller.request_id.empty() || caller.request_id.size() > 64) caller.request_id = RandomId();
  caller.signed_actor = FromMetadata(context, kActorKey);
  caller.deadline = std::min(context.deadline(), std::chrono::system_clock::now() + std::chrono::seconds(30));
  return caller;
}

void LogFailed(const char* method, const grpc::Status& status) {
  static std::atomic<std::int64_t> quiet_until{0};
  const std::int64_t now = std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
  std::int64_t until = quiet_until;
  if (now < until || !quiet_until.compare_exchange_strong(until, now + kSecondNs)) return;
  LogWarning("call_failed",
             {{"method", method}, {"code", CodeName(status.error_code())}, {"why", status.error_message()}});
}

}  // namespace amtslotse::rpc
