#include "services/rpc/reachability.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/support/client_interceptor.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "grpc/health/v1/health.grpc.pb.h"

namespace amtslotse::rpc {
namespace {

namespace health = grpc::health::v1;
using Hook = grpc::experimental::InterceptionHookPoints;

constexpr std::chrono::seconds kBelieved{2};
// Several calls, because a channel to several replicas takes them in turn and only one of them may hang.
constexpr int kHealthCalls = 3;
constexpr std::chrono::milliseconds kHealthWithin{170};
constexpr std::string_view kHealthMethods = "/grpc.health.v1.Health/";

// What the calls of one channel found. Thread-safe.
class Reachability {
 public:
  void Watch(const std::shared_ptr<grpc::Channel>& channel) { channel_ = channel; }

  // False: health was not answered either, less than two seconds ago. May ask it.
  bool Answers() {
    if (state_ == State::kAnswers) return true;
    {
      const std::scoped_lock lock(mutex_);
      if (asking_ || (state_ == State::kSilent && std::chrono::steady_clock::now() < ask_again_))
        return state_ != State::kSilent;
      asking_ = true;
    }
    const bool answers = AskHealth();
    const std::scoped_lock lock(mutex_);
    asking_ = false;
    ask_again_ = std::chrono::steady_clock::now() + kBelieved;
    if (answers)
      state_ = State::kAnswers;
    else if (state_ != State::kAnswers)  // else another call was answered meanwhile
      state_ = State::kSilent;
    return state_ != State::kSilent;
  }

  // After each call: whether there was an answer, an error or not, within its deadline.
  void Heard(bool answered) {
    State before = State::kAnswers;
    if (!answered)
      state_.compare_exchange_strong(before, State::kInDoubt);
    else if (state_ != State::kAnswers)
      state_ = State::kAnswers;
  }

 private:
  enum class State { kAnswers, kInDoubt, kSilent };

  bool AskHealth() const {
    const std::shared_ptr<grpc::Channel> channel = channel_.lock();
    if (channel == nullptr) return true;
    const auto stub = health::Health::NewStub(channel);
    for (int call = 0; call < kHealthCalls; ++call) {
      grpc::ClientContext context;
      context.set_deadline(std::chrono::system_clock::now() + kHealthWithin);
      health::HealthCheckResponse response;
      // One that is not serving or knows no health answers too; who cannot be reached at all is told at once anyway.
      if (stub->Check(&context, {}, &response).error_code() != grpc::StatusCode::DEADLINE_EXCEEDED) return true;
    }
    return false;
  }

  std::weak_ptr<grpc::Channel> channel_;  // which owns this; set before its first call
  std::atomic<State> state_ = State::kAnswers;
  std::mutex mutex_;
  bool asking_ = false;
  std::chrono::steady_clock::time_point ask_again_;
};

// One call.
class Listener final : public grpc::experimental::Interceptor {
 public:
  explicit Listener(std::shared_ptr<Reachability> reachability) : reachability_(std::move(reachability)) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (!ended_ && methods->QueryInterceptionHookPoint(Hook::PRE_SEND_INITIAL_METADATA) && !reachability_->Answers()) {
      ended_ = true;
      methods->Hijack();  // which comes here once more, for what is received
      return;
    }
    if (ended_)
      End(*methods);
    else if (methods->QueryInterceptionHookPoint(Hook::POST_RECV_STATUS))
      reachability_->Heard(methods->GetRecvStatus()->error_code() != grpc::StatusCode::DEADLINE_EXCEEDED);
    methods->Proceed();
  }

 private:
  static void End(grpc::experimental::InterceptorBatchMethods& methods) {
    if (methods.QueryInterceptionHookPoint(Hook::PRE_RECV_MESSAGE)) methods.FailHijackedRecvMessage();
    if (methods.QueryInterceptionHookPoint(Hook::PRE_RECV_STATUS))
      *methods.GetRecvStatus() =
          grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "the calls before were not answered, nor was health");
  }

  const std::shared_ptr<Reachability> reachability_;
  bool ended_ = false;  // without having gone out
};

class Listeners final : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  explicit Listeners(std::shared_ptr<Reachability> reachability) : reachability_(std::move(reachability)) {}

  grpc::experimental::Interceptor* CreateClientInterceptor(grpc::experimental::ClientRpcInfo* call) override {
    if (std::string_view(call->method()).starts_with(kHealthMethods)) return nullptr;
    return new Listener(reachability_);  // gRPC's to delete
  }

 private:
  const std::shared_ptr<Reachability> reachability_;
};

}  // namespace

std::shared_ptr<grpc::Channel> WatchedChannel(const std::string& target,
                                              const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                                              const grpc::ChannelArguments& arguments) {
  const auto reachability = std::make_shared<Reachability>();
  std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>> listeners;
  listeners.push_back(std::make_unique<Listeners>(reachability));
  auto channel =
      grpc::experimental::CreateCustomChannelWithInterceptors(target, credentials, arguments, std::move(listeners));
  reachability->Watch(channel);
  return channel;
}

}  // namespace amtslotse::rpc
