// The staff service over real gRPC: who may call what, and what bad requests get.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include "services/rpc/actor.h"
#include "services/staff/staff_service.h"
#include "tests/unit/services/staff/desk.h"

namespace amtslotse::staff {
namespace {

using grpc::StatusCode;
using std::chrono::seconds;

const std::string kActorKey(32, 'k');

class Shell : public testing::Test {
 protected:
  Shell() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("unix:" + (desk.folder / "staff.sock"), grpc::InsecureServerCredentials());
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service);
    server = builder.BuildAndStart();
    local = Stub("unix:" + (desk.folder / "staff.sock"));
    remote = Stub("127.0.0.1:" + std::to_string(port));
  }
  static std::unique_ptr<v1::Staff::Stub> Stub(const std::string& address) {
    return v1::Staff::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  }

  template <class Request, class Response>
  grpc::Status Call(grpc::Status (v1::Staff::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response, const std::string& actor = "",
                    v1::Staff::Stub* stub = nullptr) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + seconds(10));
    if (!actor.empty()) context.AddMetadata(rpc::kActorKey, actor);
    return ((stub == nullptr ? *local : *stub).*method)(&context, request, &response);
  }

  // A signed actor, as IssueActor makes it.
  std::string ActorFor(std::initializer_list<v1::Role> roles, bool confirmed = true,
                       const std::string& municipality = "erlenfurt") {
    v1::Actor actor;
    actor.set_account_id("k1");
    actor.set_municipality_id(municipality);
    for (const auto role : roles) actor.add_roles(role);
    actor.set_reauthenticated(confirmed);
    actor.set_expires_unix((desk.clock.Now() + seconds(60)).time_since_epoch().count());
    return rpc::SignActor(actor, kActorKey, {});
  }

  v1::RedeemLinkResponse FirstAdministrator() {
    v1::CreateLinkRequest wish;
    wish.set_municipality_id("erlenfurt");
    v1::CreateLinkResponse link;
    EXPECT_TRUE(Call(&v1::Staff::Stub::CreateLink, wish, link).ok());
    v1::RedeemLinkRequest redeem;
    redeem.set_municipality_id("erlenfurt");
    redeem.set_token(link.token());
    redeem.set_name("anke");
    redeem.set_password(kPassword);
    v1::RedeemLinkResponse redeemed;
    EXPECT_TRUE(Call(&v1::Staff::Stub::RedeemLink, redeem, redeemed).ok());
    return redeemed;
  }

  Desk desk{Policy{.require_totp = false}};
  rpc::Metrics metrics;
  StaffService service{desk.parts, kActorKey, {}, metrics};
  int port = 0;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<v1::Staff::Stub> local;
  std::unique_ptr<v1::Staff::Stub> remote;
};

TEST_F(Shell, IssuesAnActorThatOtherServicesAccept) {
  const auto redeemed = FirstAdministrator();
  v1::IssueActorRequest request;
  request.set_municipality_id("erlenfurt");
  request.set_session_token(redeemed.session_token());
  v1::IssueActorResponse response;
  ASSERT_TRUE(Call(&v1::Staff::Stub::IssueActor, request, response).ok());
  const auto actor = rpc::CheckActor(response.signed_actor(), kActorKey, "erlenfurt", {}, desk.clock.Now());
  ASSERT_TRUE(actor.ok()) << actor.status();
  // Audits of all services name the account by a mark that no list of accounts shows.
  EXPECT_TRUE(actor->account_id().starts_with("p-"));
  EXPECT_NE(actor->account_id(), redeemed.account().id());
  EXPECT_TRUE(actor->reauthenticated());
  // Good for a minute, and for six more because clocks differ.
  const auto later = desk.clock.Now() + seconds(60) + std::chrono::minutes(6);
  EXPECT_TRUE(
      absl::IsUnauthenticated(rpc::CheckActor(response.signed_actor(), kActorKey, "erlenfurt", {}, later).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(
      rpc::CheckActor(response.signed_actor(), kActorKey, "krummwik", {}, desk.clock.Now()).status()));
}

TEST_F(Shell, IssuesNoActorBeforeTheSecondFactorIsSetUp) {
  desk.parts.policy.require_totp = true;
  v1::IssueActorRequest request;
  request.set_municipality_id("erlenfurt");
  request.set_session_token(FirstAdministrator().session_token());
  v1::IssueActorResponse response;
  EXPECT_EQ(Call(&v1::Staff::Stub::IssueActor, request, response).error_code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(response.signed_actor().empty());
}

TEST_F(Shell, SaysTheSameToEveryWrongSignIn) {
  FirstAdministrator();
  v1::SignInRequest request;
  request.set_municipality_id("erlenfurt");
  v1::SignInResponse response;
  request.set_name("anke");
  request.set_password("Sieben Möwen am Deich");
  const auto wrong_password = Call(&v1::Staff::Stub::SignIn, request, response);
  request.set_name("niemand");
  request.set_password(kPassword);
  const auto wrong_name = Call(&v1::Staff::Stub::SignIn, request, response);
  EXPECT_EQ(wrong_password.error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(wrong_name.error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(wrong_password.error_message(), wrong_name.error_message());
  for (int i = 0; i < 4; ++i) Call(&v1::Staff::Stub::SignIn, request, response);
  ASSERT_TRUE(Call(&v1::Staff::Stub::SignIn, request, response).ok());
  EXPECT_EQ(response.locked_seconds(), 30U);
  EXPECT_TRUE(response.session_token().empty());
}

TEST_F(Shell, MakesLinksForTheOperatorOnlyOverTheUnixSocket) {
  v1::CreateLinkRequest request;
  request.set_municipality_id("erlenfurt");
  v1::CreateLinkResponse response;
  EXPECT_EQ(Call(&v1::Staff::Stub::CreateLink, request, response, "", remote.get()).error_code(),
            StatusCode::UNAUTHENTICATED);
  EXPECT_TRUE(Call(&v1::Staff::Stub::CreateLink, request, response).ok());
  EXPECT_TRUE(
      Call(&v1::Staff::Stub::CreateLink, request, response, ActorFor({v1::ROLE_ADMINISTRATOR}), remote.get()).ok());
}

TEST_F(Shell, AForgedActorIsNotTakenForTheOperator) {
  v1::CreateLinkRequest request;
  request.set_municipality_id("erlenfurt");
  v1::CreateLinkResponse response;
  EXPECT_EQ(Call(&v1::Staff::Stub::CreateLink, request, response, "forged").error_code(), StatusCode::UNAUTHENTICATED);
}

struct Case {
  std::string name;
  std::string actor;
  StatusCode code;
};

TEST_F(Shell, AdministratorsRpcsRefuseEverybodyElse) {
  v1::Account paula;
  paula.set_name("paula");
  paula.set_display_name("Paula");
  paula.add_roles(v1::ROLE_EDITOR);
  const std::vector<Case> cases{{"nobody", "", StatusCode::UNAUTHENTICATED},
                                {"forged", "Zm9yZ2Vk", StatusCode::UNAUTHENTICATED},
                                {"editor", ActorFor({v1::ROLE_EDITOR}), StatusCode::PERMISSION_DENIED},
                                {"location staff", ActorFor({v1::ROLE_LOCATION_STAFF}), StatusCode::PERMISSION_DENIED},
                                {"lead", ActorFor({v1::ROLE_LEAD}), StatusCode::PERMISSION_DENIED},
                                {"another town's administrator", ActorFor({v1::ROLE_ADMINISTRATOR}, true, "krummwik"),
                                 StatusCode::PERMISSION_DENIED},
                                {"administrator", ActorFor({v1::ROLE_ADMINISTRATOR}), StatusCode::OK}};
  for (const Case& who : cases) {
    SCOPED_TRACE(who.name);
    v1::ListAccountsRequest list;
    list.set_municipality_id("erlenfurt");
    v1::ListAccountsResponse accounts;
    EXPECT_EQ(Call(&v1::Staff::Stub::ListAccounts, list, accounts, who.actor).error_code(), who.code);
    v1::SaveAccountRequest save;
    save.set_municipality_id("erlenfurt");
    *save.mutable_account() = paula;
    v1::SaveAccountResponse saved;
    EXPECT_EQ(Call(&v1::Staff::Stub::SaveAccount, save, saved, who.actor).error_code(), who.code);
    v1::ListAuditRequest audit;
    audit.set_municipality_id("erlenfurt");
    v1::ListAuditResponse lines;
    EXPECT_EQ(Call(&v1::Staff::Stub::ListAudit, audit, lines, who.actor).error_code(), who.code);
    v1::CreateLinkRequest link;
    link.set_municipality_id("erlenfurt");
    v1::CreateLinkResponse made;
    EXPECT_EQ(Call(&v1::Staff::Stub::CreateLink, link, made, who.actor, remote.get()).error_code(), who.code);
  }
}

TEST_F(Shell, DangerousStepsWantAConfirmedPerson) {
  const std::string actor = ActorFor({v1::ROLE_ADMINISTRATOR}, /*confirmed=*/false);
  v1::SaveAccountRequest save;
  save.set_municipality_id("erlenfurt");
  v1::SaveAccountResponse saved;
  EXPECT_EQ(Call(&v1::Staff::Stub::SaveAccount, save, saved, actor).error_code(), StatusCode::FAILED_PRECONDITION);
  v1::CreateLinkRequest link;
  link.set_municipality_id("erlenfurt");
  v1::CreateLinkResponse made;
  EXPECT_EQ(Call(&v1::Staff::Stub::CreateLink, link, made, actor).error_code(), StatusCode::FAILED_PRECONDITION);
}

TEST_F(Shell, BadFieldsOfAnAccountAreNamed) {
  const std::string actor = ActorFor({v1::ROLE_ADMINISTRATOR});
  v1::SaveAccountRequest good;
  good.set_municipality_id("erlenfurt");
  good.mutable_account()->set_name("paula");
  good.mutable_account()->set_display_name("Paula");
  good.mutable_account()->add_roles(v1::ROLE_EDITOR);
  const auto refusal = [&](const std::function<void(v1::SaveAccountRequest&)>& spoil) {
    v1::SaveAccountRequest request = good;
    spoil(request);
    v1::SaveAccountResponse response;
    const auto status = Call(&v1::Staff::Stub::SaveAccount, request, response, actor);
    EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT) << status.error_message();
    return status.error_message();
  };
  using testing::StartsWith;
  EXPECT_THAT(refusal([](auto& r) { r.set_municipality_id("Er len"); }), StartsWith("municipality_id"));
  EXPECT_THAT(refusal([](auto& r) { r.mutable_account()->set_name(""); }), StartsWith("name"));
  EXPECT_THAT(refusal([](auto& r) { r.mutable_account()->set_name("p p"); }), StartsWith("name"));
  EXPECT_THAT(refusal([](auto& r) { r.mutable_account()->set_display_name("a\nb"); }), StartsWith("display_name"));
  EXPECT_THAT(refusal([](auto& r) { r.mutable_account()->set_email("kein"); }), StartsWith("email"));
  EXPECT_THAT(refusal([](auto& r) { r.mutable_account()->clear_roles(); }), StartsWith("roles"));
  EXPECT_THAT(refusal([](auto& r) { r.mutable_account()->set_roles(0, static_cast<v1::Role>(9)); }),
              StartsWith("roles"));
  EXPECT_THAT(refusal([](auto& r) { r.mutable_account()->add_office_ids(""); }), StartsWith("office_ids"));
  EXPECT_THAT(refusal([](auto& r) {
                for (int i = 0; i < 201; ++i) r.mutable_account()->add_office_ids("o" + std::to_string(i));
              }),
              StartsWith("office_ids"));
  EXPECT_THAT(refusal([](auto& r) { r.mutable_account()->set_id("../x"); }), StartsWith("account_id"));
}

TEST_F(Shell, TokensThatNeverWereOpenNothing) {
  for (const std::string& token :
       {std::string(), std::string("x"), std::string(32, 'A'), std::string(100'000, 'A'), std::string("\0\1", 2)}) {
    v1::IssueActorRequest request;
    request.set_municipality_id("erlenfurt");
    request.set_session_token(token);
    v1::IssueActorResponse response;
    EXPECT_EQ(Call(&v1::Staff::Stub::IssueActor, request, response).error_code(), StatusCode::UNAUTHENTICATED);
    v1::RedeemLinkRequest redeem;
    redeem.set_municipality_id("erlenfurt");
    redeem.set_token(token);
    redeem.set_name("anke");
    redeem.set_password(kPassword);
    v1::RedeemLinkResponse redeemed;
    EXPECT_EQ(Call(&v1::Staff::Stub::RedeemLink, redeem, redeemed).error_code(), StatusCode::NOT_FOUND);
  }
}

TEST_F(Shell, PagesOfTheAuditAreChecked) {
  const std::string actor = ActorFor({v1::ROLE_ADMINISTRATOR});
  v1::ListAuditRequest request;
  request.set_municipality_id("erlenfurt");
  v1::ListAuditResponse response;
  for (const char* bad : {"-1", "0", "abc", "1x", "99999999999999999999"}) {
    request.set_page_token(bad);
    EXPECT_EQ(Call(&v1::Staff::Stub::ListAudit, request, response, actor).error_code(), StatusCode::INVALID_ARGUMENT)
        << bad;
  }
  request.clear_page_token();
  request.set_page_size(501);
  EXPECT_EQ(Call(&v1::Staff::Stub::ListAudit, request, response, actor).error_code(), StatusCode::INVALID_ARGUMENT);
}

TEST_F(Shell, ChangesRolesAndSeesThemInTheNextActor) {
  const auto redeemed = FirstAdministrator();
  const std::string actor = ActorFor({v1::ROLE_ADMINISTRATOR});
  v1::SaveAccountRequest save;
  save.set_municipality_id("erlenfurt");
  *save.mutable_account() = redeemed.account();
  save.mutable_account()->add_roles(v1::ROLE_EDITOR);
  save.mutable_account()->add_office_ids("buergerbuero");
  save.set_expected_version(redeemed.account().version());
  v1::SaveAccountResponse saved;
  ASSERT_TRUE(Call(&v1::Staff::Stub::SaveAccount, save, saved, actor).ok());
  v1::IssueActorRequest request;
  request.set_municipality_id("erlenfurt");
  request.set_session_token(redeemed.session_token());
  v1::IssueActorResponse response;
  ASSERT_TRUE(Call(&v1::Staff::Stub::IssueActor, request, response).ok());
  EXPECT_EQ(response.actor().roles_size(), 2);
  EXPECT_EQ(response.actor().office_ids(0), "buergerbuero");
  save.set_expected_version(1);
  save.mutable_account()->set_display_name("Anke");
  EXPECT_EQ(Call(&v1::Staff::Stub::SaveAccount, save, saved, actor).error_code(), StatusCode::ABORTED);
}

}  // namespace
}  // namespace amtslotse::staff
