#include "services/staff/core/provider.h"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keys/randomness.h"
#include "services/staff/core/account.h"
#include "services/staff/core/url.h"

namespace amtslotse::staff {
namespace {

using Json = nlohmann::json;

constexpr auto kRemembered = std::chrono::hours(1);
constexpr auto kKeysAgain = std::chrono::minutes(1);
constexpr const char* kScope = "openid email profile";

bool IsThisMachine(std::string_view url) {
  for (const std::string_view host : {"http://localhost", "http://127.0.0.1", "http://[::1]"}) {
    if (!url.starts_with(host)) continue;
    const std::string_view rest = url.substr(host.size());
    if (rest.empty() || rest[0] == ':' || rest[0] == '/') return true;
  }
  return false;
}

bool IsSafe(std::string_view url) {
  return url.size() <= 500 && PrintableLength(url) > 0 && url.find_first_of(" \"<>\\#@") == std::string_view::npos &&
         (url.starts_with("https://") || IsThisMachine(url));
}

absl::Status Nonsense(const std::string& url) {
  return absl::UnavailableError(fmt::format("{}: unexpected answer", url));
}

absl::StatusOr<Json> ParseAnswer(const std::string& url, const HttpResponse& response) {
  Json json = Json::parse(response.body, nullptr, false);
  if (response.status != 200 || !json.is_object()) return Nonsense(url);
  return json;
}

std::string TextOf(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Basic is the default (Discovery 1.0 section 3); a provider that lists methods without it gets the secret in
// the form.
bool WantsSecretInForm(const Json& metadata) {
  const auto methods = metadata.find("token_endpoint_auth_methods_supported");
  if (methods == metadata.end() || !methods->is_array()) return false;
  const auto lists = [&](const char* method) { return std::ranges::find(*methods, Json(method)) != methods->end(); };
  return !lists("client_secret_basic") && lists("client_secret_post");
}

absl::Status BadPlace(const std::string& municipality, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("providers: {}: {}", municipality, what));
}

}  // namespace

absl::StatusOr<std::map<MunicipalityId, ProviderSettings>> ParseProviders(const std::string& json) {
  std::map<MunicipalityId, ProviderSettings> providers;
  if (json.empty()) return providers;
  const Json all = Json::parse(json, nullptr, false);
  if (!all.is_object())
    return absl::InvalidArgumentError("providers: expected a JSON object with an entry per municipality");
  for (const auto& [key, entry] : all.items()) {
    const auto municipality = ParseMunicipalityId(key);
    if (!municipality.ok()) return BadPlace(key, "not a municipality_id");
    if (!entry.is_object()) return BadPlace(key, "expected an object");
    ProviderSettings settings;
    for (const auto& [name, value] : entry.items()) {
      std::string* place = name == "issuer"          ? &settings.issuer
                           : name == "client_id"     ? &settings.client_id
                           : name == "client_secret" ? &settings.client_secret
                           : name == "label"         ? &settings.label
                                                     : nullptr;
      if (place == nullptr || !value.is_string()) return BadPlace(key, name + ": unknown, or not a text");
      *place = value;
    }
    if (!IsSafe(settings.issuer)) return BadPlace(key, "issuer: expected https://…");
    if (settings.client_id.empty()) return BadPlace(key, "client_id: missing");
    if (settings.label.empty()) settings.label = "Anmelden mit Dienstkonto";
    providers.emplace(*municipality, std::move(settings));
  }
  return providers;
}

std::string CodeChallenge(std::string_view verifier) {
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return keys::Base64Url(hash);
}

Provider::Provider(ProviderSettings settings, HttpClient http, const booking::Clock& clock)
    : settings_(std::move(settings)), http_(std::move(http)), clock_(clock) {}

absl::StatusOr<Provider::Metadata> Provider::Discover() {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.Now();
  if (!metadata_.token_endpoint.empty() && now < metadata_.fetched + kRemembered) return metadata_;
  const bool slash = settings_.issuer.ends_with('/');
  const std::string url = settings_.issuer + (slash ? "" : "/") + ".well-known/openid-configuration";
  const auto response = http_({.url = url, .form = "", .user = "", .password = ""});
  if (!response.ok()) return response.status();
  const auto json = ParseAnswer(url, *response);
  if (!json.ok()) return json.status();
  if (TextOf(*json, "issuer") != settings_.issuer) return absl::UnavailableError(url + ": names another issuer");
  Metadata metadata{.authorization_endpoint = TextOf(*json, "authorization_endpoint"),
                    .token_endpoint = TextOf(*json, "token_endpoint"),
                    .key_set = TextOf(*json, "jwks_uri"),
                    .secret_in_form = WantsSecretInForm(*json),
                    .fetched = now};
  if (!IsSafe(metadata.authorization_endpoint) || !IsSafe(metadata.token_endpoint) || !IsSafe(metadata.key_set))
    return Nonsense(url);
  metadata_ = metadata;
  return metadata;
}

absl::StatusOr<std::vector<VerificationKey>> Provider::Keys(const Metadata& metadata, bool anew) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.Now();
  const std::chrono::seconds good_for = anew ? std::chrono::seconds(kKeysAgain) : std::chrono::seconds(kRemembered);
  if (now < keys_fetched_ + good_for) return keys_;
  const auto response = http_({.url = metadata.key_set, .form = "", .user = "", .password = ""});
  if (!response.ok()) return response.status();
  if (response->status != 200) return Nonsense(metadata.key_set);
  auto keys = ParseKeySet(response->body);
  if (!keys.ok()) return Nonsense(metadata.key_set);
  keys_ = *std::move(keys);
  keys_fetched_ = now;
  return keys_;
}

absl::StatusOr<std::string> Provider::AuthorizationUrl(const Authorization& authorization) {
  const auto metadata = Discover();
  if (!metadata.ok()) return metadata.status();
  const char separator = metadata->authorization_endpoint.find('?') == std::string::npos ? '?' : '&';
  std::string url = fmt::format(
      "{}{}response_type=code&client_id={}&redirect_uri={}&scope={}&state={}&nonce={}&code_challenge={}&code_"
      "challenge_method=S256",
      metadata->authorization_endpoint, separator, PercentEncoded(settings_.client_id),
      PercentEncoded(authorization.redirect_url), PercentEncoded(kScope), authorization.state, authorization.nonce,
      CodeChallenge(authorization.verifier));
  if (authorization.fresh) url += "&prompt=login&max_age=0";
  return url;
}

absl::StatusOr<std::string> Provider::ExchangeCode(const Metadata& metadata, const Authorization& authorization,
                                                   const std::string& code) {
  HttpRequest request{
      .url = metadata.token_endpoint,
      .form = fmt::format("grant_type=authorization_code&code={}&redirect_uri={}&code_verifier={}",
                          PercentEncoded(code), PercentEncoded(authorization.redirect_url), authorization.verifier),
      .user = "",
      .password = ""};
  if (settings_.client_secret.empty() || metadata.secret_in_form) {
    request.form += "&client_id=" + PercentEncoded(settings_.client_id);
    if (!settings_.client_secret.empty()) request.form += "&client_secret=" + PercentEncoded(settings_.client_secret);
  } else {  // RFC 6749 section 2.3.1: encoded, then Basic
    request.user = PercentEncoded(settings_.client_id);
    request.password = PercentEncoded(settings_.client_secret);
  }
  const auto response = http_(request);
  if (!response.ok()) return response.status();
  if (response->status == 400 || response->status == 401)
    return absl::UnauthenticatedError("the provider refused the code");
  const auto json = ParseAnswer(metadata.token_endpoint, *response);
  if (!json.ok()) return json.status();
  std::string token = TextOf(*json, "id_token");
  if (token.empty()) return Nonsense(metadata.token_endpoint);
  return token;
}

absl::StatusOr<Identity> Provider::Redeem(const Authorization& authorization, const std::string& code) {
  const auto metadata = Discover();
  if (!metadata.ok()) return metadata.status();
  const auto token = ExchangeCode(*metadata, authorization, code);
  if (!token.ok()) return token.status();
  ExpectedToken expected{settings_.issuer, settings_.client_id, authorization.nonce, {}};
  if (authorization.fresh) expected.signed_in_after = authorization.begun;
  for (const bool anew : {false, true}) {
    const auto keys = Keys(*metadata, anew);
    if (!keys.ok()) return keys.status();
    auto identity = VerifyIdToken(*token, *keys, expected, clock_.Now());
    if (!absl::IsNotFound(identity.status())) return identity;
  }
  return absl::UnauthenticatedError("ID token: signed with an unknown key");
}

}  // namespace amtslotse::staff
