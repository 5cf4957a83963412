// Signing in and out, and one's own account.
#include <fmt/format.h>

#include <memory>

#include "amtslotse/staff/v1/staff.grpc.pb.h"
#include "gateways/web/json.h"
#include "gateways/web/json_reader.h"
#include "gateways/web/problem.h"
#include "gateways/web/staff/routes.h"
#include "gateways/web/staff/session.h"
#include "services/rpc/call.h"
#include "services/rpc/text.h"

namespace amtslotse::gateways::web::staff {
namespace {

namespace sv1 = amtslotse::staff::v1;
using Stub = sv1::Staff::StubInterface;

constexpr int kTriesPerMinute = 60;  // of one address; a town hall shares one. Each name's tries are counted by staff.
constexpr char kStateCookie[] = "amtslotse-staff-state";
constexpr char kCallback[] = "/staff/api/v1/openid/callback";

// A password is computed in its turn after those of others, and OpenID's provider is asked in between.
constexpr std::chrono::seconds kPasswordWithin{5};
constexpr std::chrono::seconds kProviderWithin{10};

template <class Ask, class Answer>
absl::StatusOr<Answer> Call(const Shared& shared, const Request& request, const char* name, Ask& ask, bool repeatable,
                            grpc::Status (Stub::*method)(grpc::ClientContext*, const Ask&, Answer*),
                            std::chrono::milliseconds within = rpc::CallOptions().timeout) {
  ask.set_municipality_id(request.town->id());
  return rpc::Call(*shared.backends.staff, method, ask, request.caller,
                   {.method = name, .repeatable = repeatable, .timeout = within}, &shared.backends.metrics);
}

template <class Ask>
absl::Status ReadBody(const Request& request, Ask& ask) {
  const auto body = ParseObject(request.Body());
  return body.ok() ? FromJson(*body, ask) : body.status();
}

// What the console needs to know of a new session; its token goes into the cookie only.
template <class Answer>
Reply Opened(const Shared& shared, Answer answer) {
  const std::string token = answer.session_token();
  answer.clear_session_token();
  auto json = nlohmann::json::parse(ToJson(answer));
  if (!token.empty()) json["csrf"] = CsrfToken(shared, token);
  Reply reply = JsonReply(json.dump());
  if (!token.empty()) SetSession(shared, reply, token);
  return reply;
}

class SignInDesk {
 public:
  explicit SignInDesk(const Shared& shared)
      : shared_(shared),
        redis_(shared.settings.redis.address.empty() ? nullptr : std::make_unique<rpc::Redis>(shared.settings.redis)),
        tries_(kTriesPerMinute, kTriesPerMinute, "sign-in", redis_.get(), &shared.backends.metrics) {}

  Reply Methods(const Request& request) {
    sv1::GetSignInMethodsRequest ask;
    const auto answer = Call(shared_, request, "Staff/GetSignInMethods", ask, true, &Stub::GetSignInMethods);
    if (!answer.ok()) return Fault(shared_, request, answer.status());
    auto json = nlohmann::json::parse(ToJson(*answer));
    json["townName"] = request.town->name();
    return JsonReply(json.dump());
  }

  Reply SignIn(const Request& request) {
    sv1::SignInRequest ask;
    if (auto read = Admitted(request, ask); !read.ok()) return Fault(shared_, request, read);
    ask.set_device(request.Header("User-Agent"));
    auto answer = Call(shared_, request, "Staff/SignIn", ask, false, &Stub::SignIn, kPasswordWithin);
    if (absl::IsUnauthenticated(answer.status()))
      return Problem(shared_.texts, request, 401, "Name, Passwort oder Code stimmen nicht.", "wrong_credentials");
    return answer.ok() ? Opened(shared_, *std::move(answer)) : Fault(shared_, request, answer.status());
  }

  Reply RedeemLink(const Request& request) {
    sv1::RedeemLinkRequest ask;
    if (auto read = Admitted(request, ask); !read.ok()) return Fault(shared_, request, read);
    ask.set_device(request.Header("User-Agent"));
    auto answer = Call(shared_, request, "Staff/RedeemLink", ask, false, &Stub::RedeemLink, kPasswordWithin);
    return answer.ok() ? Opened(shared_, *std::move(answer)) : Fault(shared_, request, answer.status());
  }

  // The browser goes to the provider and comes back with the state, which only the browser that began has as a cookie.
  Reply BeginOpenId(const Request& request) {
    sv1::BeginOpenIdSignInRequest ask;
    ask.set_redirect_url(
        fmt::format("{}://{}{}", shared_.settings.https ? "https" : "http", request.Header("Host"), kCallback));
    ask.set_fresh(request.Query("fresh") == "true");
    const auto answer =
        Call(shared_, request, "Staff/BeginOpenIdSignIn", ask, false, &Stub::BeginOpenIdSignIn, kProviderWithin);
    if (!answer.ok()) return Redirect("/staff/#/anmelden/dienstkonto-nicht-erreichbar");
    Reply reply = Redirect(answer->authorization_url());
    reply.With("Set-Cookie", fmt::format("{}={}; Path={}; HttpOnly; SameSite=Lax; Max-Age=600{}", kStateCookie,
                                         answer->state(), kCallback, shared_.settings.https ? "; Secure" : ""));
    return reply;
  }

  Reply FinishOpenId(const Request& request) {
    const std::string state = request.Query("state");
    if (state.empty() || Cookie(request, kStateCookie) != state || request.Query("code").empty())
      return Redirect("/staff/#/anmelden/dienstkonto-abgebrochen");
    sv1::FinishOpenIdSignInRequest ask;
    ask.set_state(state);
    ask.set_code(request.Query("code"));
    ask.set_device(request.Header("User-Agent"));
    const auto answer =
        Call(shared_, request, "Staff/FinishOpenIdSignIn", ask, false, &Stub::FinishOpenIdSignIn, kProviderWithin);
    if (!answer.ok())
      return Redirect(absl::IsUnauthenticated(answer.status()) ? "/staff/#/anmelden/dienstkonto-unbekannt"
                                                               : "/staff/#/anmelden/dienstkonto-nicht-erreichbar");
    Reply reply = Redirect("/staff/");
    SetSession(shared_, reply, answer->session_token());
    return reply;
  }

 private:
  template <class Ask>
  absl::Status Admitted(const Request& request, Ask& ask) {
    if (auto own = CheckOwnPage(request); !own.ok()) return own;
    if (tries_.Take(rpc::KeyedHash(shared_.settings.token_secret, request.Subscriber()), RateLimit::Clock::now())
            .count() > 0)
      return absl::ResourceExhaustedError("too many tries");
    return ReadBody(request, ask);
  }

  const Shared& shared_;
  const std::unique_ptr<rpc::Redis> redis_;  // every gateway process counts together
  RateLimit tries_;
};

// The account and what it may. Says so too when the second factor is still to be set up.
Reply GetSession(const Shared& shared, const Request& request) {
  sv1::IssueActorRequest ask;
  ask.set_session_token(SessionToken(shared, request));
  if (ask.session_token().empty()) return Fault(shared, request, absl::UnauthenticatedError(""));
  const auto answer = Call(shared, request, "Staff/IssueActor", ask, true, &Stub::IssueActor);
  nlohmann::json json{{"csrf", CsrfToken(shared, ask.session_token())},
                      {"townName", request.town->name()},
                      {"demo", request.town->demo()}};
  if (absl::IsFailedPrecondition(answer.status())) {
    json["enrolmentNeeded"] = true;
  } else if (!answer.ok()) {
    Reply reply = Fault(shared, request, answer.status());
    if (absl::IsUnauthenticated(answer.status())) SetSession(shared, reply, "");
    return reply;
  } else {
    json["actor"] = nlohmann::json::parse(ToJson(answer->actor()));
  }
  return JsonReply(json.dump());
}

Reply SignOut(const Shared& shared, const Request& request) {
  if (auto own = CheckCsrf(shared, request); !own.ok()) return Fault(shared, request, own);
  sv1::SignOutRequest ask;
  ask.set_session_token(SessionToken(shared, request));
  const auto answer = Call(shared, request, "Staff/SignOut", ask, true, &Stub::SignOut);
  if (!answer.ok()) return Fault(shared, request, answer.status());
  Reply reply = JsonReply("{}");
  SetSession(shared, reply, "");
  return reply;
}

// One's own account: what the session's token opens without a role.
template <class Ask, class Answer>
Handler OwnAccount(const Shared& shared, const char* name,
                   grpc::Status (Stub::*method)(grpc::ClientContext*, const Ask&, Answer*)) {
  return [&shared, name, method](const Request& request) {
    if (auto own = CheckCsrf(shared, request); !own.ok()) return Fault(shared, request, own);
    Ask ask;
    if (auto read = ReadBody(request, ask); !read.ok()) return Fault(shared, request, read);
    ask.set_session_token(SessionToken(shared, request));
    const auto answer = Call(shared, request, name, ask, false, method, kPasswordWithin);
    return answer.ok() ? JsonReply(ToJson(*answer)) : Fault(shared, request, answer.status());
  };
}

}  // namespace

void AddSignInRoutes(Router& router, const Shared& shared) {
  const auto desk = std::make_shared<SignInDesk>(shared);
  const auto at = [](const char* path) { return std::string(kStaffApi) + path; };
  router.Add("GET", at("/sign-in-methods"), Needs::kTown,
             [desk](const Request& request) { return desk->Methods(request); });
  router.Add("POST", at("/sign-in"), Needs::kTown, [desk](const Request& request) { return desk->SignIn(request); });
  router.Add("POST", at("/redeem-link"), Needs::kTown,
             [desk](const Request& request) { return desk->RedeemLink(request); });
  router.Add("GET", at("/openid/begin"), Needs::kTown,
             [desk](const Request& request) { return desk->BeginOpenId(request); });
  router.Add("GET", at("/openid/callback"), Needs::kTown,
             [desk](const Request& request) { return desk->FinishOpenId(request); });
  router.Add("GET", at("/session"), Needs::kTown,
             [&shared](const Request& request) { return GetSession(shared, request); });
  router.Add("POST", at("/sign-out"), Needs::kTown,
             [&shared](const Request& request) { return SignOut(shared, request); });
  router.Add("POST", at("/confirm"), Needs::kTown, OwnAccount(shared, "Staff/Reauthenticate", &Stub::Reauthenticate));
  router.Add("POST", at("/password"), Needs::kTown, OwnAccount(shared, "Staff/ChangePassword", &Stub::ChangePassword));
  router.Add("POST", at("/second-factor"), Needs::kTown, OwnAccount(shared, "Staff/EnrolTotp", &Stub::EnrolTotp));
  router.Add("POST", at("/sessions"), Needs::kTown, OwnAccount(shared, "Staff/ListSessions", &Stub::ListSessions));
  router.Add("POST", at("/sessions/revoke"), Needs::kTown,
             OwnAccount(shared, "Staff/RevokeSession", &Stub::RevokeSession));
}

}  // namespace amtslotse::gateways::web::staff
