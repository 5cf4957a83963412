#include "services/rpc/calls_at_work.h"

#include <grpcpp/server_context.h>

#include <algorithm>
#include <string_view>

namespace amtslotse::rpc {
namespace {

constexpr std::string_view kHealth = "/grpc.health.v1.Health/";

// One call, from its arrival to its end.
class AtWork final : public grpc::experimental::Interceptor {
 public:
  AtWork(CallsAtWork& calls, std::chrono::system_clock::time_point deadline) : calls_(calls) {
    calls_.Begin(this, deadline);
  }
  ~AtWork() override { calls_.End(this, std::chrono::system_clock::now()); }

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override { methods->Proceed(); }

 private:
  CallsAtWork& calls_;
};

class Watcher final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit Watcher(CallsAtWork& calls) : calls_(calls) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(grpc::experimental::ServerRpcInfo* call) override {
    if (std::string_view(call->method()).starts_with(kHealth)) return nullptr;
    return new AtWork(calls_,
                      call->server_context()->deadline());  // gRPC's to delete
  }

 private:
  CallsAtWork& calls_;
};

}  // namespace

void CallsAtWork::Begin(const void* call, Time deadline) {
  const std::scoped_lock lock(mutex_);
  deadlines_.emplace(call, deadline);
}

void CallsAtWork::End(const void* call, Time now) {
  const std::scoped_lock lock(mutex_);
  deadlines_.erase(call);
  last_end_ = now;
}

bool CallsAtWork::AllHang(Time now) const {
  const std::scoped_lock lock(mutex_);
  if (deadlines_.size() < kHanging || now - last_end_ < overdue_) return false;
  const auto overdue = std::count_if(deadlines_.begin(), deadlines_.end(), [&](const auto& call) {
    return call.second != Time::max() && call.second < now - overdue_;
  });
  return static_cast<std::size_t>(overdue) >= kHanging;
}

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> WatchCalls(CallsAtWork& calls) {
  return std::make_unique<Watcher>(calls);
}

}  // namespace amtslotse::rpc
