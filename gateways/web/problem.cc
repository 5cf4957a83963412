#include "gateways/web/problem.h"

#include <fmt/format.h>

#include "gateways/web/json.h"

namespace amtslotse::gateways::web {

int HttpStatus(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk: return 200;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange: return 400;
    case absl::StatusCode::kUnauthenticated: return 401;
    case absl::StatusCode::kPermissionDenied: return 403;
    case absl::StatusCode::kNotFound: return 404;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition: return 409;
    case absl::StatusCode::kResourceExhausted: return 429;
    case absl::StatusCode::kUnimplemented: return 501;
    case absl::StatusCode::kUnavailable: return 503;
    case absl::StatusCode::kDeadlineExceeded: return 504;
    default: return 500;
  }
}

Reply Problem(const Texts& texts, const Request& request, int status, std::string_view detail, std::string_view code) {
  const std::string key = fmt::format("problem.{}", status);
  const std::string title = texts.Say(request.language, key + ".title");
  const std::string words = detail.empty() ? texts.Say(request.language, key + ".detail") : std::string(detail);
  Reply reply{.status = status,
              .content_type = "application/problem+json; charset=utf-8",
              .body = fmt::format(R"({{"type":"about:blank","title":{},"status":{},"detail":{},"requestId":{}{}}})",
                                  Quoted(title), status, Quoted(words), Quoted(request.caller.request_id),
                                  code.empty() ? "" : fmt::format(R"(,"code":{})", Quoted(code))),
              .headers = {},
              .stream = {}};
  if (status == 503) reply.With("Retry-After", "5");
  return reply;
}

Reply ProblemOf(const Texts& texts, const Request& request, const absl::Status& status) {
  const int code = HttpStatus(status);
  Reply reply = Problem(texts, request, code, code == 400 ? rpc::ToString(status.message()) : "");
  if (code == 429) reply.With("Retry-After", "10");
  return reply;
}

}  // namespace amtslotse::gateways::web
