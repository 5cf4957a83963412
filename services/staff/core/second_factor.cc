#include "services/staff/core/second_factor.h"

#include <fmt/format.h>

#include "services/staff/core/audit.h"
#include "services/staff/core/totp.h"

namespace amtslotse::staff {
namespace {

constexpr sql::Statement kUseRecoveryCode{
    "DELETE FROM recovery_code WHERE municipality_id = ?1 AND account_id = ?2 AND code_hash = ?3"};
constexpr sql::Statement kDropRecoveryCodes{"DELETE FROM recovery_code WHERE municipality_id = ?1 AND account_id = ?2"};
constexpr sql::Statement kAddRecoveryCode{
    "INSERT INTO recovery_code (municipality_id, account_id, code_hash) VALUES (?1, ?2, ?3)"};

std::string RecoveryHash(const KeyRing& keys, const StoredAccount& stored, const std::string& parsed) {
  return keys.TokenHash("staff recovery",
                        fmt::format("{}|{}|{}", stored.municipality.value, stored.account.id.value, parsed));
}

}  // namespace

absl::StatusOr<bool> UseCode(sql::Transaction& transaction, const Parts& parts, StoredAccount& stored,
                             const std::string& code) {
  const Instant now = parts.clock.Now();
  if (const auto step = MatchTotp(stored.totp_secret, code, now, stored.totp_step)) {
    stored.totp_step = *step;
    return true;
  }
  const auto parsed = ParseRecoveryCode(code);
  if (!parsed) return false;
  const auto used = transaction.Run(kUseRecoveryCode, {stored.municipality.value, stored.account.id.value,
                                                       sql::Blob{RecoveryHash(parts.keys, stored, *parsed)}});
  if (!used.ok()) return used.status();
  if (used->touched == 0) return false;
  const std::string& id = stored.account.id.value;
  const absl::Status noted = Append(transaction, stored.municipality,
                                    {{id}, "recovery_code_used", id, "Ersatzcode statt Einmalcode benutzt"}, now);
  if (!noted.ok()) return noted;
  return true;
}

absl::Status ReplaceRecoveryCodes(sql::Transaction& transaction, const KeyRing& keys, const StoredAccount& stored,
                                  const std::vector<std::string>& codes) {
  absl::Status status =
      transaction.Run(kDropRecoveryCodes, {stored.municipality.value, stored.account.id.value}).status();
  for (const std::string& code : codes) {
    if (!status.ok()) return status;
    const std::string hash = RecoveryHash(keys, stored, ParseRecoveryCode(code).value_or(""));
    status = transaction.Run(kAddRecoveryCode, {stored.municipality.value, stored.account.id.value, sql::Blob{hash}})
                 .status();
  }
  return status;
}

absl::StatusOr<std::string> SecondFactors::Begin(const MunicipalityId& municipality, const SessionToken& token) {
  const std::string secret = NewTotpSecret(parts_.random);
  std::string url;
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto presence = Present(transaction, parts_, municipality, token);
    if (!presence.ok()) return presence.status();
    if (const auto confirmed = RequireConfirmed(*presence); !confirmed.ok()) return confirmed;
    auto stored = FindById(transaction, parts_.keys, municipality, presence->account.id);
    if (!stored.ok()) return stored.status();
    (*stored)->pending_totp_secret = secret;
    url = OtpauthUrl(parts_.policy.issuer, presence->account.draft.name.value, secret);
    return Write(transaction, parts_, **stored);
  });
  if (!status.ok()) return status;
  return url;
}

absl::StatusOr<EnrolmentOutcome> SecondFactors::Finish(const MunicipalityId& municipality, const SessionToken& token,
                                                       const std::string& code) {
  const std::vector<std::string> codes = NewRecoveryCodes(parts_.random);
  EnrolmentOutcome outcome;
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    outcome = WrongCode{};
    const auto presence = Present(transaction, parts_, municipality, token);
    if (!presence.ok()) return presence.status();
    auto found = FindById(transaction, parts_.keys, municipality, presence->account.id);
    if (!found.ok()) return found.status();
    StoredAccount& stored = **found;
    if (stored.pending_totp_secret.empty()) return absl::FailedPreconditionError("begin the enrolment first");
    const Instant now = parts_.clock.Now();
    const auto step = MatchTotp(stored.pending_totp_secret, code, now, 0);
    if (!step) return absl::OkStatus();
    stored.totp_secret = std::exchange(stored.pending_totp_secret, "");
    stored.totp_step = *step;
    if (auto done = Write(transaction, parts_, stored); !done.ok()) return done;
    if (auto done = ReplaceRecoveryCodes(transaction, parts_.keys, stored, codes); !done.ok()) return done;
    const AccountId& id = stored.account.id;
    if (auto done = EndSessions(transaction, municipality, id, presence->session.id); !done.ok()) return done;
    outcome = Enrolled{codes};
    return Append(transaction, municipality, {{id.value}, "totp_enrolled", id.value, "Zweiter Faktor eingerichtet"},
                  now);
  });
  if (!status.ok()) return status;
  return outcome;
}

}  // namespace amtslotse::staff
