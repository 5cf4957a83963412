// The socket side: cpp-httplib with a deep listen backlog and as many threads as open connections need.
#pragma once

#include <absl/status/statusor.h>
#include <httplib.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "gateways/http/http_connection.h"
#include "gateways/web/http.h"
#include "gateways/web/proxies.h"

namespace amtslotse::gateways::web {

inline constexpr std::size_t kMaxBody = 64 * 1024;
inline constexpr std::size_t kMaxTarget = 2048;

// One client, who is no proxy of ours, holds at most this part of the connections, and so of the streams.
inline constexpr std::size_t kPartOfOne = 8;

struct HttpServerSettings {
  std::string host;
  int port = 0;  // 0: any free one
  std::size_t max_connections = 2048;
  http::ConnectionTimes times{};
  Proxies proxies{};  // whose X-Forwarded-For is believed
};

class HttpServer {
 public:
  // `refused` is 0, or the HTTP status with which the request was refused before it was whole (broken, too large).
  using Answer = std::function<Reply(const httplib::Request&, int refused)>;

  // Binds and begins to answer. `answer` is called from many threads and must not throw.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const HttpServerSettings& settings, Answer answer);
  ~HttpServer();

  int port() const { return port_; }
  // Streams look at it to end early.
  bool stopping() const { return stopping_; }
  // Stops taking connections and waits for those under way.
  void Stop();

 private:
  HttpServer(Answer answer, const HttpServerSettings& settings);
  absl::Status Bind(const HttpServerSettings& settings);
  void Route();
  void Write(const httplib::Request& request, httplib::Response& response, int refused = 0);
  // Null: they have enough already.
  http::Shares::Held ShareOf(http::Shares& shares, const std::string& address) const;

  Answer answer_;
  const Proxies proxies_;
  http::Shares connections_, streams_;  // by whom they are of
  http::ConnectionServer server_;
  socket_t listening_ = INVALID_SOCKET;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace amtslotse::gateways::web
