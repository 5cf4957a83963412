#include "services/rpc/reachability.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/support/client_interceptor.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "grpc/health/v1/health.grpc.pb.h"

namespace amtslotse::rpc {
namespace {

namespace health = grpc::health::v1;
using Hook = grpc::experimental::InterceptionHookPoints;

constexpr std::chrono::seconds kBelieved{2};
// Several calls, because a channel to several replicas takes them in turn and
// only one of them may hang.
constexpr int kHealthCalls = 3;
constexpr std::chrono::milliseconds kHealthWithin{170};
// From when on somebody who waits has health asked, how often then, and how
// often it is asked in vain before he is told.
constexpr std::chrono::seconds kSlow{3};
constexpr std::chrono::seconds kAskEvery{1};
constexpr int kSilentTimes = 2;
constexpr std::string_view kHealthMethods = "/grpc.health.v1.Health/";

bool AskHealth(const std::weak_ptr<grpc::Channel>& whose) {
  const std::shared_ptr<grpc::Channel> channel = whose.lock();
  if (channel == nullptr) return true;
  const auto stub = health::Health::NewStub(channel);
  for (int call = 0; call < kHealthCalls; ++call) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kHealthWithin);
    health::HealthCheckResponse response;
    // One that is not serving or knows no health answers too; who cannot be
    // reached at all is told at once anyway.
    if (stub->Check(&context, {}, &response).error_code() != grpc::StatusCode::DEADLINE_EXCEEDED) return true;
  }
  return false;
}

// The calls of one channel that are under way. Thread-safe.
class Waiting {
 public:
  void Begin(grpc::ClientContext* call) {
    const std::scoped_lock lock(mutex_);
    calls_.emplace(call, Call{std::chrono::steady_clock::now(), false});
    if (idle_) begun_.notify_one();
  }
  // Whether it was ended here.
  bool End(grpc::ClientContext* call) {
    const std::scoped_lock lock(mutex_);
    const auto found = calls_.find(call);
    if (found == calls_.end()) return false;
    const bool given_up = found->second.given_up;
    calls_.erase(found);
    return given_up;
  }

  // Until it is stopped.
  void Watch(const std::stop_token& stop, const std::weak_ptr<grpc::Channel>& channel) {
    std::unique_lock lock(mutex_);
    for (int silent = 0; SomeBegun(lock, stop);) {
      const auto slow_from = Oldest() + kSlow;
      if (std::chrono::steady_clock::now() < slow_from) {
        begun_.wait_until(lock, stop, slow_from, [] { return false; });
        continue;
      }
      lock.unlock();
      const bool answers = AskHealth(channel);
      lock.lock();
      silent = answers ? 0 : silent + 1;
      if (silent >= kSilentTimes) GiveUpSlow();
      begun_.wait_for(lock, stop, kAskEvery, [] { return false; });
    }
  }

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Call {
    Time begun;
    bool given_up;
  };

  // Waits for it, and is woken only then: not for each call of a busy channel. False when it is stopped.
  bool SomeBegun(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
    idle_ = true;
    begun_.wait(lock, stop, [this] { return !calls_.empty(); });
    idle_ = false;
    return !stop.stop_requested();
  }
  Time Oldest() const {
    Time oldest = Time::max();
    for (const auto& [_, call] : calls_) oldest = std::min(oldest, call.begun);
    return oldest;
  }
  void GiveUpSlow() {
    const Time now = std::chrono::steady_clock::now();
    for (auto& [context, call] : calls_) {
      if (call.given_up || now < call.begun + kSlow) continue;
      call.given_up = true;
      context->TryCancel();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any begun_;
  bool idle_ = false;  // the watcher waits for the first call
  std::unordered_map<grpc::ClientContext*, Call> calls_;
};

// What the calls of one channel found. Thread-safe.
class Reachability {
 public:
  ~Reachability() {
    watcher_.request_stop();
    // The watcher itself may have been the last who held the channel.
    if (watcher_.joinable() && watcher_.get_id() == std::this_thread::get_id()) watcher_.detach();
  }

  // Which owns this; before its first call.
  void Watch(const std::shared_ptr<grpc::Channel>& channel) { channel_ = channel; }

  void Begin(grpc::ClientContext* call) {
    std::call_once(watched_, [this] {
      watcher_ = std::jthread(
          [waiting = waiting_, channel = channel_](const std::stop_token& stop) { waiting->Watch(stop, channel); });
    });
    waiting_->Begin(call);
  }
  bool End(grpc::ClientContext* call) { return waiting_->End(call); }

  // False: health was not answered either, less than two seconds ago. May ask
  // it.
  bool Answers() {
    if (state_ == State::kAnswers) return true;
    {
      const std::scoped_lock lock(mutex_);
      if (asking_ || (state_ == State::kSilent && std::chrono::steady_clock::now() < ask_again_))
        return state_ != State::kSilent;
      asking_ = true;
    }
    const bool answers = AskHealth(channel_);
    const std::scoped_lock lock(mutex_);
    asking_ = false;
    ask_again_ = std::chrono::steady_clock::now() + kBelieved;
    if (answers)
      state_ = State::kAnswers;
    else if (state_ != State::kAnswers)  // else another call was answered meanwhile
      state_ = State::kSilent;
    return state_ != State::kSilent;
  }

  // After each call: whether there was an answer, an error or not, within its
  // deadline.
  void Heard(bool answered) {
    State before = State::kAnswers;
    if (!answered)
      state_.compare_exchange_strong(before, State::kInDoubt);
    else if (state_ != State::kAnswers)
      state_ = State::kAnswers;
  }

 private:
  enum class State { kAnswers, kInDoubt, kSilent };

  std::weak_ptr<grpc::Channel> channel_;
  const std::shared_ptr<Waiting> waiting_ = std::make_shared<Waiting>();  // outlives this where the watcher still
                                                                          // looks
  std::once_flag watched_;
  std::jthread watcher_;
  std::atomic<State> state_ = State::kAnswers;
  std::mutex mutex_;
  bool asking_ = false;
  std::chrono::steady_clock::time_point ask_again_;
};

// One call.
class Listener final : public grpc::experimental::Interceptor {
 public:
  // `call`: its context where it is unary, else nothing.
  Listener(std::shared_ptr<Reachability> reachability, grpc::ClientContext* call)
      : reachability_(std::move(reachability)), call_(call) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (!ended_ && methods->QueryInterceptionHookPoint(Hook::PRE_SEND_INITIAL_METADATA)) {
      if (!reachability_->Answers()) {
        ended_ = true;
        methods->Hijack();  // which comes here once more, for what is received
        return;
      }
      if (call_ != nullptr) reachability_->Begin(call_);
    }
    if (ended_)
      End(*methods);
    else if (methods->QueryInterceptionHookPoint(Hook::POST_RECV_STATUS))
      Heard(*methods->GetRecvStatus());
    methods->Proceed();
  }

 private:
  void Heard(grpc::Status& status) {
    if (call_ != nullptr && reachability_->End(call_) && status.error_code() == grpc::StatusCode::CANCELLED)
      status = grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "neither this call was answered nor health");
    reachability_->Heard(status.error_code() != grpc::StatusCode::DEADLINE_EXCEEDED);
  }

  static void End(grpc::experimental::InterceptorBatchMethods& methods) {
    if (methods.QueryInterceptionHookPoint(Hook::PRE_RECV_MESSAGE)) methods.FailHijackedRecvMessage();
    if (methods.QueryInterceptionHookPoint(Hook::PRE_RECV_STATUS))
      *methods.GetRecvStatus() =
          grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "the calls before were not answered, nor was health");
  }

  const std::shared_ptr<Reachability> reachability_;
  grpc::ClientContext* const call_;
  bool ended_ = false;  // without having gone out
};

class Listeners final : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  explicit Listeners(std::shared_ptr<Reachability> reachability) : reachability_(std::move(reachability)) {}

  grpc::experimental::Interceptor* CreateClientInterceptor(grpc::experimental::ClientRpcInfo* call) override {
    if (std::string_view(call->method()).starts_with(kHealthMethods)) return nullptr;
    const bool unary = call->type() == grpc::experimental::ClientRpcInfo::Type::UNARY;
    return new Listener(reachability_, unary ? call->client_context() : nullptr);  // gRPC's to delete
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
