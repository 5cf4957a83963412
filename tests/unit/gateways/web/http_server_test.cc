#include "gateways/web/http_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
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
  Reply reply{.status = refused == 0 ? 200 : refused,
              .content_type = "text/plain",
              .body = refused == 0 ? request.body : "refused",
              .headers = {},
              .stream = {}};
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

TEST(HttpServer, AFloodOfHeaderFieldsIsRefused) {
  const auto server = Serve(&Echo);
  httplib::Client client("127.0.0.1", server->port());
  httplib::Headers fields;
  for (int i = 0; i < 300; ++i) fields.emplace("X-" + std::to_string(i), std::string(200, 'a'));
  const auto answer = client.Get("/x", fields);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 431);
  EXPECT_EQ(answer->body, "refused");
}

TEST(HttpServer, ALongHeaderFieldIsToldFromABrokenRequest) {
  const auto server = Serve(&Echo);
  httplib::Client client("127.0.0.1", server->port());
  const auto answer = client.Get("/x", {{"X-Long", std::string(20'000, 'a')}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 431);
  EXPECT_EQ(answer->body, "refused");
  EXPECT_EQ(client.Get("/x", {{"X-Long", std::string(8'000, 'a')}})->status, 200);
}

TEST(HttpServer, LongPathsReachTheAnswerWithoutPatterns) {
  const auto server = Serve([](const httplib::Request& request, int) {
    return Reply{.status = request.target.size() > kMaxTarget ? 414 : 200,
                 .content_type = "text/plain",
                 .body = "x",
                 .headers = {{"X-Request-Id", "1"}},
                 .stream = {}};
  });
  httplib::Client client("127.0.0.1", server->port());
  EXPECT_EQ(client.Get("/" + std::string(5000, 'a'))->status, 414);
  EXPECT_EQ(client.Post("/" + std::string(5000, 'a'), "x", "text/plain")->status, 414);
}

TEST(HttpServer, RangesDoNotMultiplyABody) {
  const auto server = Serve([](const httplib::Request&, int) {
    return Reply{.status = 200,
                 .content_type = "text/plain",
                 .body = std::string(50'000, 'a'),
                 .headers = {{"X-Request-Id", "1"}},
                 .stream = {}};
  });
  httplib::Client client("127.0.0.1", server->port());
  const auto answer = client.Get("/", {{"Range", "bytes=0-,0-,0-,0-,0-,0-"}});
  EXPECT_EQ(answer->body.size(), 50'000u);
}

TEST(HttpServer, OpenStreamsDoNotStallOthers) {
  std::atomic<bool> end = false;
  const auto server = Serve([&](const httplib::Request& request, int) {
    Reply reply{
        .status = 200, .content_type = "text/plain", .body = "ok", .headers = {{"X-Request-Id", "1"}}, .stream = {}};
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

// A connection that sends just what it is told to.
class RawClient {
 public:
  explicit RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  ~RawClient() { ::close(socket_); }
  bool Send(std::string_view bytes) {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  // What one read gives; empty at the end.
  std::string Read() {
    char bytes[8192];
    const ssize_t got = ::recv(socket_, bytes, sizeof bytes, 0);
    return got > 0 ? std::string(bytes, static_cast<std::size_t>(got)) : "";
  }

 private:
  const int socket_;
};

TEST(HttpServer, AnAnswerComesInOnePiece) {
  const auto server = Serve(&Echo);
  RawClient client(server->port());
  ASSERT_TRUE(client.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhallo"));
  EXPECT_TRUE(client.Read().ends_with("\r\n\r\nhallo"));
}

TEST(HttpServer, RequestsSentTogetherAreAllAnswered) {
  const auto server = Serve(&Echo);
  RawClient client(server->port());
  const std::string request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n";
  ASSERT_TRUE(client.Send(request + "abc" + request + "def"));
  std::string said;
  while (!said.ends_with("def")) {
    const std::string more = client.Read();
    ASSERT_FALSE(more.empty()) << said;
    said += more;
  }
  EXPECT_NE(said.find("\r\n\r\nabc"), std::string::npos);
}

TEST(HttpServer, ARequestThatDripsIsGivenUp) {
  auto server =
      HttpServer::Start({.host = "127.0.0.1", .port = 0, .times = {.request = std::chrono::milliseconds(300)}}, &Echo);
  ASSERT_TRUE(server.ok());
  RawClient client((*server)->port());
  ASSERT_TRUE(client.Send("GET / HTTP/1.1\r\nX: "));
  // Until the server closes, which a later byte then meets.
  while (client.Send("a")) std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

// Until the connection ends.
std::string All(RawClient& client) {
  std::string said;
  for (std::string more; !(more = client.Read()).empty();) said += more;
  return said;
}

// Bytes that a proxy holds for one request and we for two would give its answers to the wrong people.
TEST(HttpServer, ABodyThatNobodyReadsIsNoRequest) {
  const auto server = Serve(&Echo);
  const std::string another = "GET /other HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string body = "Host: x\r\nContent-Length: " + std::to_string(another.size()) + "\r\n";
  for (const std::string& head : {"GET / HTTP/1.1\r\n" + body, "OPTIONS / HTTP/1.1\r\n" + body,
                                  "POST / HTTP/1.1\r\nContent-Encoding: gzip\r\n" + body,
                                  "POST /" + std::string(kMaxTarget, 'a') + " HTTP/1.1\r\n" + body}) {
    RawClient client(server->port());
    ASSERT_TRUE(client.Send(head + "\r\n" + another));
    const std::string said = All(client);
    EXPECT_EQ(said.find("HTTP/1.1 "), said.rfind("HTTP/1.1 ")) << said;
    EXPECT_NE(said.find("Connection: close"), std::string::npos) << said;
  }
}

TEST(HttpServer, WhereTheEndOfARequestIsNotClearItIsRefused) {
  const auto server = Serve(&Echo);
  for (const char* fields : {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Content-Length: -5\r\n",
                             "Content-Length: 2\r\nContent-Length: 5\r\n"}) {
    RawClient client(server->port());
    ASSERT_TRUE(client.Send(std::string("POST / HTTP/1.1\r\n") + fields + "\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"));
    const std::string said = All(client);
    EXPECT_TRUE(said.starts_with("HTTP/1.1 400 ")) << said;
    EXPECT_EQ(said.rfind("HTTP/1.1 "), 0u) << said;
  }
}

TEST(HttpServer, OneClientDoesNotTakeAllConnections) {
  // Nobody is a proxy here, so that this test is a client like any other.
  const auto server = HttpServer::Start({.host = "127.0.0.1", .port = 0, .max_connections = 2 * kPartOfOne}, &Echo);
  ASSERT_TRUE(server.ok());
  const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  RawClient first((*server)->port()), second((*server)->port());
  for (RawClient* client : {&first, &second}) {
    ASSERT_TRUE(client->Send(request));
    EXPECT_FALSE(client->Read().empty());
  }
  RawClient third((*server)->port());
  third.Send(request);
  EXPECT_TRUE(third.Read().empty()) << "it has its part";
  ASSERT_TRUE(first.Send(request));
  EXPECT_FALSE(first.Read().empty()) << "what it has goes on";
}

// What a proxy asks for several citizens is theirs, each by their own address.
TEST(HttpServer, OneCitizenDoesNotTakeAllStreamsThroughAProxy) {
  std::atomic<bool> end = false;
  const auto proxies = Proxies::Parse("127.0.0.1");
  auto server =
      HttpServer::Start({.host = "127.0.0.1", .port = 0, .max_connections = 2 * kPartOfOne, .proxies = *proxies},
                        [&](const httplib::Request& request, int refused) {
                          Reply reply = Echo(request, refused);
                          reply.stream = [&, begun = false](const Sink& sink) mutable {
                            if (!std::exchange(begun, true)) return sink("begun");
                            end.wait(false);
                            return false;
                          };
                          if (refused != 0) reply.stream = nullptr;
                          return reply;
                        });
  ASSERT_TRUE(server.ok());
  std::vector<std::unique_ptr<RawClient>> clients;
  const auto open = [&](const std::string& address) {
    clients.push_back(std::make_unique<RawClient>((*server)->port()));
    clients.back()->Send("GET / HTTP/1.1\r\nX-Forwarded-For: " + address + "\r\n\r\n");
    return clients.back()->Read().substr(0, 12);
  };
  EXPECT_EQ(open("2001:db8::1"), "HTTP/1.1 200");
  EXPECT_EQ(open("2001:db8::2"), "HTTP/1.1 200");
  EXPECT_EQ(open("2001:db8::3"), "HTTP/1.1 429") << "the same subscriber";
  EXPECT_EQ(open("203.0.113.7"), "HTTP/1.1 200");
  end = true;
  end.notify_all();
}

TEST(HttpServer, AnIdleConnectionDoesNotHoldUpTheEnd) {
  const auto server = Serve(&Echo);
  RawClient client(server->port());
  ASSERT_TRUE(client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_FALSE(client.Read().empty());
  server->Stop();
  EXPECT_TRUE(client.Read().empty());
}

TEST(HttpServer, ATakenPortIsSaid) {
  const auto server = Serve(&Echo);
  const auto second = HttpServer::Start({.host = "127.0.0.1", .port = server->port()}, &Echo);
  EXPECT_FALSE(second.ok());
}

}  // namespace
}  // namespace amtslotse::gateways::web
