#include "gateways/web/http_server.h"

#include <gtest/gtest.h>

#include <latch>
#include <thread>
#include <vector>

namespace amtslotse::gateways::web {
namespace {

std::unique_ptr<HttpServer> Serve(HttpServer::Answer answer) {
  auto server = HttpServer::Start({.host = "127.0.0.1", .port = 0}, std::move(answer));
  EXPECT_TRUE(server.ok());
  return *std::move(server);
}

Reply Echo(const httplib::Request& request, int refused) {
  Reply reply{.status = refused == 0 ? 200 : refused, .content_type = "text/plain", .body = refused == 0 ? request.body : "refused", .headers = {}, .stream = {}};
  return reply.With("X-Request-Id", "1");
}

TEST(HttpServer, AnswersAndRefusesLargeBodies) {
  const auto server = Serve(&Echo);
  httplib::Client client("127.0.0.1", server->port());
  EXPECT_EQ(client.Post("/x", "hallo", "text/plain")->body, "hallo");
  EXPECT_EQ(client.Post("/x", std::string(kMaxBody, 'a'), "text/plain")->status, 200);
  const auto large = client.Post("/x", std::string(kMaxBody + 1, 'a'), "text/plain");
  EXPECT_EQ(large->status, 413);
  EXPECT_EQ(large->body, "refused");
}

TEST(HttpServer, LongPathsReachTheAnswerWithoutPatterns) {
  const auto server = Serve([](const httplib::Request& request, int) {
    return Reply{.status = request.target.size() > kMaxTarget ? 414 : 200, .content_type = "text/plain", .body = "x", .headers = {{"X-Request-Id", "1"}}, .stream = {}};
  });
  httplib::Client client("127.0.0.1", server->port());
  EXPECT_EQ(client.Get("/" + std::string(5000, 'a'))->status, 414);
  EXPECT_EQ(client.Post("/" + std::string(5000, 'a'), "x", "text/plain")->status, 414);
}

TEST(HttpServer, RangesDoNotMultiplyABody) {
  const auto server = Serve([](const httplib::Request&, int) {
    return Reply{.status = 200, .content_type = "text/plain", .body = std::string(50'000, 'a'), .headers = {{"X-Request-Id", "1"}}, .stream = {}};
  });
  httplib::Client client("127.0.0.1", server->port());
  const auto answer = client.Get("/", {{"Range", "bytes=0-,0-,0-,0-,0-,0-"}});
  EXPECT_EQ(answer->body.size(), 50'000u);
}

TEST(HttpServer, OpenStreamsDoNotStallOthers) {
  std::atomic<bool> end = false;
  const auto server = Serve([&](const httplib::Request& request, int) {
    Reply reply{.status = 200, .content_type = "text/plain", .body = "ok", .headers = {{"X-Request-Id", "1"}}, .stream = {}};
    if (request.path == "/stream") {
      reply.stream = [&](const Sink& sink) {
        if (!sink(": \n\n")) return false;
        end.wait(false);
        return false;
      };
    }
    return reply;
  });
  constexpr int kStreams = 100;
  std::latch open(kStreams);
  std::vector<std::thread> readers;
  for (int i = 0; i < kStreams; ++i) {
    readers.emplace_back([&, first = true]() mutable {
      httplib::Client client("127.0.0.1", server->port());
      client.Get("/stream", [&](const char*, std::size_t) {
        if (std::exchange(first, false)) open.count_down();
        return true;
      });
    });
  }
  open.wait();
  httplib::Client client("127.0.0.1", server->port());
  EXPECT_EQ(client.Get("/")->body, "ok");
  end = true;
  end.notify_all();
  for (auto& reader : readers) reader.join();
}

TEST(HttpServer, ATakenPortIsSaid) {
  const auto server = Serve(&Echo);
  const auto second = HttpServer::Start({.host = "127.0.0.1", .port = server->port()}, &Echo);
  EXPECT_FALSE(second.ok());
}

}  // namespace
}  // namespace amtslotse::gateways::web
