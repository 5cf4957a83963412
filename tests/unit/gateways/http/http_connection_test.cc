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

}  // namespace
}  // namespace amtslotse::gateways::http
