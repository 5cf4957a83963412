#include "gateways/http/http_connection.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

namespace amtslotse::gateways::http {
namespace {

class Connections : public testing::Test {
 protected:
  void SetUp() override {
    server.Get("/x", [](const httplib::Request& request, httplib::Response& response) {
      response.set_content(std::to_string(request.headers.size()), "text/plain");
    });
    server.Post("/x", [](const httplib::Request& request, httplib::Response& response) {
      response.set_content(std::to_string(request.body.size()), "text/plain");
    });
    port = server.bind_to_any_port("127.0.0.1");
    thread = std::thread([this] { server.listen_after_bind(); });
    while (!server.is_running()) std::this_thread::yield();
  }
  void TearDown() override {
    server.stop();
    thread.join();
  }
  // What is answered to these bytes, until the connection ends.
  std::string Ask(const std::string& bytes) const {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    for (std::size_t sent = 0; sent < bytes.size();) {
      const ssize_t count = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) break;  // refused meanwhile
      sent += static_cast<std::size_t>(count);
    }
    std::string answer;
    char part[4096];
    for (ssize_t got; (got = ::recv(socket, part, sizeof part, 0)) > 0;)
      answer.append(part, static_cast<std::size_t>(got));
    ::close(socket);
    return answer;
  }
  static std::string Fields(int count) {
    std::string fields;
    for (int i = 0; i < count; ++i) fields += "X-" + std::to_string(i) + ": " + std::string(200, 'a') + "\r\n";
    return fields;
  }

  ConnectionServer server;
  int port = 0;
  std::thread thread;
};

TEST_F(Connections, ManyHeaderFieldsAreTaken) {
  const std::string answer = Ask("GET /x HTTP/1.1\r\nConnection: close\r\n" + Fields(100) + "\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
}

TEST_F(Connections, AFloodOfHeaderFieldsIsRefusedBeforeItEnds) {
  const std::string answer = Ask("GET /x HTTP/1.1\r\n" + Fields(3000));  // the head does not end
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400")) << answer;
  EXPECT_EQ(answer.rfind("HTTP/1.1"), 0u) << "what follows is taken for a request";
}

TEST_F(Connections, AFirstLineWithoutEndIsNotTaken) { EXPECT_EQ(Ask("GET /" + std::string(100'000, 'a')), ""); }

TEST_F(Connections, TheBoundIsOfTheHeadAndOfEachRequest) {
  const std::string body(3 * HttpConnection::kMostHead, 'b');
  const std::string post = "POST /x HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + Fields(100);
  const std::string answer = Ask(post + "\r\n" + body + post + "Connection: close\r\n\r\n" + body);
  EXPECT_NE(answer.find("HTTP/1.1 200", answer.find("HTTP/1.1 200") + 1), std::string::npos) << answer;
}

// How often something was answered.
int Answers(const std::string& said) {
  int count = 0;
  for (std::size_t at = 0; (at = said.find("HTTP/1.1 ", at)) != std::string::npos; ++at) ++count;
  return count;
}

constexpr char kAnother[] = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n";

TEST_F(Connections, ABodyThatIsNotReadIsNoRequest) {
  const std::string length = "Content-Length: " + std::to_string(sizeof kAnother - 1) + "\r\n\r\n";
  const std::string said = Ask("GET /x HTTP/1.1\r\n" + length + kAnother);
  EXPECT_EQ(Answers(said), 1) << said;
  EXPECT_NE(said.find("Connection: close"), std::string::npos) << said;
}

TEST_F(Connections, WhereTheEndOfARequestIsNotClearItIsRefusedAndNothingFollows) {
  for (const char* fields :
       {"Content-Length: 2\r\nTransfer-Encoding: chunked", "Content-Length: 2\r\nContent-Length: 40",
        "Content-Length: -5", "Content-Length: 2, 40", "Content-Length: 9999999999999999999",
        "Transfer-Encoding: identity, chunked", "Transfer-Encoding: xchunked", "Content-Length : 40",
        "Content-Length\t: 40", "Content-Length: 5\r\nTransfer-Encoding : chunked", "X: y\r\n Content-Length: 40",
        "Content-Length: 5\r\nHost: a\r\nHost: b"}) {
    const std::string said = Ask(std::string("POST /x HTTP/1.1\r\n") + fields + "\r\n\r\n0\r\n\r\n" + kAnother);
    EXPECT_TRUE(said.starts_with("HTTP/1.1 400")) << fields << "\n" << said;
    EXPECT_EQ(Answers(said), 1) << fields << "\n" << said;
  }
}

TEST_F(Connections, WhatDoesNotSayHowLongItIsIsRefusedAtOnce) {
  for (const char* field : {"X: y", "Content-Length:"})
    EXPECT_TRUE(Ask(std::string("POST /x HTTP/1.1\r\n") + field + "\r\n\r\nab").starts_with("HTTP/1.1 411")) << field;
}

TEST_F(Connections, AfterABodyThatBreaksOffNothingFollows) {
  const std::string said = Ask(std::string("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") + kAnother);
  EXPECT_TRUE(said.starts_with("HTTP/1.1 400")) << said;
  EXPECT_EQ(Answers(said), 1) << said;
}

TEST_F(Connections, ABodyInChunksThatFillsItsBoundIsFollowedByTheNextRequest) {
  const std::string body = "2\r\nab\r\n0\r\n\r\n";
  server.set_payload_max_length(body.size());
  const std::string last = "GET /x HTTP/1.1\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(Answers(Ask("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + body + last)), 2);
}

TEST_F(Connections, ABodyInChunksIsBoundedAsOthersAre) {
  server.set_payload_max_length(100'000);
  const std::string chunk = "1000\r\n" + std::string(0x1000, 'b') + "\r\n";
  const std::string head = "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string body;
  for (int i = 0; i < 20; ++i) body += chunk;
  EXPECT_TRUE(Ask(head + body + "0\r\n\r\nGET /x HTTP/1.1\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 200"));
  for (int i = 0; i < 20; ++i) body += chunk;
  const std::string said = Ask(head + body);  // which does not end
  EXPECT_TRUE(said.starts_with("HTTP/1.1 413")) << said;
  EXPECT_EQ(Answers(said), 1) << said;
}

TEST_F(Connections, BodiesThatAreReadAreFollowedByTheNextRequest) {
  const std::string last = "GET /x HTTP/1.1\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(Answers(Ask("POST /x HTTP/1.1\r\nContent-Length: 2\r\n\r\nab" + last)), 2);
  EXPECT_EQ(Answers(Ask("POST /x HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n" + last)), 2);
  EXPECT_EQ(Answers(Ask("GET /x HTTP/1.1\r\nContent-Length: 0\r\n\r\n" + last)), 2);
}

}  // namespace
}  // namespace amtslotse::gateways::http
