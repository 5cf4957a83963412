// Whoever notices that a process hangs waits for it; those who come next do
// not, until it answers again.
#include "services/rpc/reachability.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "amtslotse/nlu/v1/nlu.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "services/rpc/address.h"
#include "services/rpc/server.h"
#include "tests/unit/services/rpc/slow_understand.h"

namespace amtslotse::rpc {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

class SocketPath : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "reachXXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Path() const { return folder_ + "/socket"; }
  std::string Address() const { return "unix:" + Path(); }
  std::unique_ptr<Server> Start(const std::vector<grpc::Service*>& services = {}) const {
    auto server = Server::Start({.listen = Address()}, services);
    EXPECT_TRUE(server.ok()) << server.status();
    return *std::move(server);
  }

 private:
  std::string folder_;
};

// As a stopped process: the kernel takes connections, and nobody answers.
int ListenWithoutAnswering(const std::string& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::strncpy(name.sun_path, path.c_str(), sizeof(name.sun_path) - 1);
  EXPECT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&name), sizeof(name)), 0);
  EXPECT_EQ(::listen(fd, 16), 0);
  return fd;
}

// As a process that hangs with its connections open: HTTP/2 is agreed upon, then nothing. Until the socket is shut
// down.
void SilentAfterGreeting(int listening) {
  constexpr std::array<char, 9> kNoSettings{0, 0, 0, 4, 0, 0, 0, 0, 0};
  std::vector<int> connections;
  for (int fd = ::accept(listening, nullptr, nullptr); fd >= 0; fd = ::accept(listening, nullptr, nullptr)) {
    EXPECT_EQ(::send(fd, kNoSettings.data(), kNoSettings.size(), MSG_NOSIGNAL), 9);
    connections.push_back(fd);
  }
  for (const int fd : connections) ::close(fd);
}

grpc::StatusCode Understand(nlu::v1::Nlu::Stub& stub, milliseconds within) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + within);
  nlu::v1::UnderstandResponse response;
  return stub.Understand(&context, {}, &response).error_code();
}

TEST_F(SocketPath, WhoCallsAProcessThatWasSilentDoesNotWaitForItUntilItAnswersAgain) {
  const int silent = ListenWithoutAnswering(Path());
  const auto stub = nlu::v1::Nlu::NewStub(Connect(Address()));
  EXPECT_EQ(Understand(*stub, milliseconds(200)), grpc::StatusCode::DEADLINE_EXCEEDED);
  const auto begin = Clock::now();
  for (int call = 0; call < 100; ++call) EXPECT_EQ(Understand(*stub, seconds(60)), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_LT(Clock::now() - begin, seconds(60));
  ::close(silent);
  std::filesystem::remove(Path());
  const auto server = Start();
  const auto give_up = Clock::now() + seconds(60);
  while (Understand(*stub, seconds(60)) != grpc::StatusCode::UNIMPLEMENTED && Clock::now() < give_up) {
  }
  EXPECT_LT(Clock::now(), give_up);
}

TEST_F(SocketPath, OneCallWithoutAnAnswerKeepsNobodyFromAProcessThatAnswersOthers) {
  SlowUnderstand slow;
  const auto server = Start({&slow});
  const auto stub = nlu::v1::Nlu::NewStub(Connect(Address()));
  EXPECT_EQ(Understand(*stub, milliseconds(200)), grpc::StatusCode::DEADLINE_EXCEEDED);
  grpc::ClientContext context;
  nlu::v1::MaskResponse response;
  EXPECT_EQ(stub->Mask(&context, {}, &response).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  slow.End();
}

TEST_F(SocketPath, WhoWaitsForASilentProcessIsToldLongBeforeTheDeadline) {
  const int silent = ListenWithoutAnswering(Path());
  std::jthread greets([&] { SilentAfterGreeting(silent); });
  const auto stub = nlu::v1::Nlu::NewStub(Connect(Address()));
  const auto begin = Clock::now();
  EXPECT_EQ(Understand(*stub, seconds(600)), grpc::StatusCode::DEADLINE_EXCEEDED);
  const auto waited = Clock::now() - begin;
  EXPECT_GE(waited, seconds(3)) << "in haste";
  EXPECT_LT(waited, seconds(60));
  ::shutdown(silent, SHUT_RDWR);
  greets.join();
  ::close(silent);
}

TEST_F(SocketPath, ASlowCallOfAProcessThatAnswersIsWaitedFor) {
  SlowUnderstand slow;
  const auto server = Start({&slow});
  const auto stub = nlu::v1::Nlu::NewStub(Connect(Address()));
  std::jthread end([&] {
    std::this_thread::sleep_for(seconds(7));  // more than a call gets that nobody answers
    slow.End();
  });
  EXPECT_EQ(Understand(*stub, seconds(600)), grpc::StatusCode::OK);
}

TEST_F(SocketPath, HealthSaysOfAServiceBehindWhatTheProcessSeesOfIt) {
  using grpc::health::v1::HealthCheckResponse;
  const auto server = Start();
  std::atomic<bool> nlu = false;
  server->TellHealthOf("nlu", [&] { return nlu.load(); });
  const auto stub = grpc::health::v1::Health::NewStub(Connect(Address()));
  const auto told = [&](const std::string& service) {
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    HealthCheckResponse response;
    EXPECT_TRUE(stub->Check(&context, request, &response).ok());
    return response.status();
  };
  EXPECT_EQ(told(""), HealthCheckResponse::NOT_SERVING);
  server->SetServing(true);
  EXPECT_EQ(told(""), HealthCheckResponse::SERVING);
  EXPECT_EQ(told("nlu"), HealthCheckResponse::NOT_SERVING);
  nlu = true;
  EXPECT_EQ(told("nlu"), HealthCheckResponse::SERVING);
}

}  // namespace
}  // namespace amtslotse::rpc
