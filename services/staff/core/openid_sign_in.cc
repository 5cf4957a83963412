#include "services/staff/core/openid_sign_in.h"

#include <nlohmann/json.hpp>

#include "services/staff/core/audit.h"

namespace amtslotse::staff {
namespace {

constexpr std::size_t kLongestUrl = 500;

constexpr sql::Statement kRemember{
    "INSERT INTO openid_request (municipality_id, state_hash, sealed, ends) VALUES (?1, ?2, ?3, ?4)"};
constexpr sql::Statement kFind{
    "SELECT sealed FROM openid_request WHERE municipality_id = ?1 AND state_hash = ?2 AND ends > ?3"};
constexpr sql::Statement kForget{"DELETE FROM openid_request WHERE municipality_id = ?1 AND state_hash = ?2"};

std::int64_t Seconds(Instant time) { return time.time_since_epoch().count(); }

std::string StateHash(const KeyRing& keys, const MunicipalityId& municipality, const std::string& state) {
  return keys.TokenHash("staff openid state", municipality.value + "|" + state);
}

std::string Context(const MunicipalityId& municipality) { return "staff openid|" + municipality.value; }

absl::StatusOr<Authorization> Decode(const std::string& sealed, const KeyRing& keys,
                                     const MunicipalityId& municipality) {
  const auto opened = keys.Open(sealed, Context(municipality));
  if (!opened.ok()) return opened.status();
  const auto json = nlohmann::json::parse(*opened);
  return Authorization{.state = "",
                       .nonce = json.at("nonce"),
                       .verifier = json.at("verifier"),
                       .redirect_url = json.at("redirect_url"),
                       .fresh = json.at("fresh"),
                       .begun = Instant(std::chrono::seconds(json.at("begun").get<std::int64_t>()))};
}

// The account of the identity, connected when it was not yet.
absl::StatusOr<std::optional<StoredAccount>> FindHolder(sql::Transaction& transaction, const Parts& parts,
                                                        const MunicipalityId& municipality, const Identity& identity) {
  const std::string hash = OpenIdHash(parts.keys, municipality, identity.issuer, identity.subject);
  auto connected = FindByOpenId(transaction, parts.keys, municipality, hash);
  if (!connected.ok() || connected->has_value() || identity.email.empty()) return connected;
  auto with_address = FindByEmail(transaction, parts.keys, municipality, identity.email);
  if (!with_address.ok()) return with_address.status();
  if (with_address->size() != 1 || !with_address->front().openid_hash.empty() ||
      with_address->front().account.draft.disabled)
    return std::nullopt;
  StoredAccount& stored = with_address->front();
  stored.openid_hash = hash;
  if (auto done = Write(transaction, parts, stored); !done.ok()) return done;
  const std::string& id = stored.account.id.value;
  const absl::Status noted =
      Append(transaction, municipality, {{id}, "openid_connected", id, "Dienstkonto verbunden"}, parts.clock.Now());
  if (!noted.ok()) return noted;
  return stored;
}

}  // namespace

absl::StatusOr<Authorization> OpenIdSignIns::Begin(const MunicipalityId& municipality, const std::string& redirect_url,
                                                   bool fresh) {
  const bool web = redirect_url.starts_with("https://") || redirect_url.starts_with("http://");
  if (!web || redirect_url.size() > kLongestUrl || PrintableLength(redirect_url) < 0 ||
      redirect_url.find('#') != std::string::npos)
    return absl::InvalidArgumentError("redirect_url: expected http:// or https://, at most 500 characters, without #");
  const Authorization authorization{.state = keys::NewToken(parts_.random),
                                    .nonce = keys::NewToken(parts_.random),
                                    .verifier = keys::NewToken(parts_.random) + keys::NewToken(parts_.random),
                                    .redirect_url = redirect_url,
                                    .fresh = fresh,
                                    .begun = parts_.clock.Now()};
  const nlohmann::json json{{"nonce", authorization.nonce},
                            {"verifier", authorization.verifier},
                            {"redirect_url", redirect_url},
                            {"fresh", fresh},
                            {"begun", Seconds(authorization.begun)}};
  const std::string sealed = parts_.keys.Seal(json.dump(), Context(municipality), parts_.random);
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) {
    return transaction
        .Run(kRemember, {municipality.value, sql::Blob{StateHash(parts_.keys, municipality, authorization.state)},
                         sql::Blob{sealed}, Seconds(authorization.begun + parts_.policy.openid)})
        .status();
  });
  if (!status.ok()) return status;
  return authorization;
}

absl::StatusOr<Authorization> OpenIdSignIns::Take(const MunicipalityId& municipality, const std::string& state) {
  Authorization authorization;
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    const sql::Blob hash{StateHash(parts_.keys, municipality, state)};
    const auto rows = transaction.Run(kFind, {municipality.value, hash, Seconds(parts_.clock.Now())});
    if (!rows.ok()) return rows.status();
    if (rows->empty()) return absl::UnauthenticatedError("this sign-in is unknown, used or too old");
    auto found = Decode(rows->Bytes(0, 0), parts_.keys, municipality);
    if (!found.ok()) return found.status();
    authorization = *std::move(found);
    return transaction.Run(kForget, {municipality.value, hash}).status();
  });
  if (!status.ok()) return status;
  return authorization;
}

absl::StatusOr<std::optional<SignedIn>> OpenIdSignIns::Admit(const MunicipalityId& municipality,
                                                             const Identity& identity, const std::string& device) {
  std::optional<SignedIn> admitted;
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    admitted.reset();
    const auto stored = FindHolder(transaction, parts_, municipality, identity);
    if (!stored.ok()) return stored.status();
    if (!*stored || (*stored)->account.draft.disabled) return absl::OkStatus();
    const AccountId& id = (*stored)->account.id;
    const auto token =
        BeginSession(transaction, parts_, municipality, id, {Method::kOpenId, identity.signed_in_at, device});
    if (!token.ok()) return token.status();
    admitted = SignedIn{*token, (*stored)->account};
    return Append(transaction, municipality, {{id.value}, "sign_in", id.value, "Mit dem Dienstkonto angemeldet"},
                  parts_.clock.Now());
  });
  if (!status.ok()) return status;
  return admitted;
}

}  // namespace amtslotse::staff
