// The gRPC shell of the staff service: decodes, calls once, encodes.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "amtslotse/staff/v1/staff.grpc.pb.h"
#include "services/rpc/call.h"
#include "services/staff/core/accounts.h"
#include "services/staff/core/links.h"
#include "services/staff/core/openid_sign_in.h"
#include "services/staff/core/second_factor.h"
#include "services/staff/core/sessions.h"
#include "services/staff/core/sign_in.h"

namespace amtslotse::staff {

inline constexpr std::chrono::seconds kActorLifetime{60};

using Providers = std::map<MunicipalityId, std::unique_ptr<Provider>>;

class StaffService final : public v1::Staff::Service {
 public:
  // Everything is borrowed. `actor_key` signs actors.
  StaffService(const Parts& parts, std::string actor_key, Providers providers, rpc::Metrics& metrics);

  grpc::Status SignIn(grpc::ServerContext* context, const v1::SignInRequest* request,
                      v1::SignInResponse* response) override;
  grpc::Status GetSignInMethods(grpc::ServerContext* context, const v1::GetSignInMethodsRequest* request,
                                v1::GetSignInMethodsResponse* response) override;
  grpc::Status BeginOpenIdSignIn(grpc::ServerContext* context, const v1::BeginOpenIdSignInRequest* request,
                                 v1::BeginOpenIdSignInResponse* response) override;
  grpc::Status FinishOpenIdSignIn(grpc::ServerContext* context, const v1::FinishOpenIdSignInRequest* request,
                                  v1::FinishOpenIdSignInResponse* response) override;
  grpc::Status SignOut(grpc::ServerContext* context, const v1::SignOutRequest* request,
                       v1::SignOutResponse* response) override;
  grpc::Status IssueActor(grpc::ServerContext* context, const v1::IssueActorRequest* request,
                          v1::IssueActorResponse* response) override;
  grpc::Status Reauthenticate(grpc::ServerContext* context, const v1::ReauthenticateRequest* request,
                              v1::ReauthenticateResponse* response) override;
  grpc::Status ChangePassword(grpc::ServerContext* context, const v1::ChangePasswordRequest* request,
                              v1::ChangePasswordResponse* response) override;
  grpc::Status CreateLink(grpc::ServerContext* context, const v1::CreateLinkRequest* request,
                          v1::CreateLinkResponse* response) override;
  grpc::Status RedeemLink(grpc::ServerContext* context, const v1::RedeemLinkRequest* request,
                          v1::RedeemLinkResponse* response) override;
  grpc::Status EnrolTotp(grpc::ServerContext* context, const v1::EnrolTotpRequest* request,
                         v1::EnrolTotpResponse* response) override;
  grpc::Status ListAccounts(grpc::ServerContext* context, const v1::ListAccountsRequest* request,
                            v1::ListAccountsResponse* response) override;
  grpc::Status SaveAccount(grpc::ServerContext* context, const v1::SaveAccountRequest* request,
                           v1::SaveAccountResponse* response) override;
  grpc::Status ListSessions(grpc::ServerContext* context, const v1::ListSessionsRequest* request,
                            v1::ListSessionsResponse* response) override;
  grpc::Status RevokeSession(grpc::ServerContext* context, const v1::RevokeSessionRequest* request,
                             v1::RevokeSessionResponse* response) override;
  // look_up_calls.cc
  grpc::Status RequestNameLookUp(grpc::ServerContext* context, const v1::RequestNameLookUpRequest* request,
                                 v1::RequestNameLookUpResponse* response) override;
  grpc::Status DecideNameLookUp(grpc::ServerContext* context, const v1::DecideNameLookUpRequest* request,
                                v1::DecideNameLookUpResponse* response) override;
  grpc::Status ListNameLookUps(grpc::ServerContext* context, const v1::ListNameLookUpsRequest* request,
                               v1::ListNameLookUpsResponse* response) override;
  grpc::Status ListAudit(grpc::ServerContext* context, const v1::ListAuditRequest* request,
                         v1::ListAuditResponse* response) override;

 private:
  // The administrator who calls; `confirmed`: who proved lately who they are.
  absl::StatusOr<ActorName> Administrator(const rpc::Caller& caller, const MunicipalityId& municipality,
                                          bool confirmed) const;
  // The same, or the machine's operator, who calls without an actor over the unix socket.
  absl::StatusOr<ActorName> AdministratorOrOperator(const grpc::ServerContext& context, const rpc::Caller& caller,
                                                    const MunicipalityId& municipality) const;
  // FAILED_PRECONDITION when the municipality has none.
  absl::StatusOr<Provider*> ProviderOf(const MunicipalityId& municipality) const;
  absl::StatusOr<Link> MakeLink(const v1::CreateLinkRequest& request, const MunicipalityId& municipality,
                                const ActorName& by);

  const Parts& parts_;
  std::string actor_key_;
  rpc::Metrics& metrics_;
  Providers providers_;
  Sessions sessions_;
  SignIns sign_ins_;
  OpenIdSignIns openid_sign_ins_;
  SecondFactors second_factors_;
  Links links_;
  Accounts accounts_;
};

}  // namespace amtslotse::staff
