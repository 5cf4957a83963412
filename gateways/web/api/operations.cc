// Health, metrics, the API's description, and an empty round trip to measure with.
#include "gateways/web/gateway.h"
#include "gateways/web/problem.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web {
namespace {

namespace health = grpc::health::v1;
using namespace std::chrono_literals;

// Of the process behind `channel`, or of a `service` behind that.
bool Serving(const Shared& shared, const std::shared_ptr<grpc::Channel>& channel, const rpc::Caller& caller,
             const char* service = "") {
  const auto stub = health::Health::NewStub(channel);
  health::HealthCheckRequest ask;
  ask.set_service(service);
  const auto answer = rpc::Call(*stub, &health::Health::StubInterface::Check, ask, caller,
                                {.method = "Health/Check", .timeout = 1000ms}, &shared.backends.metrics);
  return answer.ok() && answer->status() == health::HealthCheckResponse::SERVING;
}

Reply Text(std::string text, int status = 200) {
  return {.status = status,
          .content_type = "text/plain; charset=utf-8",
          .body = std::move(text),
          .headers = {},
          .stream = {}};
}

// Without dialogue there is no chat, without knowledge no page; the others only take something away.
Reply Ready(const Shared& shared, const Request& request) {
  if (!Serving(shared, shared.backends.dialogue_channel, request.caller)) return Text("dialogue is not serving\n", 503);
  if (!Serving(shared, shared.backends.knowledge_channel, request.caller))
    return Text("knowledge is not serving\n", 503);
  return Text("ready\n");
}

// Which of the others are missing, for operators; what is left goes on answering (docs/alarme.md).
Reply Condition(const Shared& shared, const Request& request) {
  Reply ready = Ready(shared, request);
  if (ready.status != 200) return ready;
  const Backends& backends = shared.backends;
  std::string missing = Serving(shared, backends.dialogue_channel, request.caller, "nlu") ? "" : " nlu";
  for (const auto& [name, channel] : {std::pair("booking", backends.booking_channel),
                                      {"responsibility", backends.responsibility_channel},
                                      {"staff", backends.staff_channel},
                                      {"messengers", backends.messengers_channel}}) {
    if (channel != nullptr && !Serving(shared, channel, request.caller)) missing += std::string(" ") + name;
  }
  return missing.empty() ? ready : Text("degraded: without" + missing + "\n");
}

Reply Ping(const Shared& shared, const Request& request) {
  const auto answer =
      rpc::Call(*shared.backends.health, &health::Health::StubInterface::Check, health::HealthCheckRequest(),
                request.caller, {.method = "Health/Check", .repeatable = true}, &shared.backends.metrics);
  if (!answer.ok()) return ProblemOf(shared.texts, request, answer.status());
  return JsonReply(R"({"pong":true})");
}

// For the scraper on this machine; behind a proxy everyone is on this machine, but the proxy says so.
Reply Metrics(const Shared& shared, const Request& request) {
  const std::string& from = request.RemoteAddress();
  if ((from != "127.0.0.1" && from != "::1") || request.HasHeader("X-Forwarded-For") || request.HasHeader("Forwarded"))
    return Problem(shared.texts, request, 404);
  return {.status = 200,
          .content_type = "text/plain; version=0.0.4",
          .body = shared.backends.metrics.Text(),
          .headers = {},
          .stream = {}};
}

}  // namespace

void AddOperationRoutes(Router& router, const Shared& shared) {
  router.Add("GET", "/health/live", Needs::kNothing, [](const Request&) { return Text("alive\n"); });
  router.Add("GET", "/health/ready", Needs::kNothing,
             [&shared](const Request& request) { return Ready(shared, request); });
  router.Add("GET", "/health", Needs::kNothing,
             [&shared](const Request& request) { return Condition(shared, request); });
  router.Add("GET", "/metrics", Needs::kNothing,
             [&shared](const Request& request) { return Metrics(shared, request); });
  router.Add("GET", "/api/v1/ping", Needs::kNothing,
             [&shared](const Request& request) { return Ping(shared, request); });
  router.Add("GET", "/api/v1/openapi.json", Needs::kNothing, [&shared](const Request&) {
    return JsonReply(shared.openapi)
        .With("Cache-Control", "public, max-age=300")
        .With("Access-Control-Allow-Origin", "*");
  });
}

}  // namespace amtslotse::gateways::web
