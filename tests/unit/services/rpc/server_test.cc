// A process that is asked to end: callers are told at once, and it goes on serving until they have found another.
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

#include "grpc/health/v1/health.grpc.pb.h"
#include "services/rpc/address.h"
#include "services/rpc/liveness.h"

namespace amtslotse::rpc {
namespace {

using grpc::health::v1::HealthCheckResponse;
using Clock = std::chrono::steady_clock;

struct Drained {
  bool answered = false;  // a call at the end of the notice
  HealthCheckResponse::ServingStatus said = HealthCheckResponse::UNKNOWN;
  Clock::duration notice{};  // from the signal until streams were ended and no call was taken any more
};

// Starts it in this thread, with the signals kept from all threads as in a process, and asks it to end.
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
        ::pthread_kill(here, SIGTERM);  // taken when this look at the health is over
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
  HealthService health;
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

TEST(Drain, WithCertificatesItTakesLongerToBeFoundAgain) {
  EXPECT_GT(FoundAgainWithin(true), FoundAgainWithin(false));
}

}  // namespace
}  // namespace amtslotse::rpc
