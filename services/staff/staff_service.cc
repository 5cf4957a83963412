#include "services/staff/staff_service.h"

#include "services/rpc/actor.h"
#include "services/staff/core/name_look_ups.h"
#include "services/staff/encode.h"

namespace amtslotse::staff {
namespace {

constexpr std::uint32_t kLongestPage = 500;
constexpr std::uint32_t kPage = 100;
constexpr std::size_t kLongestCode = 2000;

// The municipality and the session of a request that carries both.
struct Visitor {
  MunicipalityId municipality;
  SessionToken token;
};
template <class Request>
absl::StatusOr<Visitor> DecodeVisitor(const Request& request) {
  const auto municipality = ParseMunicipalityId(request.municipality_id());
  if (!municipality.ok()) return municipality.status();
  auto token = DecodeSessionToken(request.session_token());
  if (!token.ok()) return token.status();
  return Visitor{*municipality, *std::move(token)};
}

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

std::uint32_t Whole(std::chrono::seconds wait) { return static_cast<std::uint32_t>(wait.count()); }

// Signing in and the like is written with the account itself.
DatedAuditLine WithMarks(const KeyRing& keys, const MunicipalityId& municipality, DatedAuditLine line) {
  std::string& actor = line.line.actor.value;
  if (actor == kOperator.value || actor == kNobody.value || actor.starts_with("p-")) return line;
  const std::string mark = MarkOf(keys, municipality, AccountId{actor});
  if (line.line.object_id == actor) line.line.object_id = mark;
  actor = mark;
  return line;
}

absl::Status Wrong() { return absl::UnauthenticatedError("name, password or code is wrong"); }

}  // namespace

StaffService::StaffService(const Parts& parts, std::string actor_key, Providers providers, rpc::Metrics& metrics)
    : parts_(parts),
      actor_key_(std::move(actor_key)),
      metrics_(metrics),
      providers_(std::move(providers)),
      sessions_(parts),
      sign_ins_(parts),
      openid_sign_ins_(parts),
      second_factors_(parts),
      links_(parts),
      accounts_(parts) {}

absl::StatusOr<ActorName> StaffService::Administrator(const rpc::Caller& caller, const MunicipalityId& municipality,
                                                      bool confirmed) const {
  const auto actor = rpc::CheckActor(caller.signed_actor, actor_key_, municipality.value, {v1::ROLE_ADMINISTRATOR},
                                     parts_.clock.Now());
  if (!actor.ok()) return actor.status();
  if (confirmed && !actor->reauthenticated()) return absl::FailedPreconditionError("confirm your password first");
  return ActorName{actor->account_id()};
}

absl::StatusOr<ActorName> StaffService::AdministratorOrOperator(const grpc::ServerContext& context,
                                                                const rpc::Caller& caller,
                                                                const MunicipalityId& municipality) const {
  const bool local = context.peer().starts_with("unix:");
  if (local && caller.signed_actor.empty()) return kOperator;
  return Administrator(caller, municipality, /*confirmed=*/true);
}

grpc::Status StaffService::SignIn(grpc::ServerContext* context, const v1::SignInRequest* request,
                                  v1::SignInResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/SignIn", [&](const rpc::Caller&) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    const auto outcome = sign_ins_.SignIn(*municipality, {request->name(), request->password(), request->totp()},
                                          DeviceText(request->device()));
    if (!outcome.ok()) return outcome.status();
    return std::visit(Overloaded{[&](const SignedIn& in) {
                                   response->set_session_token(in.token.value);
                                   *response->mutable_account() = Encode(in.account);
                                   response->set_enrolment_needed(in.enrolment_needed);
                                   response->set_failed_tries(static_cast<std::uint32_t>(in.failed_tries));
                                   return absl::OkStatus();
                                 },
                                 [&](const CodeNeeded&) {
                                   response->set_totp_needed(true);
                                   return absl::OkStatus();
                                 },
                                 [&](const LockedOut& out) {
                                   response->set_locked_seconds(Whole(out.wait));
                                   return absl::OkStatus();
                                 },
                                 [&](const WrongCredentials&) { return Wrong(); }},
                      *outcome);
  });
}

absl::StatusOr<Provider*> StaffService::ProviderOf(const MunicipalityId& municipality) const {
  const auto found = providers_.find(municipality);
  if (found == providers_.end())
    return absl::FailedPreconditionError("this municipality has no OpenID Connect provider");
  return found->second.get();
}

grpc::Status StaffService::GetSignInMethods(grpc::ServerContext* context, const v1::GetSignInMethodsRequest* request,
                                            v1::GetSignInMethodsResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/GetSignInMethods", [&](const rpc::Caller&) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    if (const auto provider = ProviderOf(*municipality); provider.ok()) {
      response->set_openid(true);
      response->set_openid_label((*provider)->settings().label);
    }
    return absl::OkStatus();
  });
}

grpc::Status StaffService::BeginOpenIdSignIn(grpc::ServerContext* context, const v1::BeginOpenIdSignInRequest* request,
                                             v1::BeginOpenIdSignInResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/BeginOpenIdSignIn", [&](const rpc::Caller&) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    const auto provider = ProviderOf(*municipality);
    if (!provider.ok()) return provider.status();
    const auto authorization = openid_sign_ins_.Begin(*municipality, request->redirect_url(), request->fresh());
    if (!authorization.ok()) return authorization.status();
    const auto url = (*provider)->AuthorizationUrl(*authorization);
    if (!url.ok()) return url.status();
    response->set_authorization_url(*url);
    response->set_state(authorization->state);
    return absl::OkStatus();
  });
}

grpc::Status StaffService::FinishOpenIdSignIn(grpc::ServerContext* context,
                                              const v1::FinishOpenIdSignInRequest* request,
                                              v1::FinishOpenIdSignInResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/FinishOpenIdSignIn", [&](const rpc::Caller&) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    const auto provider = ProviderOf(*municipality);
    if (!provider.ok()) return provider.status();
    if (request->code().empty() || request->code().size() > kLongestCode)
      return absl::InvalidArgumentError("code: expected 1 to 2000 bytes");
    const auto authorization = openid_sign_ins_.Take(*municipality, request->state());
    if (!authorization.ok()) return authorization.status();
    const auto identity = (*provider)->Redeem(*authorization, request->code());
    if (!identity.ok()) return identity.status();
    const auto admitted = openid_sign_ins_.Admit(*municipality, *identity, DeviceText(request->device()));
    if (!admitted.ok()) return admitted.status();
    if (!*admitted) return absl::UnauthenticatedError("nobody here belongs to this identity");
    response->set_session_token((*admitted)->token.value);
    *response->mutable_account() = Encode((*admitted)->account);
    return absl::OkStatus();
  });
}

grpc::Status StaffService::SignOut(grpc::ServerContext* context, const v1::SignOutRequest* request,
                                   v1::SignOutResponse*) {
  return rpc::Serve(*context, metrics_, "Staff/SignOut", [&](const rpc::Caller&) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    const auto token = DecodeSessionToken(request->session_token());
    return token.ok() ? sessions_.End(*municipality, *token) : absl::OkStatus();
  });
}

grpc::Status StaffService::IssueActor(grpc::ServerContext* context, const v1::IssueActorRequest* request,
                                      v1::IssueActorResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/IssueActor", [&](const rpc::Caller&) -> absl::Status {
    const auto visitor = DecodeVisitor(*request);
    if (!visitor.ok()) return visitor.status();
    const auto presence = sessions_.Check(visitor->municipality, visitor->token);
    if (!presence.ok()) return presence.status();
    if (presence->enrolment_needed) return absl::FailedPreconditionError("enrol a second factor first");
    *response->mutable_actor() = ActorOf(visitor->municipality, *presence, parts_.clock.Now() + kActorLifetime);
    response->mutable_actor()->set_account_id(MarkOf(parts_.keys, visitor->municipality, presence->account.id));
    response->set_signed_actor(rpc::SignActor(response->actor(), actor_key_, parts_.clock.Now()));
    return absl::OkStatus();
  });
}

grpc::Status StaffService::Reauthenticate(grpc::ServerContext* context, const v1::ReauthenticateRequest* request,
                                          v1::ReauthenticateResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/Reauthenticate", [&](const rpc::Caller&) -> absl::Status {
    const auto visitor = DecodeVisitor(*request);
    if (!visitor.ok()) return visitor.status();
    const auto outcome = sign_ins_.Confirm(visitor->municipality, visitor->token, request->password(), request->totp());
    if (!outcome.ok()) return outcome.status();
    response->set_refused(std::holds_alternative<WrongCredentials>(*outcome));
    if (const auto* locked = std::get_if<LockedOut>(&*outcome)) response->set_locked_seconds(Whole(locked->wait));
    return absl::OkStatus();
  });
}

grpc::Status StaffService::ChangePassword(grpc::ServerContext* context, const v1::ChangePasswordRequest* request,
                                          v1::ChangePasswordResponse*) {
  return rpc::Serve(*context, metrics_, "Staff/ChangePassword", [&](const rpc::Caller&) -> absl::Status {
    const auto visitor = DecodeVisitor(*request);
    if (!visitor.ok()) return visitor.status();
    return sign_ins_.ChangePassword(visitor->municipality, visitor->token, request->new_password());
  });
}

absl::StatusOr<Link> StaffService::MakeLink(const v1::CreateLinkRequest& request, const MunicipalityId& municipality,
                                            const ActorName& by) {
  if (!request.account_id().empty() && !request.name().empty())
    return absl::InvalidArgumentError("name: not beside account_id");
  if (!request.account_id().empty()) {
    const auto id = ParseAccountId(request.account_id());
    return id.ok() ? links_.ForAccount(municipality, *id, request.remove_totp(), by) : id.status();
  }
  if (!request.name().empty()) {
    const auto name = ParseLoginName(request.name());
    return name.ok() ? links_.ForName(municipality, *name, request.remove_totp(), by) : name.status();
  }
  return links_.ForFirstAdministrator(municipality, by);
}

grpc::Status StaffService::CreateLink(grpc::ServerContext* context, const v1::CreateLinkRequest* request,
                                      v1::CreateLinkResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/CreateLink", [&](const rpc::Caller& caller) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    const auto by = AdministratorOrOperator(*context, caller, *municipality);
    if (!by.ok()) return by.status();
    const auto link = MakeLink(*request, *municipality, *by);
    if (!link.ok()) return link.status();
    response->set_token(link->token.value);
    response->set_expires_unix(link->ends.time_since_epoch().count());
    return absl::OkStatus();
  });
}

grpc::Status StaffService::RedeemLink(grpc::ServerContext* context, const v1::RedeemLinkRequest* request,
                                      v1::RedeemLinkResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/RedeemLink", [&](const rpc::Caller&) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    const auto token = DecodeLinkToken(request->token());
    if (!token.ok()) return token.status();
    const auto redeemed =
        links_.Redeem(*municipality, *token, request->name(), request->password(), DeviceText(request->device()));
    if (!redeemed.ok()) return redeemed.status();
    if (redeemed->token) response->set_session_token(redeemed->token->value);
    *response->mutable_account() = Encode(redeemed->account);
    response->set_enrolment_needed(redeemed->enrolment_needed);
    return absl::OkStatus();
  });
}

grpc::Status StaffService::EnrolTotp(grpc::ServerContext* context, const v1::EnrolTotpRequest* request,
                                     v1::EnrolTotpResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/EnrolTotp", [&](const rpc::Caller&) -> absl::Status {
    const auto visitor = DecodeVisitor(*request);
    if (!visitor.ok()) return visitor.status();
    if (request->code().empty()) {
      const auto url = second_factors_.Begin(visitor->municipality, visitor->token);
      if (!url.ok()) return url.status();
      response->set_otpauth_url(*url);
      return absl::OkStatus();
    }
    const auto outcome = second_factors_.Finish(visitor->municipality, visitor->token, request->code());
    if (!outcome.ok()) return outcome.status();
    const auto* enrolled = std::get_if<Enrolled>(&*outcome);
    if (enrolled == nullptr) return absl::InvalidArgumentError("code: not the one the app shows now");
    for (const std::string& code : enrolled->recovery_codes) response->add_recovery_codes(code);
    return absl::OkStatus();
  });
}

grpc::Status StaffService::ListAccounts(grpc::ServerContext* context, const v1::ListAccountsRequest* request,
                                        v1::ListAccountsResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/ListAccounts", [&](const rpc::Caller& caller) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    if (const auto by = Administrator(caller, *municipality, /*confirmed=*/false); !by.ok()) return by.status();
    const auto accounts = accounts_.List(*municipality);
    if (!accounts.ok()) return accounts.status();
    for (const Account& account : *accounts) *response->add_accounts() = Encode(account);
    return absl::OkStatus();
  });
}

grpc::Status StaffService::SaveAccount(grpc::ServerContext* context, const v1::SaveAccountRequest* request,
                                       v1::SaveAccountResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/SaveAccount", [&](const rpc::Caller& caller) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    const auto by = Administrator(caller, *municipality, /*confirmed=*/true);
    if (!by.ok()) return by.status();
    const auto draft = DecodeDraft(request->account());
    if (!draft.ok()) return draft.status();
    absl::StatusOr<Account> saved;
    if (request->account().id().empty()) {
      saved = accounts_.Create(*municipality, *draft, *by);
    } else {
      const auto id = ParseAccountId(request->account().id());
      if (!id.ok()) return id.status();
      saved = accounts_.Change(*municipality, *id, *draft, request->expected_version(), *by);
    }
    if (!saved.ok()) return saved.status();
    *response->mutable_account() = Encode(*saved);
    return absl::OkStatus();
  });
}

grpc::Status StaffService::ListSessions(grpc::ServerContext* context, const v1::ListSessionsRequest* request,
                                        v1::ListSessionsResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/ListSessions", [&](const rpc::Caller&) -> absl::Status {
    const auto visitor = DecodeVisitor(*request);
    if (!visitor.ok()) return visitor.status();
    const auto presence = sessions_.Check(visitor->municipality, visitor->token);
    if (!presence.ok()) return presence.status();
    const auto sessions = sessions_.List(visitor->municipality, visitor->token);
    if (!sessions.ok()) return sessions.status();
    for (const Session& session : *sessions) *response->add_sessions() = Encode(session, presence->session.id);
    return absl::OkStatus();
  });
}

grpc::Status StaffService::RevokeSession(grpc::ServerContext* context, const v1::RevokeSessionRequest* request,
                                         v1::RevokeSessionResponse*) {
  return rpc::Serve(*context, metrics_, "Staff/RevokeSession", [&](const rpc::Caller&) -> absl::Status {
    const auto visitor = DecodeVisitor(*request);
    if (!visitor.ok()) return visitor.status();
    if (request->session_id().empty() || request->session_id().size() > 64)
      return absl::InvalidArgumentError("session_id: expected 1 to 64 characters");
    return sessions_.Revoke(visitor->municipality, visitor->token, {request->session_id()});
  });
}

grpc::Status StaffService::ListAudit(grpc::ServerContext* context, const v1::ListAuditRequest* request,
                                     v1::ListAuditResponse* response) {
  return rpc::Serve(*context, metrics_, "Staff/ListAudit", [&](const rpc::Caller& caller) -> absl::Status {
    const auto municipality = ParseMunicipalityId(request->municipality_id());
    if (!municipality.ok()) return municipality.status();
    if (const auto by = Administrator(caller, *municipality, /*confirmed=*/false); !by.ok()) return by.status();
    const auto before = DecodePageToken(request->page_token());
    if (!before.ok()) return before.status();
    if (request->page_size() > kLongestPage) return absl::InvalidArgumentError("page_size: expected at most 500");
    const auto size = static_cast<int>(request->page_size() == 0 ? kPage : request->page_size());
    const auto lines = staff::ListAudit(parts_.database, *municipality, *before, size);
    if (!lines.ok()) return lines.status();
    for (const DatedAuditLine& line : *lines)
      *response->add_lines() = Encode(WithMarks(parts_.keys, *municipality, line));
    if (static_cast<int>(lines->size()) == size && lines->back().number > 1)
      response->set_next_page_token(std::to_string(lines->back().number));
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::staff
