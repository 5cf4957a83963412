#include "services/staff/core/links.h"

#include "services/staff/core/account_row.h"
#include "services/staff/core/audit.h"
#include "services/staff/core/second_factor.h"
#include "services/staff/core/sessions.h"

namespace amtslotse::staff {
namespace {

// An empty account stands for the first administrator.
constexpr sql::Statement kFind{
    "SELECT account_id, remove_totp FROM link WHERE municipality_id = ?1 AND token_hash = ?2 AND ends > ?3"};
constexpr sql::Statement kUse{"DELETE FROM link WHERE municipality_id = ?1 AND token_hash = ?2 AND ends > ?3"};
constexpr sql::Statement kDropEarlier{"DELETE FROM link WHERE municipality_id = ?1 AND account_id = ?2"};
constexpr sql::Statement kInsert{
    "INSERT INTO link (municipality_id, token_hash, account_id, remove_totp, ends) VALUES (?1, ?2, ?3, ?4, "
    "?5)"};
constexpr sql::Statement kForgetTries{"DELETE FROM sign_in_try WHERE municipality_id = ?1 AND name_hash = ?2"};

std::int64_t Seconds(Instant time) { return time.time_since_epoch().count(); }

std::string TokenHash(const KeyRing& keys, const MunicipalityId& municipality, const LinkToken& token) {
  return keys.TokenHash("staff link", municipality.value + "|" + token.value);
}

absl::Status UnknownLink() { return absl::NotFoundError("this link is unknown, used or too old"); }

// Somebody who could make another link.
absl::StatusOr<bool> HasAdministrator(sql::Transaction& transaction, const KeyRing& keys,
                                      const MunicipalityId& municipality) {
  const auto all = AllAccounts(transaction, keys, municipality);
  if (!all.ok()) return all.status();
  for (const StoredAccount& stored : *all)
    if (stored.account.is_active_administrator() && (stored.account.has_password || !stored.openid_hash.empty()))
      return true;
  return false;
}

struct FoundLink {
  AccountId account;
  bool remove_totp = false;
};

absl::StatusOr<FoundLink> Find(sql::Transaction& transaction, const Parts& parts, const MunicipalityId& municipality,
                               const LinkToken& token) {
  const auto rows = transaction.Run(
      kFind, {municipality.value, sql::Blob{TokenHash(parts.keys, municipality, token)}, Seconds(parts.clock.Now())});
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return UnknownLink();
  return FoundLink{{rows->Text(0, 0)}, rows->Int(0, 1) != 0};
}

// The account a link stands for; a new one for the first administrator.
absl::StatusOr<StoredAccount> Holder(sql::Transaction& transaction, const Parts& parts,
                                     const MunicipalityId& municipality, const FoundLink& link, const LoginName& name) {
  auto found = link.account.value.empty() ? FindByName(transaction, parts.keys, municipality, name.value)
                                          : FindById(transaction, parts.keys, municipality, link.account);
  if (!found.ok()) return found.status();
  if (!link.account.value.empty()) {
    if (!*found || (*found)->account.draft.disabled) return UnknownLink();
    return **found;
  }
  if (*found) return absl::AlreadyExistsError("name: another account has it");
  if (const auto taken = HasAdministrator(transaction, parts.keys, municipality); !taken.ok() || *taken)
    return taken.ok() ? UnknownLink() : taken.status();
  StoredAccount first;
  first.municipality = municipality;
  first.account.id = NewAccountId(parts.random);
  first.account.draft = {
      .name = name, .display_name = name.value, .email = "", .roles = {Role::kAdministrator}, .offices = {}};
  first.account.version = 1;
  return first;
}

}  // namespace

absl::StatusOr<Link> Links::Store(sql::Transaction& transaction, const MunicipalityId& municipality,
                                  const AccountId& account, bool remove_totp, const ActorName& by) {
  const Instant now = parts_.clock.Now();
  Link link{{keys::NewToken(parts_.random)}, now + parts_.policy.link};
  if (auto done = transaction.Run(kDropEarlier, {municipality.value, account.value}); !done.ok()) return done.status();
  const auto stored =
      transaction.Run(kInsert, {municipality.value, sql::Blob{TokenHash(parts_.keys, municipality, link.token)},
                                account.value, std::int64_t{remove_totp}, Seconds(link.ends)});
  if (!stored.ok()) return stored.status();
  const std::string summary = account.value.empty() ? "Link für die erste Administration erstellt"
                              : remove_totp         ? "Link zum Zurücksetzen von Passwort und zweitem Faktor erstellt"
                                                    : "Link zum Setzen des Passworts erstellt";
  if (auto noted = Append(transaction, municipality, {by, "link_created", account.value, summary}, now); !noted.ok())
    return noted;
  return link;
}

absl::StatusOr<Link> Links::ForFirstAdministrator(const MunicipalityId& municipality, const ActorName& by) {
  absl::StatusOr<Link> link = UnknownLink();
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto taken = HasAdministrator(transaction, parts_.keys, municipality);
    if (!taken.ok()) return taken.status();
    if (*taken) return absl::FailedPreconditionError("there is an administrator already; name an account to reset it");
    link = Store(transaction, municipality, {}, false, by);
    return link.status();
  });
  if (!status.ok()) return status;
  return link;
}

absl::StatusOr<Link> Links::ForAccount(const MunicipalityId& municipality, const AccountId& account, bool remove_totp,
                                       const ActorName& by) {
  absl::StatusOr<Link> link = UnknownLink();
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto found = FindById(transaction, parts_.keys, municipality, account);
    if (!found.ok()) return found.status();
    if (!*found) return absl::NotFoundError("no such account");
    link = Store(transaction, municipality, account, remove_totp, by);
    return link.status();
  });
  if (!status.ok()) return status;
  return link;
}

absl::StatusOr<Link> Links::ForName(const MunicipalityId& municipality, const LoginName& name, bool remove_totp,
                                    const ActorName& by) {
  absl::StatusOr<Link> link = UnknownLink();
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto found = FindByName(transaction, parts_.keys, municipality, name.value);
    if (!found.ok()) return found.status();
    if (!*found) return absl::NotFoundError("no account with this name");
    link = Store(transaction, municipality, (*found)->account.id, remove_totp, by);
    return link.status();
  });
  if (!status.ok()) return status;
  return link;
}

// Judges the cheap things before a password is hashed: an unknown link costs nothing.
absl::StatusOr<LoginName> Links::NameFor(const MunicipalityId& municipality, const LinkToken& token,
                                         const std::string& name) {
  absl::StatusOr<LoginName> result = UnknownLink();
  const absl::Status status = parts_.database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto link = Find(transaction, parts_, municipality, token);
    if (!link.ok()) return link.status();
    if (link->account.value.empty()) {
      result = ParseLoginName(name);
      return result.status();
    }
    const auto found = FindById(transaction, parts_.keys, municipality, link->account);
    if (!found.ok()) return found.status();
    if (!*found) return UnknownLink();
    result = (*found)->account.draft.name;
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return result;
}

absl::StatusOr<RedeemedLink> Links::Redeem(const MunicipalityId& municipality, const LinkToken& token,
                                           const std::string& name, const std::string& password,
                                           const std::string& device) {
  const auto login = NameFor(municipality, token, name);
  if (!login.ok()) return login.status();
  const auto parsed = ParseNewPassword(password, *login);
  if (!parsed.ok()) return parsed.status();
  const auto hash = parts_.passwords.Hash(*parsed);
  if (!hash.ok()) return hash.status();
  RedeemedLink redeemed;
  const absl::Status status = parts_.database.Write([&](sql::Transaction& transaction) -> absl::Status {
    redeemed = {};
    const auto link = Find(transaction, parts_, municipality, token);
    if (!link.ok()) return link.status();
    const Instant now = parts_.clock.Now();
    const sql::Blob token_hash{TokenHash(parts_.keys, municipality, token)};
    const auto used = transaction.Run(kUse, {municipality.value, token_hash, Seconds(now)});
    if (!used.ok()) return used.status();
    if (used->touched == 0) return UnknownLink();
    auto stored = Holder(transaction, parts_, municipality, *link, *login);
    if (!stored.ok()) return stored.status();
    stored->password_hash = *hash;
    if (link->remove_totp) {
      stored->totp_secret.clear();
      stored->account.has_totp = false;
      if (auto done = ReplaceRecoveryCodes(transaction, parts_.keys, *stored, {}); !done.ok()) return done;
    }
    stored->account.has_password = true;
    const AccountId& id = stored->account.id;
    if (auto done = Write(transaction, parts_, *stored); !done.ok()) return done;
    if (auto done = EndSessions(transaction, municipality, id, {}); !done.ok()) return done;
    const std::string& own_name = stored->account.draft.name.value;
    const auto lifted =
        transaction.Run(kForgetTries, {municipality.value, sql::Blob{NameHash(parts_.keys, municipality, own_name)}});
    if (!lifted.ok()) return lifted.status();
    if (!stored->account.has_totp) {
      auto session = BeginSession(transaction, parts_, municipality, id, {Method::kLink, now, device});
      if (!session.ok()) return session.status();
      redeemed.token = *std::move(session);
      redeemed.enrolment_needed = parts_.policy.require_totp;
    }
    redeemed.account = stored->account;
    return Append(transaction, municipality,
                  {{id.value}, "link_redeemed", id.value, "Link eingelöst, Passwort gesetzt"}, now);
  });
  if (!status.ok()) return status;
  return redeemed;
}

}  // namespace amtslotse::staff
