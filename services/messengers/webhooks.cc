#include "services/messengers/webhooks.h"

#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>

#include "gateways/http/http_connection.h"
#include "gateways/http/thread_pool.h"
#include "services/rpc/log.h"

namespace amtslotse::messengers {
namespace {

constexpr std::size_t kThreads = 64;
constexpr int kBacklog = 1024;

gateways::WebhookCall CallOf(const httplib::Request& request) {
  gateways::WebhookCall call;
  call.method = request.method;
  call.body = request.body;
  for (const auto& [name, value] : request.headers) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    call.headers[lower] = value;
  }
  for (const auto& [name, value] : request.params) call.query[name] = value;
  return call;
}

void Answer(const std::vector<std::unique_ptr<Station>>& stations, const httplib::Request& request,
            httplib::Response& response) {
  const auto station = std::find_if(stations.begin(), stations.end(), [&](const auto& candidate) {
    return candidate->account().Key() == request.matches[1].str();
  });
  if (station == stations.end()) {
    response.status = 404;
    return;
  }
  const gateways::WebhookAnswer answer = (*station)->OnWebhook(CallOf(request));
  response.status = answer.status;
  if (!answer.body.empty()) response.set_content(answer.body, answer.media_type);
}

}  // namespace

Webhooks::Webhooks(const std::vector<std::unique_ptr<Station>>& stations)
    : stations_(stations), server_(std::make_unique<gateways::http::ConnectionServer>()) {}

absl::StatusOr<std::unique_ptr<Webhooks>> Webhooks::Start(const std::string& listen,
                                                          const std::vector<std::unique_ptr<Station>>& stations) {
  const auto colon = listen.rfind(':');
  int port = -1;
  if (colon != std::string::npos) std::from_chars(listen.data() + colon + 1, listen.data() + listen.size(), port);
  if (port < 0 || port > 65535)
    return absl::InvalidArgumentError(fmt::format("MESSENGERS_WEBHOOK_LISTEN={}: expected host:port", listen));
  const std::string host = listen.substr(0, colon);
  std::unique_ptr<Webhooks> webhooks(new Webhooks(stations));
  gateways::http::ConnectionServer& server = *webhooks->server_;
  server.new_task_queue = [] { return new gateways::http::GrowingThreadPool(kThreads); };
  server.set_payload_max_length(kMostBytes);
  server.set_tcp_nodelay(true);
  // The library's own backlog of five overflows under load.
  socket_t socket = INVALID_SOCKET;
  server.set_socket_options([&socket](socket_t opened) {
    const int yes = 1;
    ::setsockopt(opened, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    socket = opened;
  });
  const auto answer = [&stations](const httplib::Request& request, httplib::Response& response) {
    Answer(stations, request, response);
  };
  server.Get(R"(/webhooks/([^?]+))", answer);
  server.Post(R"(/webhooks/([^?]+))", answer);
  server.Put(R"(/webhooks/([^?]+))", answer);
  if (port == 0) {
    webhooks->port_ = server.bind_to_any_port(host.c_str());
  } else if (server.bind_to_port(host.c_str(), port)) {
    webhooks->port_ = port;
  }
  if (webhooks->port_ <= 0)
    return absl::UnavailableError(fmt::format("MESSENGERS_WEBHOOK_LISTEN={}: cannot listen", listen));
  ::listen(socket, kBacklog);
  webhooks->thread_ = std::thread([&server] { server.listen_after_bind(); });
  rpc::LogInfo("webhooks_listening", {{"port", webhooks->port_}});
  return webhooks;
}

Webhooks::~Webhooks() {
  server_->stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace amtslotse::messengers
