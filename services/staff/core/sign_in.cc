#include "services/staff/core/sign_in.h"

#include <fmt/format.h>

#include "services/staff/core/audit.h"
#include "services/staff/core/second_factor.h"

namespace amtslotse::staff {
namespace {

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestCode = 32;

constexpr sql::Statement kTries{
    "SELECT tries, failed, last FROM sign_in_try WHERE municipality_id = ?1 AND name_hash = ?2"};
constexpr sql::Statement kCount{
    "INSERT INTO sign_in_try (municipality_id, name_hash, tries, failed, last) VALUES (?1, ?2, 1, 0, ?3) "
    "ON CONFLICT (municipality_id, name_hash) DO UPDATE SET tries = sign_in_try.tries + 1, last = ?3"};
constexpr sql::Statement kFailed{
    "UPDATE sign_in_try SET failed = failed + 1 WHERE municipality_id = ?1 AND name_hash = ?2"};
constexpr sql::Statement kGiveBack{
    "UPDATE sign_in_try SET tries = tries - 1 WHERE municipality_id = ?1 AND name_hash = ?2 AND tries > 0"};
constexpr sql::Statement kForget{"DELETE FROM sign_in_try WHERE municipality_id = ?1 AND name_hash = ?2"};

absl::Status CheckSizes(const Credentials& credentials) {
  if (credentials.name.empty() || credentials.name.size() > kLongestName)
    return absl::InvalidArgumentError("name: expected 1 to 200 bytes");
  if (credentials.code.size() > kLongestCode) return absl::InvalidArgumentError("totp: expected at most 32 characters");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SignIns::Try> SignIns::CountTry(const MunicipalityId& municipality, const std::string& name) {
  Try attempt;
  // A name that nobody can have is counted like any other.
  const auto parsed = ParseLoginName(name);
  const std::string& counted = parsed.ok() ? parsed->value : name;
  attempt.name_hash = NameHash(parts_.keys, municipality, counted);
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kTries, {municipality.value, sql::Blob{attempt.name_hash}});
    if (!rows.ok()) return rows.status();
    const Instant now = parts_.clock.Now();
    Tries tries;
    if (!rows->empty()) {
      tries = {static_cast<int>(rows->Int(0, 0)), Instant(std::chrono::seconds(rows->Int(0, 2)))};
      attempt.failed = static_cast<int>(rows->Int(0, 1));
    }
    attempt.wait = Remaining(parts_.policy.lockout, tries, now);
    auto account = FindByName(transaction, parts_.keys, municipality, counted);
    if (!account.ok()) return account.status();
    attempt.account = *std::move(account);
    if (attempt.wait.count() > 0) return absl::OkStatus();
    return transaction
        .Run(kCount, {municipality.value, sql::Blob{attempt.name_hash}, std::int64_t{now.time_since_epoch().count()}})
        .status();
  });
  if (!status.ok()) return status;
  return attempt;
}

absl::Status SignIns::NoteFailure(const MunicipalityId& municipality, const Try& attempt) {
  return parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto noted = transaction.Run(kFailed, {municipality.value, sql::Blob{attempt.name_hash}});
    if (!noted.ok() || !attempt.account) return noted.status();
    return Append(transaction, municipality,
                  {kNobody, "sign_in_failed", attempt.account->account.id.value, "Anmeldung abgewiesen"},
                  parts_.clock.Now());
  });
}

absl::StatusOr<SignInOutcome> SignIns::SignIn(const MunicipalityId& municipality, const Credentials& credentials,
                                              const std::string& device) {
  if (const auto sizes = CheckSizes(credentials); !sizes.ok()) return sizes;
  const auto password = ParsePassword(credentials.password);
  if (!password.ok()) return password.status();
  const auto attempt = CountTry(municipality, credentials.name);
  if (!attempt.ok()) return attempt.status();
  if (attempt->wait.count() > 0) return LockedOut{attempt->wait};
  const std::string hash = attempt->account ? attempt->account->password_hash : "";
  const auto matches = parts_.passwords.Matches(*password, hash);
  if (!matches.ok()) return matches.status();
  absl::StatusOr<SignInOutcome> outcome = WrongCredentials{};
  if (*matches && !attempt->account->account.draft.disabled) {
    std::string new_hash;
    if (parts_.passwords.Outdated(hash)) {
      if (const auto made = parts_.passwords.Hash(*password); made.ok()) new_hash = *made;
    }
    outcome = Admit(municipality, *attempt, credentials, new_hash, device);
    if (!outcome.ok()) return outcome;
  }
  if (std::holds_alternative<WrongCredentials>(*outcome)) {
    if (const auto noted = NoteFailure(municipality, *attempt); !noted.ok()) return noted;
  }
  return outcome;
}

// The password was right when it was looked at; everything is judged again in the transaction that begins the
// session.
absl::StatusOr<SignInOutcome> SignIns::Admit(const MunicipalityId& municipality, const Try& attempt,
                                             const Credentials& credentials, const std::string& new_hash,
                                             const std::string& device) {
  SignInOutcome outcome;
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    outcome = WrongCredentials{};
    auto found = FindById(transaction, parts_.keys, municipality, attempt.account->account.id);
    if (!found.ok()) return found.status();
    if (!*found || (*found)->password_hash != attempt.account->password_hash || (*found)->account.draft.disabled)
      return absl::OkStatus();
    StoredAccount& stored = **found;
    if (stored.account.has_totp) {
      if (credentials.code.empty()) {
        outcome = CodeNeeded{};
        return transaction.Run(kGiveBack, {municipality.value, sql::Blob{attempt.name_hash}}).status();
      }
      const auto right = UseCode(transaction, parts_, stored, credentials.code);
      if (!right.ok() || !*right) return right.status();
    }
    if (!new_hash.empty()) stored.password_hash = new_hash;
    if (auto done = Write(transaction, parts_, stored); !done.ok()) return done;
    const AccountId& id = stored.account.id;
    const auto token =
        BeginSession(transaction, parts_, municipality, id, {Method::kPassword, parts_.clock.Now(), device});
    if (!token.ok()) return token.status();
    if (auto done = transaction.Run(kForget, {municipality.value, sql::Blob{attempt.name_hash}}); !done.ok())
      return done.status();
    const bool enrol = parts_.policy.require_totp && !stored.account.has_totp;
    outcome = SignedIn{*token, stored.account, enrol, attempt.failed};
    return Append(transaction, municipality, {{id.value}, "sign_in", id.value, "Angemeldet"}, parts_.clock.Now());
  });
  if (!status.ok()) return status;
  return outcome;
}

absl::StatusOr<ConfirmOutcome> SignIns::Confirm(const MunicipalityId& municipality, const SessionToken& token,
                                                const std::string& password, const std::string& code) {
  if (code.size() > kLongestCode) return absl::InvalidArgumentError("totp: expected at most 32 characters");
  const auto parsed = ParsePassword(password);
  if (!parsed.ok()) return parsed.status();
  absl::StatusOr<Presence> presence = absl::UnauthenticatedError("");
  absl::Status status = parts_.database.Read([&](sql::Transaction& transaction) {
    presence = Present(transaction, parts_, municipality, token);
    return presence.status();
  });
  if (!status.ok()) return status;
  const auto attempt = CountTry(municipality, presence->account.draft.name.value);
  if (!attempt.ok()) return attempt.status();
  if (attempt->wait.count() > 0) return LockedOut{attempt->wait};
  const auto matches = parts_.passwords.Matches(*parsed, attempt->account ? attempt->account->password_hash : "");
  if (!matches.ok()) return matches.status();
  bool confirmed = false;
  status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    confirmed = false;
    auto again = Present(transaction, parts_, municipality, token);
    if (!again.ok() || !*matches) return again.status();
    auto stored = FindById(transaction, parts_.keys, municipality, again->account.id);
    if (!stored.ok()) return stored.status();
    if ((*stored)->password_hash != attempt->account->password_hash) return absl::OkStatus();
    if (again->account.has_totp) {
      const auto right = UseCode(transaction, parts_, **stored, code);
      if (!right.ok() || !*right) return right.status();
      if (auto done = Write(transaction, parts_, **stored); !done.ok()) return done;
    }
    confirmed = true;
    const Instant now = parts_.clock.Now();
    if (auto done = ConfirmSession(transaction, municipality, again->session.id, now); !done.ok()) return done;
    if (auto done = transaction.Run(kForget, {municipality.value, sql::Blob{attempt->name_hash}}); !done.ok())
      return done.status();
    const std::string& id = again->account.id.value;
    return Append(transaction, municipality, {{id}, "confirmed", id, "Passwort bestätigt"}, now);
  });
  if (!status.ok()) return status;
  if (confirmed) return Confirmed{};
  if (const auto noted = NoteFailure(municipality, *attempt); !noted.ok()) return noted;
  return WrongCredentials{};
}

absl::Status SignIns::ChangePassword(const MunicipalityId& municipality, const SessionToken& token,
                                     const std::string& password) {
  absl::StatusOr<Presence> presence = absl::UnauthenticatedError("");
  const absl::Status status = parts_.database.Read([&](sql::Transaction& transaction) {
    presence = Present(transaction, parts_, municipality, token);
    return presence.ok() ? RequireConfirmed(*presence) : presence.status();
  });
  if (!status.ok()) return status;
  const auto parsed = ParseNewPassword(password, presence->account.draft.name);
  if (!parsed.ok()) return parsed.status();
  const auto hash = parts_.passwords.Hash(*parsed);
  if (!hash.ok()) return hash.status();
  return parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto again = Present(transaction, parts_, municipality, token);
    if (!again.ok()) return again.status();
    const AccountId& id = again->account.id;
    auto stored = FindById(transaction, parts_.keys, municipality, id);
    if (!stored.ok()) return stored.status();
    (*stored)->password_hash = *hash;
    if (auto done = Write(transaction, parts_, **stored); !done.ok()) return done;
    if (auto done = EndSessions(transaction, municipality, id, again->session.id); !done.ok()) return done;
    return Append(transaction, municipality, {{id.value}, "password_changed", id.value, "Passwort geändert"},
                  parts_.clock.Now());
  });
}

}  // namespace amtslotse::staff
