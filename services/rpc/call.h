// Calls in and out, each the same way everywhere.
//
// In a shell:
//   grpc::Status Understand(grpc::ServerContext* context, const UnderstandRequest* request, UnderstandResponse*
//   response) override {
//     return rpc::Serve(*context, *metrics_, "Nlu/Understand", [&](const rpc::Caller&) -> absl::Status {
//       *response = Encode(understander_.Understand(request->text(), …));
//       return absl::OkStatus();
//     });
//   }
// To another service:
//   absl::StatusOr<AskResponse> answer = rpc::Call(*stub, &Knowledge::StubInterface::Ask, request, caller,
//                                                 {.method = "Knowledge/Ask", .repeatable = true}, metrics);
#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/client_context.h>
#include <grpcpp/server_context.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <string>
#include <thread>

#include "services/rpc/log.h"
#include "services/rpc/metrics.h"
#include "services/rpc/status.h"
#include "services/rpc/text.h"

namespace amtslotse::rpc {

inline constexpr char kRequestIdKey[] = "x-request-id";
inline constexpr char kActorKey[] = "x-amtslotse-actor";

// On whose behalf: what travels along from call to call.
struct Caller {
  std::string request_id;
  std::string signed_actor;  // empty: nobody of the staff
  std::chrono::system_clock::time_point deadline;
};

// From a request's metadata; a missing id is made up, a missing deadline is 30 s from now.
Caller CallerOf(const grpc::ServerContext& context);

// Runs a shell's body: request id, latency, status mapping, and no exception leaves.
template <class Body>
grpc::Status Serve(const grpc::ServerContext& context, Metrics& metrics, const char* method, Body&& body) {
  const auto begin = std::chrono::steady_clock::now();
  const Caller caller = CallerOf(context);
  const RequestScope scope(caller.request_id);
  grpc::Status status;
  try {
    status = ToGrpc(body(caller));
  } catch (const std::exception& error) {
    LogError("rpc_exception", {{"method", method}, {"what", error.what()}});
    status = grpc::Status(grpc::StatusCode::INTERNAL, "internal error");
  }
  if (IsOurFault(status.error_code()))
    LogError("rpc_failed",
             {{"method", method}, {"code", CodeName(status.error_code())}, {"why", status.error_message()}});
  metrics.CountCall("in", method, CodeName(status.error_code()), std::chrono::steady_clock::now() - begin);
  return status;
}

// At most once a second, and the metrics count them all.
void LogFailed(const char* method, const grpc::Status& status);

struct CallOptions {
  const char* method = "";                  // for metrics and messages
  bool repeatable = false;                  // only these are tried again
  std::chrono::milliseconds timeout{2000};  // cut further by the caller's deadline
};

inline constexpr int kMaxAttempts = 3;

// A unary call. Repeatable calls are tried again on UNAVAILABLE, after 25 ms and then 100 ms, within the deadline.
template <class Stub, class Base, class Request, class Response>
absl::StatusOr<Response> Call(Stub& stub, grpc::Status (Base::*method)(grpc::ClientContext*, const Request&, Response*),
                              const Request& request, const Caller& caller, const CallOptions& options,
                              Metrics* metrics = nullptr) {
  const auto begin = std::chrono::steady_clock::now();
  const auto deadline = std::min(caller.deadline, std::chrono::system_clock::now() + options.timeout);
  grpc::Status status;
  for (int attempt = 1;; ++attempt) {
    grpc::ClientContext context;
    context.set_deadline(deadline);
    context.AddMetadata(kRequestIdKey, caller.request_id);
    if (!caller.signed_actor.empty()) context.AddMetadata(kActorKey, caller.signed_actor);
    Response response;
    status = (stub.*method)(&context, request, &response);
    if (status.ok()) {
      if (metrics != nullptr) metrics->CountCall("out", options.method, "OK", std::chrono::steady_clock::now() - begin);
      return response;
    }
    // A process that ends drops a call that it had not begun: gRPC says CANCELLED then, although nobody here cancelled.
    if (status.error_code() == grpc::StatusCode::CANCELLED)
      status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "the other process ended: " + status.error_message());
    const auto pause = std::chrono::milliseconds(attempt == 1 ? 25 : 100);
    if (!options.repeatable || status.error_code() != grpc::StatusCode::UNAVAILABLE || attempt == kMaxAttempts ||
        std::chrono::system_clock::now() + pause >= deadline)
      break;
    std::this_thread::sleep_for(pause);
  }
  if (metrics != nullptr)
    metrics->CountCall("out", options.method, CodeName(status.error_code()), std::chrono::steady_clock::now() - begin);
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE ||
      status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED)
    LogFailed(options.method, status);
  return FromGrpc(status);
}

}  // namespace amtslotse::rpc
