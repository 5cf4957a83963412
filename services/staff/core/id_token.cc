#include "services/staff/core/id_token.h"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keys/randomness.h"
#include "services/staff/core/account.h"

namespace amtslotse::staff {
namespace {

using Json = nlohmann::json;
using Algorithm = VerificationKey::Algorithm;

constexpr std::size_t kLongestToken = 16 << 10;
constexpr std::size_t kMostKeys = 50;
constexpr int kFewestRsaBits = 2048;
constexpr std::size_t kCoordinate = 32;  // of P-256
constexpr std::chrono::seconds kSkew{60};
constexpr std::chrono::seconds kOldest{600};

template <auto Free>
struct With {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Number = std::unique_ptr<BIGNUM, With<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, With<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, With<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, With<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, With<EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, With<ECDSA_SIG_free>>;

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string TextOf(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string BytesOf(const Json& object, const char* name) {
  return keys::FromBase64Url(TextOf(object, name)).value_or("");
}

std::shared_ptr<EVP_PKEY> BuildKey(const char* type, const Builder& builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return nullptr;
  return {key, EVP_PKEY_free};
}

std::shared_ptr<EVP_PKEY> RsaKey(const Json& jwk) {
  const std::string modulus = BytesOf(jwk, "n");
  const std::string exponent = BytesOf(jwk, "e");
  if (modulus.empty() || modulus.size() > 1024 || exponent.empty() || exponent.size() > 8) return nullptr;
  const Number n(BN_bin2bn(Bytes(modulus), static_cast<int>(modulus.size()), nullptr));
  const Number e(BN_bin2bn(Bytes(exponent), static_cast<int>(exponent.size()), nullptr));
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  auto key = BuildKey("RSA", builder);
  return key && EVP_PKEY_get_bits(key.get()) >= kFewestRsaBits ? key : nullptr;
}

std::shared_ptr<EVP_PKEY> EcKey(const Json& jwk) {
  const std::string x = BytesOf(jwk, "x");
  const std::string y = BytesOf(jwk, "y");
  if (TextOf(jwk, "crv") != "P-256" || x.size() != kCoordinate || y.size() != kCoordinate) return nullptr;
  const std::string point = "\x04" + x + y;
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return BuildKey("EC", builder);
}

std::optional<VerificationKey> ParseKey(const Json& jwk) {
  if (!jwk.is_object() || (jwk.contains("use") && TextOf(jwk, "use") != "sig")) return std::nullopt;
  VerificationKey key{.id = TextOf(jwk, "kid"), .algorithm = Algorithm::kRs256, .key = nullptr};
  const std::string kind = TextOf(jwk, "kty");
  if (kind == "RSA") key.key = RsaKey(jwk);
  if (kind == "EC") {
    key.algorithm = Algorithm::kEs256;
    key.key = EcKey(jwk);
  }
  const std::string algorithm = TextOf(jwk, "alg");
  const char* own = key.algorithm == Algorithm::kRs256 ? "RS256" : "ES256";
  if (!key.key || (!algorithm.empty() && algorithm != own)) return std::nullopt;
  return key;
}

// JWS carries r and s side by side, OpenSSL wants them in DER.
std::string DerSignature(std::string_view raw) {
  if (raw.size() != 2 * kCoordinate) return "";
  const Signature signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(Bytes(raw), kCoordinate, nullptr);
  BIGNUM* s = BN_bin2bn(Bytes(raw.substr(kCoordinate)), kCoordinate, nullptr);
  ECDSA_SIG_set0(signature.get(), r, s);
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return "";
  std::string text(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return text;
}

bool Verifies(const VerificationKey& key, std::string_view message, std::string_view raw_signature) {
  const std::string signature =
      key.algorithm == Algorithm::kEs256 ? DerSignature(raw_signature) : std::string(raw_signature);
  const DigestContext context(EVP_MD_CTX_new());
  return !signature.empty() &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message), message.size()) == 1;
}

absl::Status Refused(std::string_view why) { return absl::UnauthenticatedError(fmt::format("ID token: {}", why)); }

// Header, payload and signature; what is signed.
struct Jws {
  Json header;
  Json payload;
  std::string signature;
  std::string_view signed_text;
};

absl::StatusOr<Jws> Split(std::string_view token) {
  if (token.size() > kLongestToken) return Refused("too long");
  const auto first = token.find('.');
  const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    return Refused("not three parts");
  const auto header = keys::FromBase64Url(token.substr(0, first));
  const auto payload = keys::FromBase64Url(token.substr(first + 1, second - first - 1));
  const auto signature = keys::FromBase64Url(token.substr(second + 1));
  if (!header || !payload || !signature) return Refused("not base64url");
  Jws jws{Json::parse(*header, nullptr, false), Json::parse(*payload, nullptr, false), *signature,
          token.substr(0, second)};
  if (!jws.header.is_object() || !jws.payload.is_object()) return Refused("not JSON");
  return jws;
}

absl::Status CheckSignature(const Jws& jws, const std::vector<VerificationKey>& keys) {
  const std::string algorithm = TextOf(jws.header, "alg");
  if (algorithm != "RS256" && algorithm != "ES256") return Refused("signed in a way that is not accepted");
  if (jws.header.contains("crit")) return Refused("has critical headers");
  const Algorithm wanted = algorithm == "RS256" ? Algorithm::kRs256 : Algorithm::kEs256;
  const std::string id = TextOf(jws.header, "kid");
  bool candidates = false;
  for (const VerificationKey& key : keys) {
    if (key.algorithm != wanted || (!id.empty() && key.id != id)) continue;
    candidates = true;
    if (Verifies(key, jws.signed_text, jws.signature)) return absl::OkStatus();
  }
  return candidates ? Refused("the signature is wrong") : absl::NotFoundError("ID token: signed with an unknown key");
}

bool IsFor(const Json& payload, const std::string& client_id) {
  const auto audience = payload.find("aud");
  if (audience == payload.end()) return false;
  const std::string party = TextOf(payload, "azp");
  if (!party.empty() && party != client_id) return false;
  if (audience->is_string()) return *audience == client_id;
  if (!audience->is_array() || std::ranges::find(*audience, Json(client_id)) == audience->end()) return false;
  return audience->size() == 1 || party == client_id;
}

std::optional<std::chrono::sys_seconds> TimeOf(const Json& payload, const char* name) {
  const auto found = payload.find(name);
  if (found == payload.end() || !found->is_number()) return std::nullopt;
  const double seconds = found->get<double>();
  if (!(seconds >= 0 && seconds < 1e11)) return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(seconds)));
}

absl::Status CheckTimes(const Json& payload, const ExpectedToken& expected, std::chrono::sys_seconds now) {
  const auto expires = TimeOf(payload, "exp");
  const auto issued = TimeOf(payload, "iat");
  if (!expires || *expires + kSkew <= now) return Refused("too old");
  if (!issued || *issued > now + kSkew || *issued + kOldest < now) return Refused("issued at another time");
  if (const auto begins = TimeOf(payload, "nbf"); begins && *begins > now + kSkew) return Refused("not valid yet");
  if (!expected.signed_in_after) return absl::OkStatus();
  const auto signed_in = TimeOf(payload, "auth_time");
  if (!signed_in || *signed_in + kSkew < *expected.signed_in_after) return Refused("the person was not asked again");
  return absl::OkStatus();
}

bool IsVerified(const Json& payload) {
  const auto found = payload.find("email_verified");
  return found != payload.end() && (*found == true || *found == "true");
}

}  // namespace

absl::StatusOr<std::vector<VerificationKey>> ParseKeySet(std::string_view json) {
  const Json set = Json::parse(json, nullptr, false);
  if (!set.is_object() || !set.contains("keys") || !set["keys"].is_array())
    return absl::DataLossError("not a JSON Web Key Set");
  std::vector<VerificationKey> keys;
  for (const Json& jwk : set["keys"]) {
    if (keys.size() == kMostKeys) break;
    if (auto key = ParseKey(jwk)) keys.push_back(*std::move(key));
  }
  return keys;
}

absl::StatusOr<Identity> VerifyIdToken(std::string_view token, const std::vector<VerificationKey>& keys,
                                       const ExpectedToken& expected, std::chrono::sys_seconds now) {
  const auto jws = Split(token);
  if (!jws.ok()) return jws.status();
  if (const auto signature = CheckSignature(*jws, keys); !signature.ok()) return signature;
  const Json& payload = jws->payload;
  if (TextOf(payload, "iss") != expected.issuer) return Refused("of another issuer");
  if (!IsFor(payload, expected.client_id)) return Refused("for somebody else");
  if (expected.nonce.empty() || TextOf(payload, "nonce") != expected.nonce) return Refused("of another sign-in");
  if (const auto times = CheckTimes(payload, expected, now); !times.ok()) return times;
  Identity identity{.issuer = expected.issuer, .subject = TextOf(payload, "sub"), .email = ""};
  if (identity.subject.empty() || identity.subject.size() > 255) return Refused("without a subject");
  if (IsVerified(payload)) {
    if (const auto email = ParseEmail(TextOf(payload, "email")); email.ok()) identity.email = *email;
  }
  identity.signed_in_at = std::min(TimeOf(payload, "auth_time").value_or(std::chrono::sys_seconds{}), now);
  return identity;
}

}  // namespace amtslotse::staff
