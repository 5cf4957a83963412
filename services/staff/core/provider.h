// A municipality's OpenID Connect provider (Core 1.0, Discovery 1.0, PKCE by RFC 7636).
#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "booking/clock.h"
#include "services/staff/core/http.h"
#include "services/staff/core/id_token.h"
#include "services/staff/core/ids.h"

namespace amtslotse::staff {

struct ProviderSettings {
  std::string issuer;  // https, or http on this machine
  std::string client_id;
  std::string client_secret;  // empty: a public client
  std::string label;          // on the button
};

// `{"<municipality_id>": {"issuer": …, "client_id": …, "client_secret": …, "label": …}, …}`. INVALID_ARGUMENT
// names the bad place; unknown keys are refused.
absl::StatusOr<std::map<MunicipalityId, ProviderSettings>> ParseProviders(const std::string& json);

// One sign-in under way. Only `state` and `nonce` are seen by the browser.
struct Authorization {
  std::string state;
  std::string nonce;
  std::string verifier;
  std::string redirect_url;
  bool fresh = false;  // the provider must ask the person again
  booking::Instant begun{};
};

// BASE64URL(SHA256(verifier)), RFC 7636 section 4.2.
std::string CodeChallenge(std::string_view verifier);

// Thread-safe. Remembers the provider's metadata and keys for an hour; keys are fetched again, once a minute
// at most, when a token names an unknown one. UNAVAILABLE when the provider does not answer or answers
// nonsense.
class Provider {
 public:
  Provider(ProviderSettings settings, HttpClient http, const booking::Clock& clock);

  const ProviderSettings& settings() const { return settings_; }
  absl::StatusOr<std::string> AuthorizationUrl(const Authorization& authorization);
  // UNAUTHENTICATED when the code or the token is not accepted.
  absl::StatusOr<Identity> Redeem(const Authorization& authorization, const std::string& code);

 private:
  struct Metadata {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string key_set;
    bool secret_in_form = false;
    booking::Instant fetched{};
  };
  absl::StatusOr<Metadata> Discover();
  absl::StatusOr<std::vector<VerificationKey>> Keys(const Metadata& metadata, bool anew);
  absl::StatusOr<std::string> ExchangeCode(const Metadata& metadata, const Authorization& authorization,
                                           const std::string& code);

  ProviderSettings settings_;
  HttpClient http_;
  const booking::Clock& clock_;
  std::mutex mutex_;
  Metadata metadata_;
  std::vector<VerificationKey> keys_;
  booking::Instant keys_fetched_{};
};

}  // namespace amtslotse::staff
