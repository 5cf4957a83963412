#include "gateways/web/staff/session.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "amtslotse/staff/v1/staff.grpc.pb.h"
#include "gateways/web/json.h"
#include "gateways/web/problem.h"
#include "services/rpc/call.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web::staff {
namespace {

namespace sv1 = amtslotse::staff::v1;

const char* CookieName(const Shared& shared) {
  return shared.settings.https ? "__Host-amtslotse-staff" : "amtslotse-staff";
}

std::string CodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnauthenticated: return "not_signed_in";
    case absl::StatusCode::kPermissionDenied: return "refused";
    case absl::StatusCode::kInvalidArgument: return "invalid";
    case absl::StatusCode::kNotFound: return "not_found";
    case absl::StatusCode::kAborted: return "conflict";
    case absl::StatusCode::kAlreadyExists: return "exists";
    case absl::StatusCode::kResourceExhausted: return "busy";
    case absl::StatusCode::kFailedPrecondition: {
      const std::string message = rpc::ToString(status.message());
      return message.starts_with("confirm") ? "confirm_needed"
             : message.starts_with("enrol") ? "enrolment_needed"
                                            : "precondition";
    }
    default: return "away";
  }
}

absl::StatusOr<sv1::IssueActorResponse> IssueActor(const Shared& shared, const Request& request) {
  sv1::IssueActorRequest ask;
  ask.set_municipality_id(request.town->id());
  ask.set_session_token(SessionToken(shared, request));
  if (ask.session_token().empty()) return absl::UnauthenticatedError("not signed in");
  return rpc::Call(*shared.backends.staff, &sv1::Staff::StubInterface::IssueActor, ask, request.caller,
                   {.method = "Staff/IssueActor", .repeatable = true}, &shared.backends.metrics);
}

rpc::Caller CallerFor(const Request& request, const sv1::IssueActorResponse& issued) {
  rpc::Caller caller = request.caller;
  caller.signed_actor = issued.signed_actor();
  return caller;
}

}  // namespace

std::string Cookie(const Request& request, std::string_view name) {
  const std::string all = request.Header("Cookie");
  std::string_view rest = all;
  while (!rest.empty()) {
    const auto end = rest.find(';');
    std::string_view pair = rest.substr(0, end);
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=')
      return std::string(pair.substr(name.size() + 1));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return "";
}

std::string SessionToken(const Shared& shared, const Request& request) { return Cookie(request, CookieName(shared)); }

void SetSession(const Shared& shared, Reply& reply, const std::string& token) {
  reply.With("Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}{}", CookieName(shared), token,
                                       shared.settings.https ? "; Secure" : "", token.empty() ? "; Max-Age=0" : ""));
}

std::string CsrfToken(const Shared& shared, std::string_view session_token) {
  return rpc::KeyedHash(shared.settings.token_secret, fmt::format("staff csrf|{}", session_token));
}

absl::Status CheckOwnPage(const Request& request) {
  const absl::Status refused = absl::PermissionDeniedError("only pages of this host may ask");
  const std::string site = request.Header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin") return refused;
  const std::string origin = request.Header("Origin");
  const auto host = origin.find("://");
  if (!origin.empty() && (host == std::string::npos || origin.substr(host + 3) != request.Header("Host")))
    return refused;
  return request.Header(kCsrfHeader).empty() ? refused : absl::OkStatus();
}

absl::Status CheckCsrf(const Shared& shared, const Request& request) {
  if (auto own = CheckOwnPage(request); !own.ok()) return own;
  const std::string sent = request.Header(kCsrfHeader);
  const std::string expected = CsrfToken(shared, SessionToken(shared, request));
  const bool equal = sent.size() == expected.size() && sodium_memcmp(sent.data(), expected.data(), sent.size()) == 0;
  return equal ? absl::OkStatus() : absl::PermissionDeniedError("the page is out of date; load it again");
}

absl::StatusOr<rpc::Caller> ActingCaller(const Shared& shared, const Request& request) {
  const auto issued = IssueActor(shared, request);
  return issued.ok() ? absl::StatusOr<rpc::Caller>(CallerFor(request, *issued)) : issued.status();
}

absl::StatusOr<rpc::Caller> AdministratorCaller(const Shared& shared, const Request& request) {
  const auto issued = IssueActor(shared, request);
  if (!issued.ok()) return issued.status();
  const auto& roles = issued->actor().roles();
  if (std::find(roles.begin(), roles.end(), sv1::ROLE_ADMINISTRATOR) == roles.end())
    return absl::PermissionDeniedError("for administrators");
  return CallerFor(request, *issued);
}

Reply Fault(const Shared& shared, const Request& request, const absl::Status& status) {
  const std::string code = CodeOf(status);
  int http = HttpStatus(status);
  if (code == "confirm_needed" || code == "enrolment_needed") http = 403;
  const bool about_input = http == 400 || code == "precondition" || code == "exists";
  const std::string detail = http == 401   ? "Bitte melden Sie sich an."
                             : about_input ? rpc::ToString(status.message())
                                           : "";
  return Problem(shared.texts, request, http, detail, code);
}

}  // namespace amtslotse::gateways::web::staff
