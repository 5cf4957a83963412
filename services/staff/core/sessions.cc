#include "services/staff/core/sessions.h"

#include "services/staff/core/account_row.h"
#include "services/staff/core/audit.h"

namespace amtslotse::staff {
namespace {

constexpr auto kSeenAgain = std::chrono::seconds(60);
constexpr std::size_t kLongestDevice = 300;

#define AMTSLOTSE_COLUMNS "session_id, account_id, method, device, created, last_seen, confirmed, ends"
constexpr sql::Statement kByToken{"SELECT " AMTSLOTSE_COLUMNS
                                  " FROM staff_session WHERE municipality_id = ?1 AND token_hash = ?2"};
constexpr sql::Statement kOfAccount{
    "SELECT " AMTSLOTSE_COLUMNS
    " FROM staff_session WHERE municipality_id = ?1 AND account_id = ?2 ORDER BY created DESC, session_id"};
#undef AMTSLOTSE_COLUMNS
constexpr sql::Statement kInsert{
    "INSERT INTO staff_session (municipality_id, session_id, account_id, token_hash, method, device, "
    "created, last_seen, confirmed, ends) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9)"};
constexpr sql::Statement kSeen{
    "UPDATE staff_session SET last_seen = ?3 WHERE municipality_id = ?1 AND session_id = ?2 AND last_seen < "
    "?3"};
constexpr sql::Statement kConfirm{
    "UPDATE staff_session SET confirmed = ?3 WHERE municipality_id = ?1 AND session_id = ?2"};
constexpr sql::Statement kEnd{
    "DELETE FROM staff_session WHERE municipality_id = ?1 AND session_id = ?2 AND account_id = ?3"};
constexpr sql::Statement kEndOthers{
    "DELETE FROM staff_session WHERE municipality_id = ?1 AND account_id = ?2 AND session_id <> ?3"};

std::int64_t Seconds(Instant time) { return time.time_since_epoch().count(); }
Instant At(std::int64_t seconds) { return Instant(std::chrono::seconds(seconds)); }

std::string TokenHash(const KeyRing& keys, const MunicipalityId& municipality, const SessionToken& token) {
  return keys.TokenHash("staff session", municipality.value + "|" + token.value);
}

Session Decode(const sql::Rows& rows, std::size_t row) {
  return {.id = {rows.Text(row, 0)},
          .account = {rows.Text(row, 1)},
          .method = static_cast<Method>(rows.Int(row, 2)),
          .device = rows.Text(row, 3),
          .created = At(rows.Int(row, 4)),
          .last_seen = At(rows.Int(row, 5)),
          .confirmed = At(rows.Int(row, 6)),
          .ends = At(rows.Int(row, 7))};
}

bool InForce(const Session& session, const Policy& policy, Instant now) {
  return now < session.ends && now < session.last_seen + policy.idle;
}

absl::Status NotSignedIn() { return absl::UnauthenticatedError("not signed in, or the session has ended"); }

}  // namespace

absl::Status RequireConfirmed(const Presence& presence) {
  return presence.confirmed ? absl::OkStatus() : absl::FailedPreconditionError("confirm your password first");
}

std::string DeviceText(std::string_view user_agent) {
  std::string text(user_agent.substr(0, kLongestDevice));
  while (!text.empty() && PrintableLength(text) < 0) text.pop_back();
  return text;
}

absl::StatusOr<SessionToken> BeginSession(sql::Transaction& transaction, const Parts& parts,
                                          const MunicipalityId& municipality, const AccountId& account,
                                          const NewSession& session) {
  SessionToken token{keys::NewToken(parts.random)};
  const std::string id = keys::NewToken(parts.random).substr(0, 16);
  const Instant now = parts.clock.Now();
  const auto inserted = transaction.Run(
      kInsert, {municipality.value, id, account.value, sql::Blob{TokenHash(parts.keys, municipality, token)},
                static_cast<std::int64_t>(session.method), session.device, Seconds(now), Seconds(session.confirmed),
                Seconds(now + parts.policy.lifetime)});
  if (!inserted.ok()) return inserted.status();
  return token;
}

absl::Status EndSessions(sql::Transaction& transaction, const MunicipalityId& municipality, const AccountId& account,
                         const SessionId& kept) {
  return transaction.Run(kEndOthers, {municipality.value, account.value, kept.value}).status();
}

absl::Status ConfirmSession(sql::Transaction& transaction, const MunicipalityId& municipality, const SessionId& session,
                            Instant now) {
  return transaction.Run(kConfirm, {municipality.value, session.value, Seconds(now)}).status();
}

absl::StatusOr<Presence> Present(sql::Transaction& transaction, const Parts& parts, const MunicipalityId& municipality,
                                 const SessionToken& token) {
  const auto rows =
      transaction.Run(kByToken, {municipality.value, sql::Blob{TokenHash(parts.keys, municipality, token)}});
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return NotSignedIn();
  Presence presence{.session = Decode(*rows, 0), .account = {}};
  const Instant now = parts.clock.Now();
  if (!InForce(presence.session, parts.policy, now)) return NotSignedIn();
  auto stored = FindById(transaction, parts.keys, municipality, presence.session.account);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value() || (*stored)->account.draft.disabled) return NotSignedIn();
  presence.account = (*stored)->account;
  presence.confirmed = now < presence.session.confirmed + parts.policy.reauthentication;
  presence.enrolment_needed =
      parts.policy.require_totp && presence.session.method != Method::kOpenId && !presence.account.has_totp;
  return presence;
}

absl::StatusOr<Presence> Sessions::Check(const MunicipalityId& municipality, const SessionToken& token) {
  absl::StatusOr<Presence> presence = NotSignedIn();
  absl::Status status = parts_.database.Read([&](sql::Transaction& transaction) {
    presence = Present(transaction, parts_, municipality, token);
    return presence.status();
  });
  if (!status.ok()) return status;
  const Instant now = parts_.clock.Now();
  if (now < presence->session.last_seen + kSeenAgain) return presence;
  status = parts_.database.Write([&](sql::Transaction& transaction) {
    return transaction.Run(kSeen, {municipality.value, presence->session.id.value, Seconds(now)}).status();
  });
  if (!status.ok()) return status;
  presence->session.last_seen = now;
  return presence;
}

absl::Status Sessions::End(const MunicipalityId& municipality, const SessionToken& token) {
  return parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto presence = Present(transaction, parts_, municipality, token);
    if (absl::IsUnauthenticated(presence.status())) return absl::OkStatus();
    if (!presence.ok()) return presence.status();
    const AccountId& account = presence->account.id;
    const auto ended = transaction.Run(kEnd, {municipality.value, presence->session.id.value, account.value});
    if (!ended.ok()) return ended.status();
    return Append(transaction, municipality, {{account.value}, "sign_out", account.value, "Abgemeldet"},
                  parts_.clock.Now());
  });
}

absl::StatusOr<std::vector<Session>> Sessions::List(const MunicipalityId& municipality, const SessionToken& token) {
  std::vector<Session> sessions;
  const absl::Status status = parts_.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto presence = Present(transaction, parts_, municipality, token);
    if (!presence.ok()) return presence.status();
    const auto rows = transaction.Run(kOfAccount, {municipality.value, presence->account.id.value});
    if (!rows.ok()) return rows.status();
    sessions.clear();
    for (std::size_t row = 0; row < rows->size(); ++row) {
      Session session = Decode(*rows, row);
      if (InForce(session, parts_.policy, parts_.clock.Now())) sessions.push_back(std::move(session));
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return sessions;
}

absl::Status Sessions::Revoke(const MunicipalityId& municipality, const SessionToken& token, const SessionId& session) {
  return parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto presence = Present(transaction, parts_, municipality, token);
    if (!presence.ok()) return presence.status();
    const AccountId& account = presence->account.id;
    const auto ended = transaction.Run(kEnd, {municipality.value, session.value, account.value});
    if (!ended.ok()) return ended.status();
    if (ended->touched == 0) return absl::OkStatus();
    return Append(transaction, municipality, {{account.value}, "session_revoked", account.value, "Sitzung beendet"},
                  parts_.clock.Now());
  });
}

}  // namespace amtslotse::staff
