// Signing in at a provider, over real HTTP with a real provider process.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "services/staff/core/openid_sign_in.h"
#include "services/staff/core/provider.h"
#include "services/staff/curl_http.h"
#include "tests/unit/services/staff/desk.h"
#include "tests/unit/services/staff/openid_provider.h"

namespace amtslotse::staff {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

const std::string kRedirect = "https://erlenfurt.example/staff/api/v1/openid/callback";

// The provider's clock is the system's.
Instant RealNow() { return std::chrono::floor<seconds>(std::chrono::system_clock::now()); }

std::string Parameter(const std::string& url, const std::string& name) {
  const auto at = url.find(name + "=");
  if (at == std::string::npos) return "";
  const auto begin = at + name.size() + 1;
  return url.substr(begin, url.find('&', begin) - begin);
}

class OpenId : public testing::Test {
 protected:
  static void SetUpTestSuite() { emulator = std::make_unique<OpenIdProvider>(kRedirect); }
  static void TearDownTestSuite() { emulator.reset(); }

  OpenId() {
    emulator->Behave(R"({"reset": true})");
    desk.clock.Set(RealNow());
  }

  ProviderSettings Settings() const { return {emulator->issuer(), "amtslotse", "geheim: ü & mehr", "Anmelden"}; }

  absl::StatusOr<std::optional<SignedIn>> SignIn(bool fresh = false) {
    const auto authorization = sign_ins.Begin(kErlenfurt, kRedirect, fresh);
    if (!authorization.ok()) return authorization.status();
    const auto url = provider.AuthorizationUrl(*authorization);
    if (!url.ok()) return url.status();
    const std::string back = emulator->SignIn(*url);
    EXPECT_TRUE(back.starts_with(kRedirect)) << back;
    const auto taken = sign_ins.Take(kErlenfurt, Parameter(back, "state"));
    if (!taken.ok()) return taken.status();
    const auto identity = provider.Redeem(*taken, Parameter(back, "code"));
    if (!identity.ok()) return identity.status();
    return sign_ins.Admit(kErlenfurt, *identity, kFirefox);
  }
  absl::Status Refusal() {
    const auto outcome = SignIn();
    EXPECT_FALSE(outcome.ok() && outcome->has_value());
    return outcome.status();
  }
  std::string Claims(const std::string& claims) { return R"({"claims": )" + claims + "}"; }

  static std::unique_ptr<OpenIdProvider> emulator;
  Desk desk;
  OpenIdSignIns sign_ins{desk.parts};
  Provider provider{Settings(), CurlHttp(""), desk.clock};
};
std::unique_ptr<OpenIdProvider> OpenId::emulator;

TEST_F(OpenId, ConnectsTheOneAccountWithTheVerifiedAddress) {
  const Account anke = desk.Colleague("anke");
  const auto outcome = SignIn();
  ASSERT_TRUE(outcome.ok() && *outcome) << outcome.status();
  EXPECT_EQ((*outcome)->account.id, anke.id);
  const auto presence = desk.sessions.Check(kErlenfurt, (*outcome)->token);
  ASSERT_TRUE(presence.ok());
  EXPECT_FALSE(presence->enrolment_needed) << "the provider looks after the second factor";
  EXPECT_FALSE(presence->confirmed) << "signed in at the provider an hour ago";
  EXPECT_THAT(desk.Actions(), testing::Contains("openid_connected"));
}

TEST_F(OpenId, StaysConnectedWhenTheAddressChanges) {
  desk.Colleague("anke");
  ASSERT_TRUE(SignIn()->has_value());
  emulator->Behave(R"({"person": {"sub": "person-1", "email": "anders@erlenfurt.example", "email_verified": true}})");
  EXPECT_TRUE(SignIn()->has_value());
}

TEST_F(OpenId, WithES256WorksToo) {
  desk.Colleague("anke");
  emulator->Behave(R"({"algorithm": "ES256"})");
  EXPECT_TRUE(SignIn()->has_value());
}

TEST_F(OpenId, AnotherPersonWithTheSameAddressIsNotLetIn) {
  desk.Colleague("anke");
  ASSERT_TRUE(SignIn()->has_value());
  emulator->Behave(R"({"person": {"sub": "person-2", "email": "anke@erlenfurt.example", "email_verified": true}})");
  EXPECT_FALSE(SignIn()->has_value());
}

TEST_F(OpenId, AnUnverifiedAddressConnectsNothing) {
  desk.Colleague("anke");
  for (const char* person :
       {R"({"sub": "p", "email": "anke@erlenfurt.example"})",
        R"({"sub": "p", "email": "anke@erlenfurt.example", "email_verified": false})", R"({"sub": "p"})"}) {
    emulator->Behave(std::string(R"({"person": )") + person + "}");
    EXPECT_FALSE(SignIn()->has_value()) << person;
  }
}

TEST_F(OpenId, AnAddressOfTwoAccountsConnectsNeither) {
  Account first = desk.Colleague("anke");
  Account second = desk.Colleague("anja");
  second.draft.email = first.draft.email;
  ASSERT_TRUE(desk.accounts.Change(kErlenfurt, second.id, second.draft, second.version, kOperator).ok());
  EXPECT_FALSE(SignIn()->has_value());
}

TEST_F(OpenId, ADisabledAccountStaysOut) {
  desk.Administrator(kErlenfurt, "chefin");
  Account anke = desk.Colleague("anke");
  ASSERT_TRUE(SignIn()->has_value());
  anke.draft.disabled = true;
  ASSERT_TRUE(desk.accounts.Change(kErlenfurt, anke.id, anke.draft, anke.version, kOperator).ok());
  EXPECT_FALSE(SignIn()->has_value());
}

TEST_F(OpenId, AskedAgainThePersonIsConfirmed) {
  desk.Colleague("anke");
  const auto outcome = SignIn(/*fresh=*/true);
  ASSERT_TRUE(outcome.ok() && *outcome) << outcome.status();
  EXPECT_TRUE(desk.sessions.Check(kErlenfurt, (*outcome)->token)->confirmed);
}

TEST_F(OpenId, AProviderThatDidNotAskAgainIsNotBelieved) {
  desk.Colleague("anke");
  emulator->Behave(R"({"ignoreFreshness": true})");
  EXPECT_TRUE(absl::IsUnauthenticated(SignIn(/*fresh=*/true).status()));
  emulator->Behave(R"({"claims": {"auth_time": null}})");
  EXPECT_TRUE(absl::IsUnauthenticated(SignIn(/*fresh=*/true).status()));
}

TEST_F(OpenId, AStateWorksOnceAndInItsTownOnly) {
  const auto authorization = sign_ins.Begin(kErlenfurt, kRedirect, false);
  EXPECT_TRUE(absl::IsUnauthenticated(sign_ins.Take(kKrummwik, authorization->state).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(sign_ins.Take(kErlenfurt, "erfunden").status()));
  EXPECT_TRUE(sign_ins.Take(kErlenfurt, authorization->state).ok());
  EXPECT_TRUE(absl::IsUnauthenticated(sign_ins.Take(kErlenfurt, authorization->state).status()));
}

TEST_F(OpenId, AStateEndsAfterTenMinutes) {
  const auto authorization = sign_ins.Begin(kErlenfurt, kRedirect, false);
  desk.clock.Advance(seconds(600));
  EXPECT_TRUE(absl::IsUnauthenticated(sign_ins.Take(kErlenfurt, authorization->state).status()));
}

TEST_F(OpenId, OnlyWebAddressesAreRedirectedTo) {
  for (const char* bad : {"", "javascript:alert(1)", "ftp://x", "https://x/#y", "https://x/\n"})
    EXPECT_TRUE(absl::IsInvalidArgument(sign_ins.Begin(kErlenfurt, bad, false).status())) << bad;
}

TEST_F(OpenId, ACodeOfAnotherSignInIsRefused) {
  const auto mine = sign_ins.Begin(kErlenfurt, kRedirect, false);
  const auto theirs = sign_ins.Begin(kErlenfurt, kRedirect, false);
  const std::string code = Parameter(emulator->SignIn(*provider.AuthorizationUrl(*theirs)), "code");
  EXPECT_TRUE(absl::IsUnauthenticated(provider.Redeem(*mine, code).status())) << "PKCE";
}

TEST_F(OpenId, AUsedOrInventedCodeIsRefused) {
  const auto authorization = sign_ins.Begin(kErlenfurt, kRedirect, false);
  const std::string code = Parameter(emulator->SignIn(*provider.AuthorizationUrl(*authorization)), "code");
  EXPECT_TRUE(provider.Redeem(*authorization, code).ok());
  EXPECT_TRUE(absl::IsUnauthenticated(provider.Redeem(*authorization, code).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(provider.Redeem(*authorization, "erfunden&code=2").status()));
}

TEST_F(OpenId, TokensThatBreakARuleAreRefused) {
  desk.Colleague("anke");
  const std::vector<std::pair<std::string, std::string>> cases{
      {R"({"algorithm": "none"})", "not accepted"},
      {R"({"algorithm": "HS256"})", "not accepted"},
      {R"({"forgeSignature": true})", "signature"},
      {R"({"algorithm": "ES256", "forgeSignature": true})", "signature"},
      {Claims(R"({"iss": "https://elsewhere.example"})"), "issuer"},
      {Claims(R"({"aud": "another-client"})"), "somebody else"},
      {Claims(R"({"aud": ["amtslotse", "another-client"]})"), "somebody else"},
      {Claims(R"({"azp": "another-client"})"), "somebody else"},
      {Claims(R"({"nonce": "another-nonce-of-some-length"})"), "another sign-in"},
      {Claims(R"({"nonce": null})"), "another sign-in"},
      {Claims(R"({"exp": 1000})"), "too old"},
      {Claims(R"({"exp": null})"), "too old"},
      {Claims(R"({"exp": "soon"})"), "too old"},
      {Claims(R"({"iat": null})"), "issued"},
      {Claims(R"({"iat": 1000})"), "issued"},
      {R"({"clockOffset": 120})", "issued"},
      {Claims(R"({"nbf": 99999999999})"), "not valid yet"},
      {Claims(R"({"sub": null})"), "subject"},
      {Claims(R"({"sub": ""})"), "subject"},
      {Claims(R"({"sub": 7})"), "subject"},
  };
  for (const auto& [behaviour, reason] : cases) {
    emulator->Behave(R"({"reset": true})");
    emulator->Behave(behaviour);
    const absl::Status refusal = Refusal();
    EXPECT_TRUE(absl::IsUnauthenticated(refusal)) << behaviour << refusal;
    EXPECT_THAT(std::string(refusal.message()), HasSubstr(reason)) << behaviour;
  }
}

TEST_F(OpenId, SeveralAudiencesNeedTheAuthorizedParty) {
  desk.Colleague("anke");
  emulator->Behave(Claims(R"({"aud": ["amtslotse", "another-client"], "azp": "amtslotse"})"));
  EXPECT_TRUE(SignIn()->has_value());
}

TEST_F(OpenId, NewKeysAreFetchedWhenATokenNamesThem) {
  desk.Colleague("anke");
  ASSERT_TRUE(SignIn()->has_value());
  emulator->Behave(R"({"rotateKeys": true})");
  EXPECT_TRUE(absl::IsUnauthenticated(Refusal())) << "once a minute at most";
  desk.clock.Set(RealNow() + seconds(60));
  EXPECT_TRUE(SignIn()->has_value());
  EXPECT_EQ(nlohmann::json::parse(emulator->State()).at("seen").at("keySets"), 2);
}

TEST_F(OpenId, AProviderThatNamesAnotherIssuerIsNotUsed) {
  emulator->Behave(R"({"foreignIssuer": true})");
  EXPECT_TRUE(absl::IsUnavailable(SignIn().status()));
}

TEST_F(OpenId, AProviderThatFailsIsUnavailableAndHeals) {
  desk.Colleague("anke");
  emulator->Behave(R"({"discoveryStatus": 503})");
  EXPECT_TRUE(absl::IsUnavailable(SignIn().status()));
  emulator->Behave(R"({"discoveryStatus": 200})");
  EXPECT_TRUE(SignIn()->has_value());
  Provider nobody({"http://127.0.0.1:1", "amtslotse", "", ""}, CurlHttp(""), desk.clock);
  EXPECT_TRUE(absl::IsUnavailable(nobody.AuthorizationUrl(*sign_ins.Begin(kErlenfurt, kRedirect, false)).status()));
}

TEST_F(OpenId, AWrongSecretIsRefusedByTheProvider) {
  ProviderSettings settings = Settings();
  settings.client_secret = "falsch";
  Provider wrong(settings, CurlHttp(""), desk.clock);
  const auto authorization = sign_ins.Begin(kErlenfurt, kRedirect, false);
  const std::string code = Parameter(emulator->SignIn(*wrong.AuthorizationUrl(*authorization)), "code");
  EXPECT_TRUE(absl::IsUnauthenticated(wrong.Redeem(*authorization, code).status()));
}

TEST(Providers, AreReadFromJson) {
  const auto providers = ParseProviders(
      R"({"erlenfurt": {"issuer": "https://konto.kreis.example", "client_id": "a", "label": "Kreis-Konto"}})");
  ASSERT_TRUE(providers.ok()) << providers.status();
  EXPECT_EQ(providers->at(kErlenfurt).label, "Kreis-Konto");
  EXPECT_TRUE(ParseProviders("")->empty());
}

TEST(Providers, ThatAreUnsafeOrUnclearAreRefused) {
  for (const char* bad : {"x", "[]", R"({"erlenfurt": 1})", R"({"Er len": {"issuer": "https://x", "client_id": "a"}})",
                          R"({"erlenfurt": {"issuer": "http://konto.kreis.example", "client_id": "a"}})",
                          R"({"erlenfurt": {"issuer": "http://localhost.evil.example", "client_id": "a"}})",
                          R"({"erlenfurt": {"issuer": "https://user@x", "client_id": "a"}})",
                          R"({"erlenfurt": {"issuer": "https://x"}})", R"({"erlenfurt": {"client_id": "a"}})",
                          R"({"erlenfurt": {"issuer": "https://x", "client_id": "a", "client_id_": "b"}})"})
    EXPECT_TRUE(absl::IsInvalidArgument(ParseProviders(bad).status())) << bad;
}

TEST(CodeChallenges, AreThoseOfRfc7636) {  // appendix B
  EXPECT_EQ(CodeChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

}  // namespace
}  // namespace amtslotse::staff
