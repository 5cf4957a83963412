// What a chat turn costs, against an empty round trip through the same web gateway, and that against a bare gRPC echo.
//   turn_bench URL [SUPERVISOR_PID]
// The three are measured in turns of a fraction of a second, so that a busy machine slows all of them.
#include <fmt/format.h>
#include <grpcpp/server_builder.h>
#include <httplib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "grpc/health/v1/health.grpc.pb.h"
#include "services/rpc/address.h"
#include "tests/bench/citizens.h"
#include "tests/bench/report.h"

namespace amtslotse::bench {
namespace {

using Clock = std::chrono::steady_clock;
using nlohmann::json;
namespace health = grpc::health::v1;

constexpr auto kSlice = std::chrono::milliseconds(250);
constexpr int kSlices = 24;
constexpr int kTurnsPerConversation = 20;

class Echo final : public health::Health::Service {
  grpc::Status Check(grpc::ServerContext*, const health::HealthCheckRequest*,
                     health::HealthCheckResponse* response) override {
    response->set_status(health::HealthCheckResponse::SERVING);
    return grpc::Status::OK;
  }
};

// In a process of its own, as the services are. Call before any thread exists.
pid_t StartEchoServer(const std::string& address) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  Echo echo;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials());
  builder.RegisterService(&echo);
  const auto server = builder.BuildAndStart();
  if (server == nullptr) ::_exit(1);
  server->Wait();
  ::_exit(0);
}

// One client's connection and what it does; false stops the benchmark.
class Client {
 public:
  Client(const std::string& url, std::shared_ptr<grpc::Channel> echo, std::size_t first_question)
      : http_(url), echo_(health::Health::NewStub(std::move(echo))), question_(first_question) {
    http_.set_keep_alive(true);
    http_.set_tcp_nodelay(true);
    http_.set_read_timeout(10);
  }

  bool AskEcho() {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    health::HealthCheckResponse response;
    return echo_->Check(&context, {}, &response).ok();
  }

  bool Ping() {
    const auto answer = http_.Get("/api/v1/ping");
    return answer && answer->status == 200;
  }

  // Conversations begin outside of what is measured.
  bool Prepare() {
    if (turns_left_ > 0) return true;
    const auto answer = http_.Post("/api/v1/conversations", "{}", "application/json");
    if (!answer || answer->status != 201) return Complain(answer ? answer->body : "no answer");
    const json body = json::parse(answer->body);
    path_ = fmt::format("/api/v1/conversations/{}/messages", body.at("id").get<std::string>());
    headers_ = {{"Authorization", "Bearer " + body.at("token").get<std::string>()}};
    turns_left_ = kTurnsPerConversation;
    return true;
  }

  bool Turn() {
    --turns_left_;
    const json body{{"text", Question(question_)}, {"client_message_id", fmt::format("m{}", question_)}};
    ++question_;
    const auto answer = http_.Post(path_, headers_, body.dump(), "application/json");
    return (answer && answer->status == 200) || Complain(answer ? answer->body : "no answer");
  }

 private:
  static bool Complain(const std::string& why) {
    fmt::print(stderr, "turn_bench: {}\n", why);
    return false;
  }

  httplib::Client http_;
  std::unique_ptr<health::Health::Stub> echo_;
  std::string path_;
  httplib::Headers headers_;
  std::size_t question_;
  int turns_left_ = 0;
};

using Step = bool (Client::*)();

// All clients do it over and over for one slice; adds each one's times in µs. False when any failed.
bool RunSlice(std::vector<std::unique_ptr<Client>>& clients, Step prepare, Step step, std::vector<double>& times) {
  std::vector<std::vector<double>> each(clients.size());
  std::atomic<bool> good = true;
  const auto end = Clock::now() + kSlice;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < clients.size(); ++i)
    threads.emplace_back([&, i] {
      while (good && Clock::now() < end) {
        if (prepare != nullptr && !((*clients[i]).*prepare)()) good = false;
        const auto begin = Clock::now();
        if (!((*clients[i]).*step)()) good = false;
        each[i].push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (const auto& one : each) times.insert(times.end(), one.begin(), one.end());
  return good;
}

bool Measure(const std::string& url, const std::string& echo_address, int count) {
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < count; ++i)
    clients.push_back(std::make_unique<Client>(url, rpc::Connect(echo_address), static_cast<std::size_t>(i) * 281));
  std::vector<double> echo, ping, turn, warm_up;
  for (const Step step : {&Client::AskEcho, &Client::Ping})
    if (!RunSlice(clients, nullptr, step, warm_up)) return false;
  for (int slice = -1; slice < kSlices; ++slice) {
    if (!RunSlice(clients, nullptr, &Client::AskEcho, slice < 0 ? warm_up : echo)) return false;
    if (!RunSlice(clients, nullptr, &Client::Ping, slice < 0 ? warm_up : ping)) return false;
    if (!RunSlice(clients, &Client::Prepare, &Client::Turn, slice < 0 ? warm_up : turn)) return false;
  }
  const double echo_p50 = Median(echo);
  const double ping_p50 = Median(ping);
  const double turn_p50 = Median(turn);
  const std::string of = fmt::format("{}_client{}", count, count == 1 ? "" : "s");
  Print({.name = "grpc_echo_p50_" + of, .value = echo_p50, .unit = "µs"});
  Print({.name = "gateway_ping_p50_" + of,
         .value = ping_p50,
         .unit = "µs",
         .ratio = ping_p50 / echo_p50,
         .to = "bare gRPC echo",
         .goal = 3});
  Print({.name = "chat_turn_p50_" + of,
         .value = turn_p50,
         .unit = "µs",
         .ratio = turn_p50 / ping_p50,
         .to = "empty round trip through the gateway",
         .goal = 6});
  Print({.name = "chat_turn_p99_" + of,
         .value = Quantile(turn, 0.99),
         .unit = "µs",
         .ratio = Quantile(turn, 0.99) / turn_p50,
         .to = "its p50"});
  return true;
}

int Run(const std::string& url) {
  const std::string socket = fmt::format("/tmp/amtslotse-echo-{}.sock", ::getpid());
  const pid_t server = StartEchoServer("unix:" + socket);
  const bool good = Measure(url, "unix:" + socket, 1) && Measure(url, "unix:" + socket, 16);
  ::kill(server, SIGKILL);
  ::waitpid(server, nullptr, 0);
  ::unlink(socket.c_str());
  return good ? 0 : 1;
}

}  // namespace
}  // namespace amtslotse::bench

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: turn_bench URL [SUPERVISOR_PID]\n");
    return 2;
  }
  return amtslotse::bench::Run(argv[1]);
}
