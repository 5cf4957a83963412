// A process that is asked to end: callers are told at once, and it goes on
// serving until they have found another.
#include "services/rpc/server.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "amtslotse/nlu/v1/nlu.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "services/rpc/address.h"
#include "services/rpc/liveness.h"
#include "tests/unit/services/rpc/slow_understand.h"

namespace amtslotse::rpc {
namespace {

using grpc::health::v1::HealthCheckResponse;
using Clock = std::chrono::steady_clock;

struct Drained {
  bool answered = false;  // a call at the end of the notice
  HealthCheckResponse::ServingStatus said = HealthCheckResponse::UNKNOWN;
  Clock::duration notice{};  // from the signal until streams were ended and no
                             // call was taken any more
};

// Starts it in this thread, with the signals kept from all threads as in a
// process, and asks it to end.
Drained Drain(ServerSettings settings, const std::string& address) {
  sigset_t before;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &before);
  PrepareProcess();
  auto server = Server::Start(settings, {});
  EXPECT_TRUE(server.ok()) << server.status();
  const auto health = grpc::health::v1::Health::NewStub(Connect(address));
  const auto ask = [&](Drained& drained) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    context.set_wait_for_ready(true);
    HealthCheckResponse response;
    drained.answered = health->Check(&context, {}, &response).ok();
    drained.said = response.status();
  };
  Drained drained;
  Clock::time_point asked{};
  const pthread_t here = ::pthread_self();
  (*server)->RunUntilStopped(
      [&] {
        asked = Clock::now();
        ::pthread_kill(here,
                       SIGTERM);  // taken when this look at the health is over
        return true;
      },
      [&] {
        drained.notice = Clock::now() - asked;
        ask(drained);
      });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return drained;
}

// A port that is free now.
int FreePort() {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.BuildAndStart()->Shutdown();
  return port;
}

TEST(Drain, OnANetworkCallsAreTakenUntilEveryCallerHasFoundAnother) {
  const std::string address = "127.0.0.1:" + std::to_string(FreePort());
  const Drained drained = Drain({.listen = address}, address);
  EXPECT_TRUE(drained.answered);
  EXPECT_EQ(drained.said, HealthCheckResponse::NOT_SERVING);
  EXPECT_GE(drained.notice, FoundAgainWithin(false));
}

TEST(Drain, OnASocketOfThisMachineThereIsNobodyElseToWaitFor) {
  std::string folder = (std::filesystem::temp_directory_path() / "amtslotse-drain-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string address = "unix:" + folder + "/socket";
  const Drained drained = Drain({.listen = address}, address);
  EXPECT_TRUE(drained.answered);
  EXPECT_EQ(drained.said, HealthCheckResponse::NOT_SERVING);
  std::filesystem::remove_all(folder);
}

TEST(Health, AliveIsWhoAnswersAlsoWhileItCannotWork) {
  const CallsAtWork calls;
  HealthService health(calls);
  const auto ask = [&](const char* service) {
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    HealthCheckResponse response;
    EXPECT_TRUE(health.Check(nullptr, &request, &response).ok());
    return response.status();
  };
  EXPECT_EQ(ask(""), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(ask(kAlive), HealthCheckResponse::SERVING);
  health.Set(true);
  EXPECT_EQ(ask(""), HealthCheckResponse::SERVING);
  EXPECT_EQ(ask(kAlive), HealthCheckResponse::SERVING);
}

using System = std::chrono::system_clock;
const System::time_point kNoon{std::chrono::seconds(1'800'000'000)};

// Calls 1 … `count`, whose callers left at noon.
void BeginOverdue(CallsAtWork& calls, std::size_t count) {
  for (std::size_t call = 1; call <= count; ++call) calls.Begin(reinterpret_cast<const void*>(call), kNoon);
}

TEST(CallsAtWork, SeveralThatOutliveTheirCallersWhileNoneEndsAreAProcessThatHangs) {
  CallsAtWork calls;
  BeginOverdue(calls, CallsAtWork::kHanging);
  EXPECT_FALSE(calls.AllHang(kNoon + CallsAtWork::kOverdue)) << "not for so long";
  const auto later = kNoon + CallsAtWork::kOverdue + std::chrono::seconds(1);
  EXPECT_TRUE(calls.AllHang(later));
  const int other = 0;
  calls.Begin(&other, later);
  calls.End(&other, later);
  EXPECT_FALSE(calls.AllHang(later + std::chrono::seconds(1))) << "others are answered";
  EXPECT_TRUE(calls.AllHang(later + CallsAtWork::kOverdue + std::chrono::seconds(1)));
  calls.End(reinterpret_cast<const void*>(1), later);
  EXPECT_FALSE(calls.AllHang(later + std::chrono::hours(1))) << "one slow import or two are not";
}

TEST(CallsAtWork, WhoSetsNoDeadlineOrHasTimeLeftDoesNotHang) {
  CallsAtWork calls;
  BeginOverdue(calls, CallsAtWork::kHanging - 1);
  const int first = 0;
  const int second = 0;
  calls.Begin(&first, System::time_point::max());
  calls.Begin(&second, kNoon + std::chrono::hours(1));
  EXPECT_FALSE(calls.AllHang(kNoon + std::chrono::minutes(30)));
}

TEST(Health, AProcessWhoseCallsAllHangAnswersThatItIsNotAliveUntilOneEnds) {
  SlowUnderstand stuck;
  const std::string address = "127.0.0.1:" + std::to_string(FreePort());
  const auto server = Server::Start({.listen = address, .overdue = std::chrono::milliseconds(100)}, {&stuck});
  ASSERT_TRUE(server.ok()) << server.status();
  (*server)->SetServing(true);
  const auto health = grpc::health::v1::Health::NewStub(Connect(address));
  const auto alive = [&](const char* service) {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    HealthCheckResponse response;
    EXPECT_TRUE(health->Check(&context, request, &response).ok());
    return response.status();
  };
  EXPECT_EQ(alive(kAlive), HealthCheckResponse::SERVING);
  const auto stub = nlu::v1::Nlu::NewStub(Connect(address));
  for (std::size_t call = 0; call < CallsAtWork::kHanging; ++call) {
    grpc::ClientContext context;
    context.set_deadline(System::now() + std::chrono::milliseconds(200));
    nlu::v1::UnderstandResponse response;
    EXPECT_EQ(stub->Understand(&context, {}, &response).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  }
  const auto give_up = Clock::now() + std::chrono::seconds(60);
  while (alive(kAlive) == HealthCheckResponse::SERVING && Clock::now() < give_up) {
  }
  EXPECT_LT(Clock::now(), give_up);
  EXPECT_EQ(alive(""), HealthCheckResponse::NOT_SERVING);
  stuck.End();
  while (alive(kAlive) != HealthCheckResponse::SERVING && Clock::now() < give_up) {
  }
  EXPECT_LT(Clock::now(), give_up);
}

TEST(Drain, WithCertificatesItTakesLongerToBeFoundAgain) { EXPECT_GT(FoundAgainWithin(true), FoundAgainWithin(false)); }

}  // namespace
}  // namespace amtslotse::rpc
