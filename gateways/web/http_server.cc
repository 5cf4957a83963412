#include "gateways/web/http_server.h"

#include <fmt/format.h>
#include <netinet/tcp.h>

#include "gateways/http/thread_pool.h"

namespace amtslotse::gateways::web {
namespace {

constexpr int kBacklog = 1024;

// Takes away what httplib would act on by itself: it would compress every answer anew, and send as many copies of a
// file as a Range header names.
void KeepHandsOff(const httplib::Request& request) {
  auto& mine = const_cast<httplib::Request&>(request);  // httplib owns it as a plain object
  mine.headers.erase("Accept-Encoding");
  mine.ranges.clear();
}

// From here on the request comes from whom a proxy of ours names.
void NameClient(const httplib::Request& request, const Proxies& proxies) {
  std::string forwarded;
  for (std::size_t i = 0; i < request.get_header_value_count("X-Forwarded-For"); ++i)
    forwarded += (i == 0 ? "" : ",") + request.get_header_value("X-Forwarded-For", i);
  if (forwarded.empty()) return;
  auto& mine = const_cast<httplib::Request&>(request);
  mine.remote_addr = proxies.ClientOf(request.remote_addr, forwarded);
}

}  // namespace

HttpServer::HttpServer(Answer answer, const HttpServerSettings& settings)
    : answer_(std::move(answer)),
      proxies_(settings.proxies),
      connections_(settings.max_connections / kPartOfOne),
      streams_(settings.max_connections / kPartOfOne) {}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerSettings& settings, Answer answer) {
  std::unique_ptr<HttpServer> server(new HttpServer(std::move(answer), settings));
  if (const auto status = server->Bind(settings); !status.ok()) return status;
  server->Route();
  server->thread_ = std::thread([&http = server->server_] { http.listen_after_bind(); });
  while (!server->server_.is_running()) std::this_thread::yield();
  return server;
}

absl::Status HttpServer::Bind(const HttpServerSettings& settings) {
  server_.new_task_queue = [most = settings.max_connections] { return new http::GrowingThreadPool(most); };
  server_.set_times(settings.times);
  server_.set_share_of([this](const std::string& ip) { return ShareOf(connections_, ip); });
  server_.set_keep_alive_max_count(10'000);
  server_.set_payload_max_length(kMaxBody);
  server_.set_tcp_nodelay(true);
  server_.set_socket_options([this](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    listening_ = socket;
  });
  if (settings.port == 0) {
    port_ = server_.bind_to_any_port(settings.host);
  } else if (server_.bind_to_port(settings.host, settings.port)) {
    port_ = settings.port;
  }
  if (port_ <= 0)
    return absl::UnavailableError(
        fmt::format("{}:{}: cannot listen there; is the port taken?", settings.host, settings.port));
  // httplib's own backlog of 5 overflows under load and costs clients a second.
  if (listen(listening_, kBacklog) != 0) return absl::InternalError("listen failed");
  return absl::OkStatus();
}

void HttpServer::Route() {
  // Before the body is read: what has none is answered here, without the patterns of httplib (std::regex).
  server_.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    http::HttpConnection& connection = *http::HttpConnection::Current();
    const bool clear = connection.EndHead(request);
    const bool has_body = http::HasBody(request);
    const bool acceptable = clear && request.target.size() <= kMaxTarget && !request.has_header("Content-Encoding");
    if (has_body && http::IsOfReadBody(request.method) && acceptable)
      return httplib::Server::HandlerResponse::Unhandled;
    if (has_body || !clear) connection.EndAfter(request);
    Write(request, response, clear ? 0 : 400);
    return httplib::Server::HandlerResponse::Handled;
  });
  const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
    Write(request, response);
  };
  server_.Post(".*", handler).Put(".*", handler).Patch(".*", handler).Delete(".*", handler);
  // What httplib itself refuses (a body too large, a broken request) gets our words too.
  server_.set_error_handler(httplib::Server::Handler([this](const httplib::Request& request,
                                                            httplib::Response& response) {
    if (response.body.empty() && !response.content_provider_ && response.status >= 400 &&
        !response.has_header("X-Request-Id")) {
      http::HttpConnection& connection = *http::HttpConnection::Current();
      connection.EndAfter(request);
      Write(request, response, connection.HeadIsTooLong() ? 431 : connection.BodyIsTooLong() ? 413 : response.status);
    }
  }));
}

void HttpServer::Write(const httplib::Request& request, httplib::Response& response, int refused) {
  NameClient(request, proxies_);
  Reply reply = answer_(request, refused);
  http::Shares::Held share;
  if (reply.stream && (share = ShareOf(streams_, request.remote_addr)) == nullptr) reply = answer_(request, 429);
  KeepHandsOff(request);
  response.status = reply.status;
  for (auto& [name, value] : reply.headers) response.set_header(name, value);
  if (reply.compressed) response.set_header("Content-Encoding", "gzip");
  if (!reply.stream) {
    if (!reply.body.empty()) response.set_header("Content-Type", reply.content_type);
    response.body = std::move(reply.body);
    return;
  }
  response.set_chunked_content_provider(
      reply.content_type,
      [this, stream = std::move(reply.stream), share = std::move(share)](std::size_t, httplib::DataSink& sink) {
        const Sink write = [&](std::string_view bytes) {
          return sink.write(bytes.data(), bytes.size()) && http::HttpConnection::Current()->Flush();
        };
        if (stopping_ || !stream(write)) sink.done();
        return true;
      });
}

http::Shares::Held HttpServer::ShareOf(http::Shares& shares, const std::string& address) const {
  return proxies_.Knows(address) ? http::Shares::Unlimited() : shares.Take(SubscriberOf(address));
}

void HttpServer::Stop() {
  stopping_ = true;
  server_.stop();
  if (thread_.joinable()) thread_.join();
}

HttpServer::~HttpServer() { Stop(); }

}  // namespace amtslotse::gateways::web
